// The pieces that the rules of the desk are made of: what a result does to the screen, what a person holds,
// and operations as they are sent.
const BOUNCE = 3_000;
const LATE_ANSWER = 10_000;
const TIME_TO_SEE = 1_000;
const REFUSALS = ["refused", "unknown", "blocked", "unavailable"];

export const canBorrow = (person) => person.is_active && !person.is_blocked;
export const normal = (code) => code.trim().toUpperCase();
export const note = (entry) => ({ do: "note", entry });
export const isRefusal = ({ kind }) => REFUSALS.includes(kind);

/** Show a result; refusals that nobody had the time to see stay beside it. */
export function show(desk, result) {
  const unseen = [...desk.problems, desk.result].filter(
    (old) => old && isRefusal(old) && result.scannedAt <= old.shownAt + TIME_TO_SEE,
  );
  return { ...desk, result, problems: unseen };
}

/** Take results away that ask for something that is not asked any more. */
export function withoutResult(desk, ...kinds) {
  return kinds.includes(desk.result?.kind) ? { ...desk, result: null } : desk;
}

/** A tool that nobody can be given any more. */
export function withoutTool(desk, barcode) {
  const waiting = desk.waiting.filter((thing) => thing.barcode !== barcode);
  const offer = desk.offer?.barcode === barcode ? null : desk.offer;
  return { ...desk, waiting, offer };
}

export function changePerson(desk, person) {
  if (desk.person?.barcode === person?.barcode) return desk;
  return { ...desk, person, due: desk.person ? null : desk.due, offer: null };
}

export function release(desk) {
  const after = withoutResult(desk, "person", "blocked");
  return { ...after, person: null, due: null, offer: null };
}

/** A tool was booked: from its scan until some seconds after, its code means nothing new. */
export function remember(recent, item, now) {
  const answered = now - item.at > LATE_ANSWER ? item.at : now;
  const others = Object.entries(recent).filter(([, span]) => span.until > item.at);
  const span = { from: item.at, until: answered + BOUNCE };
  return { ...Object.fromEntries(others), [normal(item.shown.tool.barcode)]: span };
}

export function bounces(desk, { code, at }) {
  const span = desk.recent[normal(code)];
  return Boolean(span) && at >= span.from && at < span.until;
}

/** The person after one tool more or less, if it is the person's tool. */
export function counted(person, barcode, change, lateDays) {
  if (!person || person.barcode !== barcode) return person;
  const open_count = Math.max(0, person.open_count + change);
  if (!lateDays) return { ...person, open_count };
  const overdue_count = Math.max(0, person.overdue_count + change);
  const overdue_days = overdue_count ? longestDelay(person.overdue_days, change, lateDays) : 0;
  return { ...person, open_count, overdue_count, overdue_days };
}

/** Null when the longest one has just come back: the next is not known. */
function longestDelay(known, change, lateDays) {
  if (change > 0) return Math.max(known ?? 0, lateDays);
  return lateDays >= known ? null : known;
}

/** A person or a thing as it is stored with a booking. */
export const brief = ({ barcode, name }) => ({ barcode, name });

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
