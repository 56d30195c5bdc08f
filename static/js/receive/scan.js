// Receipt by scan. A code shows what it is and presets what is missing of its oldest order; the same code again
// counts packs; Enter on the empty field books. Each booking has an id, so repeating it books once.
import { Api } from "../quickscan/api.js";
import { uuid } from "../quickscan/queue.js";
import { asNumber, fill, inWords, onScan, say, texts } from "./parts.js";

const root = document.querySelector("[data-receive]");
const panel = root.querySelector("[data-receive-current]");
const slots = Object.fromEntries([...panel.querySelectorAll("[data-slot]")].map((node) => [node.dataset.slot, node]));
const booked = root.querySelector("[data-receive-booked]");
const { scanUrl, bookUrl, undoUrl, deskUrl } = root.dataset;
const token = document.querySelector("meta[name=csrf-token]").content;
const api = new Api({ scan: scanUrl, book: bookUrl, undo: undoUrl, desk: deskUrl }, token);
let current = null; // {id, consumable, line, pack_size, scans}
let work = Promise.resolve(); // one after the other: scanners are faster than answers

const scan = onScan((code) => {
  work = work.then(() => (code ? recognize(code) : book()));
});

async function recognize(code) {
  if (current && current.consumable.barcode.toUpperCase() === code.toUpperCase()) return count();
  if (current) return say(fill(texts.pending, { name: current.consumable.name }), true);
  const answer = await api.recognize(code);
  if (answer.kind !== "done") return complain(answer);
  const { consumable, line, pack_size } = answer.body.data;
  current = { id: uuid(), consumable, line, pack_size, scans: 1 };
  slots.quantity.value = inWords(line ? line.missing : pack_size);
  draw();
}

function count() {
  current.scans += 1;
  renew(current.scans * current.pack_size);
}

function renew(quantity) {
  slots.quantity.value = inWords(quantity);
  current.id = uuid(); // another quantity is another operation
  sayQuantity();
}

async function book() {
  if (!current) return say(texts.nothing, true);
  const { id, consumable, line } = current;
  const body = {
    consumable_barcode: consumable.barcode,
    quantity: slots.quantity.value.trim(),
    line_id: line?.id ?? "",
    operation_id: id,
  };
  const answer = await api.book({ kind: "book", body });
  if (answer.kind !== "done") return complain(answer);
  list(id, answer.body.message);
  discard();
  say(answer.body.message);
}

function complain({ kind, body }) {
  const fields = Object.values(body?.data?.fields ?? {}).flat();
  const sentences = { away: texts.away, signedOut: texts.signedOut };
  say(sentences[kind] ?? (fields.join(" ") || body.message), true);
  if (kind === "refused" && current) current.id = uuid();
}

function draw() {
  panel.hidden = !current;
  if (!current) return;
  const { consumable, line } = current;
  slots.name.textContent = consumable.name;
  slots.barcode.textContent = consumable.barcode;
  slots.unit.textContent = consumable.unit_label;
  const words = line && { number: line.order_number, missing: inWords(line.missing), unit: consumable.unit_label };
  slots.line.textContent = line ? fill(texts.ordered, words) : texts.free;
  sayQuantity();
}

function sayQuantity() {
  const { name, unit_label: unit } = current.consumable;
  say(fill(texts.added, { name, unit, quantity: inWords(asNumber(slots.quantity.value)) }));
}

function discard() {
  current = null;
  draw();
  say("");
  scan.focus();
}

function list(id, message) {
  const row = document.createElement("li");
  const text = document.createElement("span");
  const button = document.createElement("button");
  text.textContent = message;
  button.textContent = texts.undo;
  button.className = "btn btn-plain";
  button.addEventListener("click", () => undo(id, row, button));
  row.append(text, button);
  booked.querySelector("ul").prepend(row);
  booked.hidden = false;
}

async function undo(id, row, button) {
  button.disabled = true;
  const answer = await api.book({ kind: "undo", body: { operation_id: id } });
  scan.focus();
  if (answer.kind !== "done") {
    button.disabled = false;
    return complain(answer);
  }
  button.replaceWith(texts.undone);
  row.firstChild.classList.add("line-through");
  say(answer.body.message);
}

slots.book.addEventListener("click", () => {
  work = work.then(book);
});
slots.discard.addEventListener("click", discard);
slots.quantity.addEventListener("input", () => {
  current.id = uuid();
});
root.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current) discard();
  if (event.key !== "Enter" || event.target !== slots.quantity) return;
  event.preventDefault();
  scan.focus();
  work = work.then(book);
});
