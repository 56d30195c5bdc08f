// The number pad: how much of a consumable goes out. Digits go to it by its keys, or from the keyboard after Alt+M;
// what a scanner types there is a scan all the same (scanner.js).
import { fill, setText, slots, texts } from "./dom.js";
import { RELEASE_AFTER } from "./machine.js";
import { amountOf, asText, canBe } from "./quantities.js";

export class QuantityPad {
  #open = null;
  #shown = null;

  /** @param send takes events for the rules; onDone is called when somebody finished with the field. */
  constructor(root, { send, onDone }) {
    Object.assign(this, { root, send, parts: slots(root) });
    const { input } = this.parts;
    input.addEventListener("change", () => this.#readField());
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#readField();
      this.book();
      onDone();
    });
  }

  press(sign) {
    const { text, isFresh } = this.#open;
    this.#type(isFresh ? sign : text + sign);
  }

  erase() {
    const { text, isFresh } = this.#open;
    this.#type(isFresh ? "" : text.slice(0, -1));
  }

  /** @param isAlone for nobody: only when somebody says so. */
  book({ isAlone = false } = {}) {
    if (this.isUsable) this.send({ type: "confirm", open: this.#open.id, code: this.#open.barcode, isAlone });
  }

  focus() {
    if (!this.isUsable) return;
    this.parts.input.focus();
    this.parts.input.select();
  }

  /** While a scan is not understood yet, nobody knows whether digits still mean this quantity. */
  get isUsable() {
    return Boolean(this.#open) && !this.isHeld;
  }

  #type(typed) {
    const text = typed.replace(/^,/, "0,").replace(/^0+(?=\d)/, "");
    if (canBe(this.#open, text)) this.send({ type: "quantity", open: this.#open.id, text });
  }

  #readField() {
    const typed = this.parts.input.value.trim().replace(".", ",");
    if (this.isUsable && typed !== this.#open.text) this.#type(typed);
    this.parts.input.value = this.#open?.text ?? "";
  }

  draw({ open, seenAt }, isHeld, now) {
    const { parts, root } = this;
    const isScanned = open && open.lastAt !== this.#open?.lastAt;
    this.isHeld = isHeld;
    this.#open = open;
    root.hidden = !open;
    if (!open) return;
    this.#drawAmount(open);
    for (const key of root.querySelectorAll("button, input")) key.disabled = isHeld;
    parts.comma.disabled ||= !open.is_divisible;
    setText(parts.name, open.name);
    setText(parts.barcode, open.barcode);
    setText(parts.purpose, purposeOf(open, Math.max(0, Math.ceil((seenAt + RELEASE_AFTER - now) / 1000))));
    parts.book.hidden = !open.worker;
    parts.alone.hidden = Boolean(open.worker);
    if (isScanned) root.scrollIntoView({ block: "nearest" });
  }

  #drawAmount(open) {
    const { parts, root } = this;
    const stock = asText(open.current_stock);
    if (this.#shown !== open.text) parts.input.value = open.text;
    this.#shown = open.text;
    setText(parts.unit, open.unit_label);
    setText(parts.stock, fill(texts.sentences.in_stock, { stock }));
    root.toggleAttribute("data-short", amountOf(open) > open.current_stock);
    root.toggleAttribute("data-fresh", open.isFresh);
  }
}

function purposeOf({ worker }, seconds) {
  if (!worker) return texts.sentences.quantity_for_nobody;
  return fill(texts.sentences.quantity_for, { name: worker.name, seconds });
}
