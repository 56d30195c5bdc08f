// One window of the browser is the desk; the others wait until somebody turns to them. So what is stored is
// never worked on twice at the same time.
import { keyOf, load, save, forget } from "./storage.js";
import { uuid } from "./queue.js";

export class Ownership {
  #me = uuid();

  /** @param onChange called when this window becomes the desk, or is it no more. */
  constructor(onChange) {
    this.onChange = onChange;
    addEventListener("storage", ({ key, newValue }) => {
      if (key !== keyOf("owner")) return;
      if (newValue === null) this.claim();
      else onChange();
    });
    addEventListener("focus", () => this.claim());
    addEventListener("pointerdown", () => this.claim(), true);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.claim();
    });
    addEventListener("pagehide", () => this.isMine() && forget("owner"));
    addEventListener("pageshow", () => document.visibilityState === "visible" && this.claim());
    if (document.visibilityState === "visible" || !load("owner")) save("owner", this.#me);
  }

  isMine() {
    return load("owner") === this.#me;
  }

  claim() {
    if (this.isMine()) return;
    save("owner", this.#me);
    this.onChange();
  }
}
