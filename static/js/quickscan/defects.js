// Sends reports of damage after all that was scanned before: a tool that comes back is back first. Without a definite
// answer a report stays and is sent again by itself, under the same id; a refused one stays until somebody decides.
import { box } from "./defect_box.js";

const PAUSE = 15_000;

export class Defects {
  items = [];
  #isSending = false;
  #timer;

  /** @param maySend whether it is our turn; onAnswer told of what was answered later; onChange to draw. */
  constructor({ api, user, maySend, onAnswer, onChange }) {
    Object.assign(this, { api, user, maySend, onAnswer, onChange });
  }

  async reload() {
    this.items = (await box.all()).filter((item) => item.user === this.user);
    this.onChange();
    this.wake();
  }

  /** Keep the report, then try to send it; answers {kind, body}. */
  async add(report) {
    const item = { ...report, user: this.user, problem: "" };
    await box.put(item);
    this.items = [...this.items, item];
    return this.#send(item);
  }

  async drop(id) {
    await box.remove(id);
    this.items = this.items.filter((item) => item.id !== id);
    this.onChange();
  }

  /** Send what waits, the oldest first. */
  async wake() {
    clearTimeout(this.#timer);
    for (const item of this.items.filter(({ problem }) => !problem)) {
      const answer = await this.#send(item);
      if (answer.kind !== "done" && answer.kind !== "refused") return;
      this.onAnswer(item, answer);
    }
  }

  async #send(item) {
    if (this.#isSending || !this.maySend()) return this.#later();
    this.#isSending = true;
    const answer = await this.api.report(item);
    this.#isSending = false;
    if (answer.kind === "done") await this.drop(item.id);
    else if (answer.kind === "refused") await this.#keep(item, answer.body.message);
    else return this.#later(answer);
    return answer;
  }

  async #keep(item, problem) {
    item.problem = problem;
    await box.put(item);
    this.onChange();
  }

  #later(answer = { kind: "away" }) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), PAUSE);
    this.onChange();
    return answer;
  }
}
