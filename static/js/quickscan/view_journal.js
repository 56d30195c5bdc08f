// "Today at this desk": what waits on top, below it what was booked and refused, newest first.
import { timeOf } from "./dates.js";
import { copyOf, plural, setIcon, setText, syncRows, texts } from "./dom.js";
import { canUndo, journal } from "./journal.js";
import { amountAndName, reasonOf } from "./view_result.js";

const ICONS = {
  lent: "arrow-up",
  returned: "arrow-down",
  withdrawn: "package-open",
  undone: "undo-2",
  refused: "octagon-alert",
  unassigned: "circle-slash",
  discarded: "trash-2",
  defect: "triangle-alert",
};

export class JournalView {
  constructor(root) {
    this.pending = root.querySelector("[data-pending]");
    this.entries = root.querySelector("[data-entries]");
    this.empty = root.querySelector("[data-empty]");
  }

  /** @param undoing ids of entries whose undoing waits. */
  draw({ items, entries, undoing, stuck, now }) {
    const rows = entries.map((entry) => ({
      ...entry,
      canUndo: canUndo(entry, entries, now) && !undoing.has(entry.id),
    }));
    const waiting = items.filter(({ event }) => event?.type !== "quantity");
    syncRows(this.pending, waiting.map((item) => waitingRow(item, stuck)), drawPending);
    syncRows(this.entries, rows, drawEntry);
    this.empty.hidden = items.length + entries.length > 0;
  }
}

/** Scans, and operations on their way; an operation is named, a scan is only a code yet. */
function waitingRow(item, stuck) {
  const { id, at, op, event, shown } = item;
  const tool = event?.target && journal.get(event.target)?.tool;
  const kind = op?.kind ?? event.type;
  return { id, at, code: event?.code, tool, kind, ...shown, isStuck: stuck === id };
}

function drawPending(row) {
  const { node, discard, ...parts } = copyOf("pending");
  fillIn(parts, row, texts.pending[row.kind]);
  discard.hidden = !row.isStuck;
  discard.dataset.discard = row.id;
  return node;
}

function drawEntry(entry) {
  const { node, icon, late, lateText, text, undo, ...parts } = copyOf("entry");
  const kind = entry.undone ? "undone" : entry.kind;
  fillIn(parts, entry, texts.journal[kind]);
  node.dataset.kind = kind;
  setIcon(icon, ICONS[kind]);
  late.hidden = !entry.late;
  if (entry.late) setText(lateText, plural(texts.late, entry.late));
  text.hidden = entry.kind !== "refused";
  if (entry.kind === "refused") setText(text, entry.text ?? reasonOf(entry.worker));
  undo.hidden = !entry.canUndo;
  undo.dataset.undo = entry.id;
  return node;
}

function fillIn(parts, { at, tool, worker, code, quantity, unit }, word) {
  setText(parts.time, timeOf(at));
  setText(parts.word, word);
  const name = tool?.name ?? code ?? "";
  setText(parts.name, quantity ? amountAndName(name, quantity, unit) : name);
  setText(parts.barcode, tool?.barcode ?? "");
  setText(parts.worker, worker?.name ?? "");
}
