// One reading of a scanner: the keys from the first sign to the end, wherever the focus is.
const SILENCE = 600; // milliseconds after which nothing comes any more
const SECOND_END = 150;
const ENDS = ["Enter", "Tab"];
const isEditable = (node) => node.matches("input, textarea, select, [contenteditable]");

export class ScannerInput {
  #reading = null;
  #timer;

  /** @param onReading called with {text, ends, milliseconds, hasControl} as scanner_diagnosis.js knows it. */
  constructor(onReading) {
    this.onReading = onReading;
    document.addEventListener("keydown", (event) => this.#onKey(event), true);
  }

  #onKey(event) {
    const { key, target } = event;
    if (isEditable(target) || ["Shift", "CapsLock"].includes(key)) return;
    const isSign = key.length === 1 || key === "Dead";
    const isEnd = ENDS.includes(key);
    if (!this.#reading && (!isSign || isShortcut(event))) return; // a human at the keyboard
    event.preventDefault();
    event.stopPropagation();
    this.#reading ??= { text: "", ends: [], from: event.timeStamp, to: event.timeStamp, hasControl: false };
    if (isEnd) this.#reading.ends.push(key);
    else if (isSign && !isShortcut(event)) this.#add(key, event.timeStamp);
    else this.#reading.hasControl = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish(), isEnd ? SECOND_END : SILENCE);
  }

  #add(key, at) {
    this.#reading.text += key === "Dead" ? "´" : key;
    this.#reading.to = at;
  }

  #finish() {
    const { text, ends, from, to, hasControl } = this.#reading;
    this.#reading = null;
    this.onReading({ text, ends, milliseconds: Math.round(to - from), hasControl });
  }
}

/** AltGr is Ctrl and Alt at once, and makes signs. */
const isShortcut = ({ ctrlKey, altKey, metaKey }) => metaKey || ctrlKey !== altKey;
