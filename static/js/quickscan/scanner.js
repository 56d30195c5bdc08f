// A keyboard-wedge scanner works anywhere on the page: what it types goes to the scan field, wherever the focus is,
// and its Enter never presses a button. In other fields a human may type; a scanner is told by its speed.
const FASTEST_HUMAN = 50; // milliseconds between two keys
const SHORTEST_CODE = 3;

const isEditable = (node) => node.matches("input, textarea, select, [contenteditable]");

export class Scanner {
  #burst = { field: null };

  /** @param onScan called with what was read or typed; onEnter when Enter is pressed in the empty field. */
  constructor(form, { onScan, onEnter }) {
    this.input = form.querySelector("input");
    Object.assign(this, { onScan, onEnter });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
    document.addEventListener("keydown", (event) => this.#onKey(event), true);
  }

  #take() {
    const code = this.input.value.trim();
    this.input.value = "";
    if (code) this.onScan(code);
    else this.onEnter();
  }

  #onKey(event) {
    const { target, key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || target === this.input) return;
    if (isEditable(target)) {
      this.#inOtherField(event);
    } else if (key.length === 1 && key !== " ") {
      stop(event);
      this.input.focus();
      this.input.value += key;
    } else if (key === "Enter" && this.input.value) {
      stop(event);
      this.#take();
    }
  }

  #inOtherField(event) {
    const { target, key, timeStamp } = event;
    const burst = this.#burst;
    const goesOn = burst.field === target && timeStamp - burst.lastAt <= FASTEST_HUMAN;
    if (key.length === 1) {
      const text = goesOn ? burst.text + key : key;
      const before = goesOn ? burst.before : target.value;
      this.#burst = { field: target, text, before, lastAt: timeStamp };
    } else if (key === "Enter" && goesOn && burst.text.length >= SHORTEST_CODE) {
      stop(event);
      target.value = burst.before;
      target.dispatchEvent(new Event("change", { bubbles: true }));
      this.input.focus();
      this.onScan(burst.text);
    }
  }
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
