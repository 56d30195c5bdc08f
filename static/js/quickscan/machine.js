// The rules of the desk, without page, network or clock: step(desk, event) → [desk, effects].
//
// Effects: {do: "ask"} what the code names · {do: "book", item} an operation to store and send ·
// {do: "note", entry} and {do: "mark", id, values} for the journal.
// What a scan becomes is decided when its turn comes, in the state in which it was made: times are those of
// the scan, so a person who was released in between does not get tools that were scanned later.
import { counted, isRefusal, lendItem, returnItem, undoItem } from "./parts.js";

export const RELEASE_AFTER = 60_000;
export const WAIT_AT_MOST = 600_000;
const BOUNCE = 3_000;
const LATE_ANSWER = 10_000;
const TIME_TO_SEE = 1_000;
const AVAILABLE = "verfügbar";

export const EMPTY_DESK = {
  person: null,
  due: null,
  seenAt: 0,
  waiting: [],
  offer: null,
  result: null,
  problems: [],
  recent: {},
};

export const canBorrow = (person) => person.is_active && !person.is_blocked;
const normal = (code) => code.trim().toUpperCase();

/** Show a result; refusals that nobody had the time to see stay beside it. */
function show(desk, result) {
  const unseen = [...desk.problems, desk.result].filter(
    (old) => old && isRefusal(old) && result.scannedAt <= old.shownAt + TIME_TO_SEE,
  );
  return { ...desk, result, problems: unseen };
}

function changePerson(desk, person) {
  if (desk.person?.barcode === person?.barcode) return desk;
  return { ...desk, person, due: desk.person ? null : desk.due, offer: null };
}

function released(desk) {
  const isAboutPerson = ["person", "blocked"].includes(desk.result?.kind);
  const result = isAboutPerson ? null : desk.result;
  return { ...desk, person: null, due: null, offer: null, result };
}

/** Own success of a tool: the scanner may bounce now. A late answer does not start the time anew. */
function remember(desk, item, now) {
  const answered = now - item.at > LATE_ANSWER ? item.at : now;
  const recent = Object.entries(desk.recent).filter(([, span]) => span.until > item.at);
  const span = { from: item.at, until: answered + BOUNCE };
  return { ...Object.fromEntries(recent), [normal(item.shown.tool.barcode)]: span };
}

const handlers = {
  tick(desk, { now }) {
    const isOver = (desk.person || desk.due) && now - desk.seenAt >= RELEASE_AFTER;
    const lost = desk.waiting.filter((tool) => now - tool.at >= WAIT_AT_MOST);
    if (!isOver && !lost.length) return [desk, []];
    const waiting = desk.waiting.filter((tool) => !lost.includes(tool));
    const result = lost.length && desk.result?.kind === "waiting" ? null : desk.result;
    const notes = lost.map((tool) => ({
      do: "note",
      entry: { id: tool.id, at: now, kind: "unassigned", tool },
    }));
    const after = { ...desk, waiting, result };
    return [isOver ? released(after) : after, notes];
  },

  scan(desk, event) {
    const here = "person" in event ? changePerson(desk, event.person) : desk;
    const at = { ...here, seenAt: event.at };
    const span = desk.recent[normal(event.code)];
    if (span && event.at >= span.from && event.at < span.until) {
      const { id, code } = event;
      return [show(at, { kind: "bounce", id, code, scannedAt: event.at, shownAt: event.at }), []];
    }
    return [at, [{ do: "ask" }]];
  },

  recognized(desk, { event, thing, now }) {
    return recognize[thing.kind](desk, event, thing, now);
  },

  unknown(desk, { event, answer, now }) {
    const { id, code, at } = event;
    const url = answer.data?.create_url ?? null;
    const result = { kind: "unknown", id, code, text: answer.message, url, scannedAt: at, shownAt: now };
    const entry = { id, at: now, kind: "refused", code, text: answer.message };
    return [show(desk, result), [{ do: "note", entry }]];
  },

  stored(desk, { item, now }) {
    const { id, at, event, shown } = item;
    const result = { kind: "stored", id, code: event?.code, ...shown, scannedAt: at, shownAt: now };
    return [show(desk, result), []];
  },

  booked(desk, { item, answer, now }) {
    return book[item.op.kind](desk, item, answer, now);
  },

  refused(desk, { item, answer, now }) {
    const { id, at, op, shown } = item;
    const result = { kind: "refused", id, ...shown, text: answer.message, scannedAt: at, shownAt: now };
    const effect =
      op.kind === "undo"
        ? { do: "mark", id: op.body.operation_id, values: { final: true } }
        : { do: "note", entry: { id, at: now, kind: "refused", ...shown, text: answer.message } };
    return [show(desk, result), [effect]];
  },

  release(desk) {
    const result = desk.result?.kind === "waiting" ? null : desk.result;
    return [released({ ...desk, waiting: [], seenAt: 0, result }), []];
  },

  due: (desk, { date, at }) => [{ ...desk, due: date, seenAt: at }, []],

  drop(desk, { tool }) {
    const waiting = desk.waiting.filter(({ id }) => id !== tool);
    const result = desk.result?.kind === "waiting" ? null : desk.result;
    return [{ ...desk, waiting, result }, []];
  },

  handover(desk, event) {
    if (!desk.offer || !desk.person) return [desk, []];
    const item = lendItem(desk, desk.offer, event);
    return [{ ...desk, offer: null, seenAt: event.at }, [{ do: "book", item }]];
  },

  undo: (desk, event) => [desk, [{ do: "book", item: undoItem(event) }]],
};

