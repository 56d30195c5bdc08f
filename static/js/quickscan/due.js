// "Back by": preset by the server, moved by a day or a week, or chosen; null stands for the preset.
import { addDays, dayName, dayOf, daysBetween } from "./dates.js";
import { setText, slots } from "./dom.js";

export class DuePanel {
  #loadedOn = dayOf(Date.now());

  /** @param onChoose called with a day or null. */
  constructor(root, onChoose) {
    Object.assign(this, { root, onChoose, parts: slots(root) });
    this.input = this.parts.input;
    root.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-add-days]");
      if (button) this.#choose(addDays(this.shown, Number(button.dataset.addDays)));
      if (target.closest("[data-usual]")) this.#choose(null);
    });
    this.input.addEventListener("change", () => {
      const isPossible = this.input.value && this.input.validity.valid;
      if (isPossible && this.input.value !== this.shown) this.#choose(this.input.value);
    });
    this.input.addEventListener("blur", () => {
      this.input.value = this.shown;
    });
  }

  /** The server's preset; a page that stays open over midnight moves on with it. */
  #preset(now) {
    return addDays(this.root.dataset.preset, daysBetween(this.#loadedOn, dayOf(now)));
  }

  #choose(day) {
    const isPreset = day === this.#preset(Date.now());
    this.onChoose(isPreset ? null : day);
  }

  draw(due, now) {
    const preset = this.#preset(now);
    const day = due ?? preset;
    const isNew = day !== this.shown;
    this.shown = day;
    this.input.min = addDays(preset, -Number(this.root.dataset.lendingDays));
    this.root.toggleAttribute("data-chosen", due !== null);
    setText(this.parts.day, dayName(day));
    if (isNew) this.input.value = day;
  }
}
