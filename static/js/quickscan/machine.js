// The rules of the desk, without page, network or clock: step(desk, event) → [desk, effects].
//
// Effects: {do: "ask"} what the code names · {do: "book", item} an operation to store and send ·
// {do: "note", entry} and {do: "mark", id, values} for the journal.
// What a scan becomes is decided when its turn comes, in the state in which it was made: times are those of
// the scan, so a person who was released in between does not get tools that were scanned later.
import * as parts from "./parts.js";
import * as quantities from "./quantities.js";

export const RELEASE_AFTER = 60_000;
const WAIT_AT_MOST = 600_000;
const FORGET_AFTER = 1_800_000; // names do not stay on a screen that nobody uses
const AVAILABLE = "verfügbar";

export const EMPTY_DESK = {
  person: null,
  due: null,
  seenAt: 0,
  waiting: [], // tools and consumables that nobody was scanned for yet
  open: null, // a consumable whose quantity is being said (quantities.js)
  offer: null, // a tool that came back and can go on to the person, or what is left of a consumable
  result: null,
  problems: [], // refusals beside the result
  recent: {}, // code → time in which the scanner may bounce
};

const { note } = parts;

const handlers = {
  tick(desk, { now }) {
    const isOver = (desk.person || desk.due) && now - desk.seenAt >= RELEASE_AFTER;
    const isOld = desk.result && now - desk.result.shownAt >= FORGET_AFTER;
    const isLeft = desk.open && (isOver || now - desk.open.lastAt >= WAIT_AT_MOST);
    const [here, closing] = isLeft ? quantities.close(desk, now) : [desk, []];
    const lost = here.waiting.filter((thing) => now - thing.at >= WAIT_AT_MOST);
    if (!isOver && !isOld && !isLeft && !lost.length) return [desk, []];
    const waiting = here.waiting.filter((thing) => !lost.includes(thing));
    const rest = lost.length ? parts.withoutResult({ ...here, waiting }, "waiting", "quantity") : here;
    const after = isOld ? { ...rest, result: null, problems: [] } : rest;
    const notes = lost.map((tool) => note({ id: tool.id, at: now, kind: "unassigned", tool }));
    return [isOver ? parts.release(after) : after, [...closing, ...notes]];
  },

  scan(desk, event) {
    const here = "person" in event ? parts.changePerson(desk, event.person) : desk;
    const seen = { ...here, seenAt: event.at };
    if (!parts.bounces(desk, event)) return [seen, [{ do: "ask" }]];
    const { id, code, at } = event;
    return [parts.show(seen, { kind: "bounce", id, code, scannedAt: at, shownAt: at }), []];
  },

  recognized(desk, { event, thing, now }) {
    const [closed, closing] = quantities.isOpen(desk, thing) ? [desk, []] : quantities.close(desk, event.at);
    const [after, effects] = recognize[thing.kind](closed, event, thing, now);
    return [after, [...closing, ...effects]];
  },

  unknown(desk, { event, answer, now }) {
    const typed = quantities.typedAsCode(desk, event, now);
    if (typed) return [typed, []];
    const { id, code, at } = event;
    const { create_url: url = null, create_consumable_url: consumableUrl = null } = answer.data ?? {};
    const fact = { id, code, text: answer.message };
    const result = { ...fact, kind: "unknown", url, consumableUrl, scannedAt: at, shownAt: now };
    return [parts.show(desk, result), [note({ ...fact, at: now, kind: "refused" })]];
  },

  stored(desk, { item, now }) {
    const fact = { id: item.id, code: item.event?.code, ...item.shown };
    return [parts.show(desk, { ...fact, kind: "stored", scannedAt: item.at, shownAt: now }), []];
  },

  booked: (desk, { item, answer, now }) => book[item.op.kind](desk, item, answer, now),

  refused(desk, { item, answer, now }) {
    const { id, at, op, shown } = item;
    const fact = { id, ...shown, text: answer.message, kind: "refused" };
    const target = op.body.operation_id;
    const effect =
      op.kind === "undo"
        ? { do: "mark", id: target, values: { final: true } }
        : note({ ...fact, at: now });
    const offer = op.kind === "withdraw" ? quantities.lessOf(item, answer) : desk.offer;
    return [parts.show({ ...desk, offer }, { ...fact, scannedAt: at, shownAt: now }), [effect]];
  },

  release(desk, { at }) {
    const [closed, effects] = quantities.close(desk, at);
    const after = parts.withoutResult({ ...closed, waiting: [], seenAt: 0 }, "waiting", "quantity");
    return [parts.release(after), effects];
  },

  quantity: (desk, event) => [quantities.type(desk, event), []],

  confirm: (desk, event) => quantities.confirm(desk, event),

  due: (desk, { date, at }) => [{ ...desk, due: date, seenAt: at }, []],

  drop(desk, { tool }) {
    if (desk.open?.id === tool) return [quantities.putAside(desk), []];
    const waiting = desk.waiting.filter(({ id }) => id !== tool);
    return [parts.withoutResult({ ...desk, waiting }, "waiting"), []];
  },

  handover(desk, event) {
    const { offer, person } = desk;
    const accepted = { ...desk, offer: null, seenAt: event.at };
    if (offer && quantities.isConsumable(offer)) {
      return [accepted, [quantities.booking({ ...offer, id: event.id }, offer.worker, event.at)]];
    }
    if (!offer || !person) return [desk, []];
    return [accepted, [{ do: "book", item: parts.lendItem(desk, offer, event) }]];
  },

  /** What became of a report of damage; `kind` is that of a result. */
  reported(desk, { kind, report, text, now }) {
    const fact = { id: report.id, kind, tool: parts.brief(report), text };
    const result = { ...fact, scannedAt: report.at, shownAt: now };
    const notes = kind === "stored" ? [] : [note({ ...fact, at: now })];
    const after = kind === "refused" ? desk : parts.withoutTool(desk, report.barcode);
    return [parts.show(after, result), notes];
  },

  undo(desk, event) {
    if (desk.open?.scans.includes(event.target)) return [quantities.takeBack(desk), []];
    if (!event.entry?.op || event.entry.undone) return [desk, []];
    return [desk, [{ do: "book", item: parts.undoItem(event) }]];
  },
};

