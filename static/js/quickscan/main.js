// The scan desk. Scans and clicks go into the runner, which stores them, asks the server and lets the rules decide
// (machine.js); what comes of it is drawn here. Nothing that was scanned is lost on the way.
import { Api } from "./api.js";
import { setUpCamera } from "./camera_switch.js";
import { Defects } from "./defects.js";
import { texts } from "./dom.js";
import { DuePanel } from "./due.js";
import { canUndo, journal } from "./journal.js";
import { Ownership } from "./ownership.js";
import { Queue } from "./queue.js";
import { Runner } from "./runner.js";
import { Scanner } from "./scanner.js";
import { giveFocusTo, setUpScreen } from "./screen.js";
import { Sound } from "./sound.js";
import { DefectDialog, DefectRows } from "./view_defect.js";
import { JournalView } from "./view_journal.js";
import { PersonView } from "./view_person.js";
import { QuantityPad } from "./view_quantity.js";
import { ResultView } from "./view_result.js";
import { StatusView } from "./view_status.js";

const desk = document.querySelector("[data-desk]");
const find = (name) => desk.querySelector(`[data-${name}]`);
const { scanUrl, lendUrl, returnUrl, withdrawUrl, undoUrl, defectUrl, deskUrl, user } = desk.dataset;
const urls = {
  scan: scanUrl,
  lend: lendUrl,
  return: returnUrl,
  withdraw: withdrawUrl,
  undo: undoUrl,
  defect: defectUrl,
  desk: deskUrl,
};
const token = document.querySelector("meta[name=csrf-token]").content;

const sound = new Sound();
const queue = new Queue(user);
const ownership = new Ownership(() => {
  runner.reload();
  draw();
  runner.wake();
});
const api = new Api(urls, token);
const runner = new Runner({ api, queue, ownership, onChange: draw });
const scan = (code) => runner.add({ type: "scan", code });
const scanner = new Scanner(find("scan"), { onScan: scan, onEnter: () => pad.book() });
const pad = new QuantityPad(find("quantity"), {
  send: (event) => runner.add(event),
  onDone: () => giveFocusTo(scanner.input),
});
const due = new DuePanel(find("due"), (date) => runner.add({ type: "due", date }));
const views = {
  status: new StatusView(find("status")),
  person: new PersonView(find("person")),
  result: new ResultView(find("result"), sound),
  journal: new JournalView(find("journal")),
};

const defects = new Defects({
  api,
  user,
  maySend: () => ownership.isMine() && !queue.all().length,
  onChange: draw,
  onAnswer: (report, { kind, body }) =>
    tellOf(report, kind === "done" ? "defect" : "refused", kind === "done" ? outcomeOf(body) : body.message),
});
const defectRows = new DefectRows(find("defects"));
const defectDialog = new DefectDialog(find("defect-dialog"), {
  send: sendReport,
  onDone: () => giveFocusTo(scanner.input),
});

const tellOf = (report, kind, text) => runner.tell({ type: "reported", kind, report, text, now: Date.now() });

/** The tool is out of circulation; of photos that were not taken each says why. */
const outcomeOf = ({ data }) =>
  data.refused.map(({ filename, message }) => `${filename}: ${message}`).join(" ") || texts.sentences.defect;

/** Answers what the person has to mend, or nothing when the report is through or waits by itself. */
async function sendReport(report, replaced) {
  if (replaced) await defects.drop(replaced);
  const { kind, body } = await defects.add(report);
  if (kind === "refused") {
    await defects.drop(report.id);
    return body.message;
  }
  if (kind === "done") tellOf(report, "defect", outcomeOf(body));
  else tellOf(report, "stored", texts.sentences.defect_stored);
  return "";
}

const dialog = find("discard-dialog");
const SOME_TRIES = 5;

function draw() {
  const now = Date.now();
  const items = queue.all();
  const entries = journal.today(now);
  const undoing = undoingIn(items);
  const foreseen = runner.foreseen(now);
  const stuck = runner.tries >= SOME_TRIES ? items[0]?.id : null;
  const isMine = ownership.isMine();
  views.status.draw({ runner, items, foreign: queue.foreign(), isMine, now });
  const isHeld = items.some(({ event }) => event?.type === "scan");
  views.person.draw(foreseen, now);
  views.result.draw(runner.desk, undoableResult(entries, undoing, now));
  views.journal.draw({ items, entries, undoing, stuck, now });
  defectRows.draw(defects.items);
  due.draw(foreseen.due, now);
  pad.draw(foreseen, isHeld, now);
}

