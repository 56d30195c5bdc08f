// The open quantity: a consumable was scanned, and how much of it goes out is still being said. It is booked by
// "Book", by the next thing or person, or when the person is released; without a person it waits for one.
import { brief, note, show, withoutResult } from "./parts.js";

const SAME_READING = 300; // milliseconds in which a scanner may read one code twice, or press Enter twice; no hand may
const WHOLE = /^\d{0,6}$/;
const DIVISIBLE = /^\d{0,6}(,\d{0,3})?$/;
const SHORT_NUMBER = /^\d{1,4}([.,]\d{1,3})?$/;

export const amountOf = ({ text }) => Number(text.replace(",", ".")) || 0;
export const asText = (amount) => String(Math.round(amount * 1000) / 1000).replace(".", ",");
export const isConsumable = (thing) => "text" in thing;

/** Whether the text is a quantity of the thing, or may become one. */
export const canBe = ({ is_divisible }, text) => (is_divisible ? DIVISIBLE : WHOLE).test(text);

/** Ask how much, or count one more: each reading of the same code is one more piece. */
export function recognizeConsumable(desk, event, thing, now) {
  const known = isOpen(desk, thing) ? desk.open : desk.waiting.find(({ barcode }) => barcode === thing.barcode);
  if (known && event.at - known.lastAt < SAME_READING) {
    return known === desk.open ? [{ ...desk, open: { ...known, lastAt: event.at } }, []] : [desk, []];
  }
  const open = known ? again(known, event) : opened(desk, thing, event);
  const waiting = desk.waiting.filter((other) => other !== known);
  return [ask({ ...desk, open, waiting, offer: null }, event, now), []];
}

/** Whether the scan of the thing means the quantity that is open. */
export function isOpen({ open, person }, thing) {
  return open?.barcode === thing.barcode && open.worker?.barcode === person?.barcode;
}

function opened({ person }, thing, { id, at }) {
  const { barcode, name, unit_label, is_divisible, current_stock, min_stock } = thing;
  const facts = { barcode, name, unit_label, is_divisible, current_stock, min_stock };
  const worker = person && brief(person);
  return { ...facts, id, worker, lastAt: at, scans: [id], text: "1", isFresh: true };
}

function again(open, { id, at }) {
  const text = asText(amountOf(open) + 1);
  return { ...open, text, isFresh: true, lastAt: at, scans: [...open.scans, id] };
}

function ask(desk, { id, at }, now) {
  const { open } = desk;
  const shown = { tool: brief(open), quantity: open.text, unit: open.unit_label, stock: open.current_stock };
  return show(desk, { id, kind: "quantity", ...shown, scannedAt: at, shownAt: now });
}

export function type(desk, { open: id, text, at }) {
  if (desk.open?.id !== id || !canBe(desk.open, text)) return desk;
  const { result } = desk;
  const isShown = result?.kind === "quantity";
  return {
    ...desk,
    seenAt: at,
    open: { ...desk.open, text, isFresh: false },
    result: isShown ? { ...result, quantity: text || "0" } : result,
  };
}

/** Digits that name nothing, typed while a quantity is asked for, are that quantity; null if they are not. */
export function typedAsCode(desk, event, now) {
  const text = event.code.replace(".", ",");
  if (!desk.open || !SHORT_NUMBER.test(event.code) || !canBe(desk.open, text)) return null;
  return ask(type(desk, { open: desk.open.id, text, at: event.at }), event, now);
}

export function confirm(desk, { open: id, isAlone, at }) {
  const { open } = desk;
  const isMeant = open?.id === id && amountOf(open) > 0 && at - open.lastAt >= SAME_READING;
  if (!isMeant || !(open.worker || isAlone)) return [desk, []];
  return [{ ...desk, open: null, seenAt: at }, [booking(open, open.worker, at)]];
}

/** Something else begins: book the open quantity, or let it wait for a person. */
export function close(desk, at) {
  const { open } = desk;
  if (!open) return [desk, []];
  const closed = { ...desk, open: null };
  if (!amountOf(open)) {
    const entry = { id: open.id, at, kind: "discarded", tool: brief(open), worker: open.worker };
    return [withoutResult(closed, "quantity"), [note(entry)]];
  }
  if (open.worker) return [closed, [booking(open, open.worker, at)]];
  return [{ ...closed, waiting: [...desk.waiting, { ...open, at: open.lastAt }] }, []];
}

export function putAside(desk) {
  return withoutResult({ ...desk, open: null }, "quantity");
}

/** Undo the last reading. */
export function takeBack(desk) {
  const { open } = desk;
  if (open.scans.length === 1 || !open.isFresh) return putAside(desk);
  const text = asText(Math.max(0, amountOf(open) - 1));
  return { ...desk, open: { ...open, text, scans: open.scans.slice(0, -1) } };
}

/** What can be taken instead of more than there is, or null. */
export function lessOf({ shown }, { code, data }) {
  if (code !== "STOCK_TOO_LOW" || !(data?.current_stock > 0)) return null;
  const { tool, worker, unit, minimum } = shown;
  return { ...tool, worker, text: asText(data.current_stock), unit_label: unit, min_stock: minimum };
}

export const booking = (thing, worker, at) => ({ do: "book", item: withdrawItem(thing, worker, at) });

function withdrawItem(thing, worker, at) {
  const body = {
    operation_id: thing.id,
    consumable_barcode: thing.barcode,
    quantity: String(amountOf(thing)),
    ...(worker && { worker_barcode: worker.barcode }),
  };
  const facts = { quantity: thing.text, unit: thing.unit_label, minimum: thing.min_stock };
  const shown = { tool: brief(thing), worker: worker && brief(worker), ...facts };
  return { id: thing.id, at, op: { kind: "withdraw", body }, shown };
}
