// The pieces the rules of the desk are made of: operations as they are sent, and what a person holds.

const brief = ({ barcode, name }) => ({ barcode, name });

/** Kinds of results that a person must not miss. */
export const isRefusal = ({ kind }) => ["refused", "unknown", "blocked", "unavailable"].includes(kind);

export function lendItem(desk, tool, { id, at }) {
  const body = {
    operation_id: id,
    tool_barcode: tool.barcode,
    worker_barcode: desk.person.barcode,
    ...(desk.due && { due_date: desk.due }),
  };
  return { id, at, op: { kind: "lend", body }, shown: { tool: brief(tool), worker: brief(desk.person) } };
}

export function returnItem(tool, { id, at }) {
  const body = { operation_id: id, tool_barcode: tool.barcode };
  const shown = { tool: brief(tool), worker: brief(tool.lent_to), late: tool.overdue_days };
  return { id, at, op: { kind: "return", body }, shown };
}

export function undoItem({ id, at, entry }) {
  const shown = { tool: entry.tool, undone: entry };
  return { id, at, op: { kind: "undo", body: { operation_id: entry.id } }, shown };
}

/** The person after one tool more or less, if it is the person's tool. */
export function counted(person, barcode, change, lateDays) {
  if (person?.barcode !== barcode) return person;
  const open = Math.max(0, person.open_count + change);
  if (!lateDays) return { ...person, open_count: open };
  const overdue = Math.max(0, person.overdue_count + change);
  return { ...person, open_count: open, overdue_count: overdue, overdue_days: longest(person, overdue, change, lateDays) };
}

/** The longest delay; null when the longest one has just come back and the next is not known. */
function longest(person, overdue, change, lateDays) {
  if (!overdue) return 0;
  if (change > 0) return Math.max(person.overdue_days ?? 0, lateDays);
  return lateDays >= person.overdue_days ? null : person.overdue_days;
}
