// "Today at this desk": what was booked and refused in this browser today.
import { dayOf } from "./dates.js";
import { nextOrder, shelf } from "./storage.js";

const LONGEST = 100;
const UNDO_WITHIN = 30 * 60_000;
const entries = shelf("journal");

export const journal = {
  /** Today's entries, newest first; older ones are forgotten. */
  today(now) {
    const all = entries.all().reverse();
    const kept = all.filter((entry, index) => index < LONGEST && dayOf(entry.at) === dayOf(now));
    for (const entry of all) if (!kept.includes(entry)) entries.remove(entry.id);
    return kept;
  },

  get: (id) => entries.get(id),

  add(entry) {
    entries.put({ order: nextOrder(), ...entry });
  },

  change(id, values) {
    const entry = entries.get(id);
    if (entry) entries.put({ ...entry, ...values });
  },
};

/** Whether the entry can be undone: it is the newest of its tool (withdrawals add up in any order), and not too old. */
export function canUndo(entry, all, now) {
  if (!entry.op || entry.undone || entry.final || now - entry.at >= UNDO_WITHIN) return false;
  if (entry.op === "withdraw") return true;
  return all.find((other) => other.op && other.tool.barcode === entry.tool.barcode) === entry;
}