const recognize = {
  worker(desk, event, person, now) {
    const here = { ...changePerson(desk, person), person };
    const base = { id: event.id, worker: person, scannedAt: event.at, shownAt: now };
    if (!canBorrow(person)) return [show(here, { ...base, kind: "blocked" }), []];
    const lends = here.waiting.map((tool) => ({
      do: "book",
      item: lendItem(here, tool, { id: tool.id, at: event.at }),
    }));
    const shown = lends.length ? here : show(here, { ...base, kind: "person" });
    return [{ ...shown, waiting: [] }, lends];
  },

  tool(desk, event, tool, now) {
    if (tool.lent_to) return [desk, [{ do: "book", item: returnItem(tool, event) }]];
    if (desk.person) return [desk, [{ do: "book", item: lendItem(desk, tool, event) }]];
    const base = { id: event.id, tool, scannedAt: event.at, shownAt: now };
    if (tool.status !== AVAILABLE) return [show(desk, { ...base, kind: "unavailable" }), []];
    const others = desk.waiting.filter(({ barcode }) => barcode !== tool.barcode);
    const waits = { id: event.id, at: event.at, barcode: tool.barcode, name: tool.name };
    return [show({ ...desk, waiting: [...others, waits] }, { ...base, kind: "waiting" }), []];
  },
};

const book = {
  lend(desk, item, { message, data }, now) {
    const { id, at, shown } = item;
    const fact = { id, tool: shown.tool, worker: shown.worker, due: data.due_date };
    const person = counted(desk.person, data.worker_barcode, 1, 0);
    const result = { ...fact, kind: "lent", text: message, scannedAt: at, shownAt: now };
    const entry = { ...fact, at: now, op: "lend", kind: "lent" };
    const after = { ...desk, person, offer: null, recent: remember(desk, item, now) };
    return [show(after, result), [{ do: "note", entry }]];
  },

  return(desk, item, { message, data }, now) {
    const { id, at, shown } = item;
    const worker = { barcode: data.worker_barcode, name: data.worker_name };
    const fact = { id, tool: shown.tool, worker, late: shown.late };
    const person = counted(desk.person, worker.barcode, -1, shown.late);
    const isOthers = person && person.barcode !== worker.barcode && canBorrow(person);
    const result = { ...fact, kind: "returned", text: message, scannedAt: at, shownAt: now };
    const entry = { ...fact, at: now, op: "return", kind: "returned" };
    const after = { ...desk, person, offer: isOthers ? shown.tool : null };
    return [show({ ...after, recent: remember(desk, item, now) }, result), [{ do: "note", entry }]];
  },

  undo(desk, { id, at, op, shown }, { message }, now) {
    const { undone } = shown;
    const change = undone.op === "lend" ? -1 : 1;
    const person = counted(desk.person, undone.worker.barcode, change, undone.late ?? 0);
    const recent = { ...desk.recent };
    delete recent[normal(undone.tool.barcode)];
    const result = { kind: "undone", id, tool: undone.tool, text: message, scannedAt: at, shownAt: now };
    const mark = { do: "mark", id: op.body.operation_id, values: { undone: true } };
    return [show({ ...desk, person, recent, offer: null }, result), [mark]];
  },
};

export const step = (desk, event) => handlers[event.type](desk, event);

/** The desk as it will be when the events that wait are through, as far as that can be known before. */
export function project(desk, events, now) {
  const foreseeable = ["release", "due", "drop"];
  const after = events.reduce((before, event) => {
    const [then] = step(before, { type: "tick", now: event.at });
    if (foreseeable.includes(event.type)) return step(then, event)[0];
    return { ...then, seenAt: Math.max(then.seenAt, event.at) };
  }, desk);
  return step(after, { type: "tick", now })[0];
}
