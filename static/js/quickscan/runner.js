// Takes what waits, one after the other, asks the server, and lets the rules decide. What has no definite answer
// stays stored and is sent again by itself with the same id and content, later and later, up to twice a minute.
import { journal } from "./journal.js";
import { EMPTY_DESK, project, step } from "./machine.js";
import { uuid } from "./queue.js";
import { load, save } from "./storage.js";

const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export class Runner {
  connection = "ok"; // or "away", "signedOut"
  tries = 0;
  retryAt = null;
  #isRunning = false;
  #isCalled = false;
  #timer;
  #told = new Set();

  constructor({ api, queue, ownership, onChange }) {
    Object.assign(this, { api, queue, ownership, onChange });
    this.reload();
  }

  /** Take over what another window, or this one before a reload, left. */
  reload() {
    this.desk = { ...EMPTY_DESK, ...load("desk") };
  }

  /** The desk as the person at it understands it now. */
  foreseen(now = Date.now()) {
    const events = this.queue.all().flatMap((item) => item.event ?? []);
    return project(this.desk, events, now);
  }

  /** Something happened at the desk. It is stored before anything else is done with it. */
  add(event) {
    this.ownership.claim();
    const at = Date.now();
    const isSure = !this.queue.all().some((item) => item.event?.type === "scan");
    const context = event.type === "scan" && isSure ? { person: this.foreseen(at).person } : {};
    const item = this.queue.add({ ...event, ...context, id: uuid(), at });
    if (this.connection !== "ok") this.#tell(item);
    this.onChange();
    this.wake();
  }

  /** Something was answered that is not of the queue. */
  tell(event) {
    this.#commit(...step(this.desk, event));
  }

  /** Give up something that the server cannot answer; the journal keeps it. */
  discard(item) {
    this.queue.remove(item.id);
    const { id, event, shown } = item;
    journal.add({ id, at: Date.now(), kind: "discarded", code: event?.code, ...shown });
    this.onChange();
    this.wake();
  }

  tick(now) {
    if (!this.ownership.isMine() || this.queue.all().length) return;
    const [desk, effects] = step(this.desk, { type: "tick", now });
    if (desk === this.desk) return;
    this.#commit(desk, effects);
    this.wake();
  }

  /** Work on what waits, now; when that is being done already, look again afterwards. */
  async wake() {
    this.#isCalled = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    clearTimeout(this.#timer);
    try {
      while (this.#isCalled) {
        this.#isCalled = false;
        while (this.ownership.isMine() && (await this.#next()));
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Finish the oldest item; false when there is none, or it cannot be finished now. */
  async #next() {
    const [item] = this.queue.all();
    if (!item) {
      this.#reached();
      return false;
    }
    if (item.op) return this.#settle(item, await this.api.book(item.op));
    this.#commit(...step(this.desk, { type: "tick", now: item.at }));
    if (this.queue.all()[0].id !== item.id) return true; // what the released person took comes first
    const [desk, effects] = step(this.desk, withEntry(item.event));
    if (effects[0]?.do === "ask") return this.#recognize(item);
    this.#commit(desk, effects, item);
    return true;
  }

  async #recognize(item) {
    const { event } = item;
    const answer = await this.api.recognize(event.code);
    const [desk] = step(this.desk, event);
    if (!this.#isDefinite(item, answer)) return false;
    const now = Date.now();
    const outcome =
      answer.kind === "done"
        ? step(desk, { type: "recognized", event, thing: answer.body.data, now })
        : step(desk, { type: "unknown", event, answer: answer.body, now });
    this.#commit(...outcome, item);
    return true;
  }

  #settle(item, answer) {
    if (!this.#isDefinite(item, answer)) return false;
    const type = answer.kind === "done" ? "booked" : "refused";
    this.#commit(...step(this.desk, { type, item, answer: answer.body, now: Date.now() }), item);
    return true;
  }

  #isDefinite(item, { kind }) {
    if (!this.ownership.isMine()) return false; // another window works on it now
    if (kind === "done" || kind === "refused") {
      this.#reached();
      return true;
    }
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    Object.assign(this, { connection: kind, retryAt: Date.now() + pause });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.tries += 1;
      this.wake();
    }, pause);
    this.#tell(this.queue.all().at(-1) ?? item);
    this.onChange();
    return false;
  }

  #reached() {
    Object.assign(this, { connection: "ok", tries: 0, retryAt: null });
  }

  /** Say once that something is kept. */
  #tell(item) {
    const isBooking = item.op || item.event.type === "scan";
    if (!isBooking || this.#told.has(item.id)) return;
    this.#told.add(item.id);
    this.#commit(...step(this.desk, { type: "stored", item, now: Date.now() }));
  }

  /** Store what was decided, then drop the item that it came from, unless it became an operation in its place. */
  #commit(desk, effects, item = null) {
    const perform = {
      book: (effect) => this.queue.book(effect.item),
      note: (effect) => journal.add(effect.entry),
      mark: (effect) => journal.change(effect.id, effect.values),
    };
    for (const effect of effects) perform[effect.do](effect);
    this.desk = desk;
    save("desk", desk);
    const goesOn = effects.some((effect) => effect.do === "book" && effect.item.id === item?.id);
    if (item && !goesOn) this.queue.remove(item.id);
    this.onChange();
  }
}

/** What is to be undone may have been on its way when that was asked for; now it is in the journal, or was refused. */
function withEntry(event) {
  return event.type === "undo" ? { ...event, entry: journal.get(event.target) } : event;
}