/** Ids of bookings whose undoing waits. */
function undoingIn(items) {
  return new Set(items.map(({ event, op }) => event?.target ?? (op?.kind === "undo" && op.body.operation_id)));
}

function undoableResult(entries, undoing, now) {
  const entry = entries.find(({ id }) => id === runner.desk.result?.id);
  return entry && canUndo(entry, entries, now) && !undoing.has(entry.id) ? entry : undefined;
}

/**
 * Undo one booking, or without an id the last one: what still waits comes after a quantity that is open, and that
 * after all that is in the list.
 */
function undo(id) {
  const now = Date.now();
  const items = queue.all();
  const entries = journal.today(now);
  const undoing = undoingIn(items);
  const { open } = runner.foreseen(now);
  const candidates = [
    ...items.filter(isBooking).reverse(),
    ...(open ? [{ id: open.scans.at(-1) }] : []),
    ...entries.filter((entry) => canUndo(entry, entries, now)),
  ];
  const last = candidates.find((one) => !undoing.has(one.id) && (!id || one.id === id));
  if (last) runner.add({ type: "undo", target: last.id });
}

const isBooking = ({ event, op }) =>
  ["scan", "handover"].includes(event?.type) || ["lend", "return", "withdraw"].includes(op?.kind);

const actions = {
  undo: ({ undo: id }) => undo(id || runner.desk.result?.id),
  handover: () => runner.add({ type: "handover" }),
  release: () => runner.add({ type: "release" }),
  drop: ({ drop }) => runner.add({ type: "drop", tool: drop }),
  digit: ({ digit }) => pad.press(digit),
  erase: () => pad.erase(),
  book: () => pad.book(),
  alone: () => pad.book({ isAlone: true }),
  putAside: () => runner.add({ type: "drop", tool: runner.foreseen().open?.id }),
  defect: () => defectDialog.open(runner.desk.result.tool),
  mendDefect: ({ mend }) => mendReport(mend),
  dropDefect: ({ dropDefect }) => defects.drop(dropDefect),
  retry: () => runner.wake(),
  adopt() {
    queue.adopt();
    runner.wake();
  },
  askDiscard({ discard }) {
    dialog.querySelector("[data-action=discard]").dataset.discard = discard;
    dialog.showModal();
  },
  discard({ discard }) {
    const item = queue.all().find(({ id }) => id === discard);
    if (item) runner.discard(item);
    dialog.close();
  },
};

function mendReport(id) {
  const report = defects.items.find((item) => item.id === id);
  if (report) defectDialog.open(report, report);
}

desk.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (!button) return;
  actions[button.dataset.action](button.dataset);
  if (button.hidden || !button.isConnected) giveFocusTo(scanner.input);
});

const keys = {
  u: () => undo(),
  a: () => runner.desk.offer && actions.handover(),
  d: () => due.input.focus(),
  m: () => pad.focus(),
  k: () => !views.result.parts.defect.hidden && actions.defect(),
};

document.addEventListener("keydown", (event) => {
  const letter = event.code.replace("Key", "").toLowerCase();
  if (event.altKey && !event.ctrlKey && !event.metaKey && keys[letter]) {
    event.preventDefault();
    keys[letter]();
  } else if (event.key === "Escape" && !document.querySelector(":popover-open, dialog[open]")) {
    if (scanner.input.value) scanner.input.value = "";
    else if (pad.isUsable) actions.putAside();
    else actions.release();
  }
});

setInterval(() => {
  runner.tick(Date.now());
  draw();
}, 1000);
for (const type of ["online", "focus"]) {
  addEventListener(type, async () => {
    await runner.wake();
    defects.wake();
  });
}
setUpScreen({ sound, input: scanner.input });
setUpCamera(scan);
draw();
runner.wake();
defects.reload();