const recognize = {
  worker(desk, event, person, now) {
    const here = { ...parts.changePerson(desk, person), person };
    const fact = { id: event.id, worker: person, scannedAt: event.at, shownAt: now };
    if (!parts.canBorrow(person)) return [parts.show(here, { ...fact, kind: "blocked" }), []];
    if (!here.waiting.length) return [parts.show(here, { ...fact, kind: "person" }), []];
    const bookings = here.waiting.map((thing) =>
      quantities.isConsumable(thing)
        ? quantities.booking(thing, person, event.at)
        : { do: "book", item: parts.lendItem(here, thing, { id: thing.id, at: event.at }) },
    );
    return [{ ...here, waiting: [] }, bookings];
  },

  tool(desk, event, tool, now) {
    const others = desk.waiting.filter(({ barcode }) => barcode !== tool.barcode);
    const here = { ...desk, waiting: others };
    if (tool.lent_to) return [here, [{ do: "book", item: parts.returnItem(tool, event) }]];
    if (desk.person) return [here, [{ do: "book", item: parts.lendItem(desk, tool, event) }]];
    const fact = { id: event.id, tool, scannedAt: event.at, shownAt: now };
    if (tool.status !== AVAILABLE) return [parts.show(here, { ...fact, kind: "unavailable" }), []];
    const waits = { id: event.id, at: event.at, barcode: tool.barcode, name: tool.name };
    const waiting = [...others, waits];
    return [parts.show({ ...here, waiting }, { ...fact, kind: "waiting" }), []];
  },

  consumable(desk, event, thing, now) {
    const { person } = desk;
    if (!person || parts.canBorrow(person)) return quantities.recognizeConsumable(desk, event, thing, now);
    const fact = { id: event.id, kind: "refused", tool: parts.brief(thing), worker: person };
    const result = { ...fact, scannedAt: event.at, shownAt: now };
    return [parts.show(desk, result), [note({ ...fact, at: now })]];
  },
};

const book = {
  lend(desk, item, { message, data }, now) {
    const { id, at, shown } = item;
    const fact = { id, kind: "lent", tool: shown.tool, worker: shown.worker, due: data.due_date };
    const person = parts.counted(desk.person, data.worker_barcode, 1, 0);
    const recent = parts.remember(desk.recent, item, now);
    const result = { ...fact, text: message, scannedAt: at, shownAt: now };
    return [
      parts.show({ ...desk, person, recent, offer: null }, result),
      [note({ ...fact, at: now, op: "lend" })],
    ];
  },

  return(desk, item, { message, data }, now) {
    const { id, at, shown } = item;
    const worker = { barcode: data.worker_barcode, name: data.worker_name };
    const fact = { id, kind: "returned", tool: shown.tool, worker, late: shown.late };
    const person = parts.counted(desk.person, worker.barcode, -1, shown.late);
    const mayGoOn = person && person.barcode !== worker.barcode && parts.canBorrow(person);
    const offer = mayGoOn ? shown.tool : null;
    const recent = parts.remember(desk.recent, item, now);
    const result = { ...fact, text: message, scannedAt: at, shownAt: now };
    return [
      parts.show({ ...desk, person, recent, offer }, result),
      [note({ ...fact, at: now, op: "return" })],
    ];
  },

  withdraw(desk, item, { message, data }, now) {
    const { id, at, shown } = item;
    const fact = { id, kind: "withdrawn", ...shown, stock: data.current_stock };
    const open = desk.open?.id === id ? null : desk.open;
    const result = { ...fact, text: message, scannedAt: at, shownAt: now };
    return [
      parts.show({ ...desk, open, offer: null }, result),
      [note({ ...fact, at: now, op: "withdraw" })],
    ];
  },

  undo(desk, { id, at, op, shown }, { message }, now) {
    const { undone } = shown;
    const change = { lend: -1, return: 1, withdraw: 0 }[undone.op];
    const person = parts.counted(desk.person, undone.worker?.barcode, change, undone.late);
    const { [parts.normal(undone.tool.barcode)]: _forgotten, ...recent } = desk.recent;
    const fact = { id, kind: "undone", tool: undone.tool, undone, text: message };
    return [
      parts.show({ ...desk, person, recent, offer: null }, { ...fact, scannedAt: at, shownAt: now }),
      [{ do: "mark", id: op.body.operation_id, values: { undone: true } }],
    ];
  },
};

export const step = (desk, event) => handlers[event.type](desk, event);

/** The desk as it will be when the events that wait are through, as far as that can be known before. */
export function project(desk, events, now) {
  const foreseeable = ["release", "due", "drop", "quantity", "confirm", "undo"];
  const after = events.reduce((before, event) => {
    const [then] = step(before, { type: "tick", now: event.at });
    if (foreseeable.includes(event.type)) return step(then, event)[0];
    return { ...then, seenAt: Math.max(then.seenAt, event.at) };
  }, desk);
  return step(after, { type: "tick", now })[0];
}
