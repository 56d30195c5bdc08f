// Who stands at the desk, which tools wait for somebody, and how long the person stays.
import { copyOf, fill, plural, setText, slots, syncRows, texts } from "./dom.js";
import { RELEASE_AFTER } from "./machine.js";
import { canBorrow } from "./parts.js";
import { isConsumable } from "./quantities.js";
import { amountAndName, reasonOf, say } from "./view_result.js";

export class PersonView {
  constructor(root) {
    Object.assign(this, { root, parts: slots(root) });
    this.parts.left.max = RELEASE_AFTER / 1000;
    this.said = document.querySelector("[data-said]");
  }

  draw({ person, waiting: others, open, seenAt }, now) {
    const { parts, root } = this;
    const waiting = open && !open.worker ? [...others, open] : others;
    const isWaiting = !person && waiting.length > 0;
    root.dataset.state = person ? (canBorrow(person) ? "active" : "refused") : isWaiting ? "waiting" : "empty";
    parts.empty.hidden = Boolean(person) || isWaiting;
    parts.person.hidden = !person;
    parts.question.hidden = !waiting.length;
    if (person) this.#drawPerson(person, seenAt, now);
    if (this.last && !person) say(this.said, fill(texts.sentences.released, this.last));
    this.last = person;
    setText(parts.count, plural(texts.waiting, waiting.length));
    syncRows(parts.tools, [...waiting].reverse(), (thing) => {
      const { node, text, code, drop } = copyOf("waiting");
      setText(text, isConsumable(thing) ? amountAndName(thing.name, thing.text, thing.unit_label) : thing.name);
      setText(code, thing.barcode);
      drop.dataset.drop = thing.id;
      return node;
    });
  }

  #drawPerson(person, seenAt, now) {
    const { parts } = this;
    setText(parts.name, person.name);
    setText(parts.barcode, person.barcode);
    setText(parts.department, person.department);
    setText(parts.open, plural(texts.open, person.open_count));
    parts.late.hidden = !person.overdue_count;
    if (person.overdue_count) setText(parts.lateText, lateness(person));
    parts.reason.hidden = canBorrow(person);
    if (!canBorrow(person)) setText(parts.reason, reasonOf(person));
    const seconds = Math.max(0, Math.ceil((seenAt + RELEASE_AFTER - now) / 1000));
    parts.left.value = seconds;
    setText(parts.seconds, fill(texts.sentences.seconds_left, { seconds }));
  }
}

function lateness({ overdue_count: count, overdue_days: days }) {
  if (!days) return fill(texts.overdue, { count });
  return fill(texts.overdue_since[days === 1 ? 0 : 1], { count, days });
}
