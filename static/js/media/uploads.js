// The files on their way, one after the other, each with a row that shows how far it is. What is refused says why and
// the others go on; what the network lost stays with its file and is sent again by itself, so nothing has to be chosen
// twice.
import { read, upload } from "./transfer.js";
import { fill, say, sizeOf, slots } from "./words.js";

const PAUSES = [2_000, 5_000, 10_000, 30_000];
const UNFINISHED = ["waiting", "sending", "checking", "away", "signedOut"];

export class Uploads {
  #items = [];

  /** @param onAdded called after files arrived; count() how many the thing has; isKnown(id) whether a file is shown. */
  constructor(root, { list, template, urls, limits, texts, said, count, isKnown, onAdded }) {
    Object.assign(this, { root, list, template, urls, limits, texts, said, count, isKnown, onAdded });
    addEventListener("online", () => this.retryAll());
    addEventListener("focus", () => this.retryAll("signedOut"));
    addEventListener("beforeunload", (event) => this.isBusy && event.preventDefault());
  }

  get isBusy() {
    return this.#items.some((item) => UNFINISHED.includes(item.state));
  }

  add(files) {
    for (const file of files) {
      const item = { file, sent: 0, tries: 0, state: "waiting" };
      this.#items.push(item);
      this.#build(item);
      const problem = this.#problemWith(item);
      if (problem) this.#set(item, "refused", problem);
      else this.#set(item, "waiting");
    }
    this.#next();
  }

  retryAll(...states) {
    const which = states.length ? states : ["away", "signedOut"];
    for (const item of this.#items) if (which.includes(item.state)) this.#set(item, "waiting");
    this.#next();
  }

  /** What can be said before a byte is sent; the server has the last word. */
  #problemWith({ file }) {
    const { texts, limits } = this;
    const waiting = this.#items.filter(({ state }) => UNFINISHED.includes(state)).length;
    if (file.size > limits.bytes) {
      return fill(texts.too_large, { size: sizeOf(file.size), most: sizeOf(limits.bytes) });
    }
    if (!file.size) return texts.empty;
    return this.count() + waiting > limits.files ? fill(texts.too_many, { most: limits.files }) : "";
  }

  #next() {
    const isBusy = this.#items.some(({ state }) => state === "sending" || state === "checking");
    const item = this.#items.find(({ state }) => state === "waiting");
    if (item && !isBusy) this.#send(item);
  }

  async #send(item) {
    clearTimeout(item.timer);
    item.controller = new AbortController();
    item.sent = 0;
    this.#set(item, "sending");
    if (item.mayHaveArrived && (await this.#hasArrived(item))) return this.#finish(item);
    const answer = await upload(this.urls.upload, item.file, {
      signal: item.controller.signal,
      onProgress: (sent) => this.#progress(item, sent),
    });
    await this.#settle(item, answer);
    this.#next();
  }

  async #settle(item, { kind, body }) {
    const refused = body?.data?.refused?.[0]?.message;
    if (kind === "canceled") return this.#drop(item);
    if (kind === "done" && !refused) return this.#finish(item);
    if (kind === "done" || kind === "refused") {
      return this.#set(item, "refused", refused ?? body?.message ?? this.texts.refused);
    }
    item.mayHaveArrived = item.sent >= item.file.size;
    this.#set(item, kind, kind === "signedOut" ? this.texts.signed_out : this.texts.away);
    if (kind === "away") this.#sendLater(item);
  }

  #sendLater(item) {
    const pause = PAUSES[Math.min(item.tries, PAUSES.length - 1)];
    item.tries += 1;
    item.timer = setTimeout(() => {
      if (item.state !== "away") return;
      this.#set(item, "waiting");
      this.#next();
    }, pause);
  }

  /** The whole file was sent, only the answer got lost: look whether it is there before sending it twice. */
  async #hasArrived({ file }) {
    const { body } = await read(this.urls.list);
    const stem = file.name.replace(/\.\w+$/, "").toLowerCase();
    const isIt = ({ id, filename }) => !this.isKnown(id) && filename.toLowerCase().startsWith(stem);
    return Boolean(body?.data?.files?.some(isIt));
  }

  async #finish(item) {
    this.#drop(item);
    say(this.said, fill(this.texts.added, { name: item.file.name }));
    await this.onAdded();
  }

  #drop(item) {
    clearTimeout(item.timer);
    this.#items = this.#items.filter((other) => other !== item);
    URL.revokeObjectURL(item.preview);
    item.row.remove();
    this.#next();
  }

  #progress(item, sent) {
    item.sent = sent;
    this.#set(item, sent >= item.file.size ? "checking" : "sending");
  }

  #build(item) {
    item.row = this.template.content.firstElementChild.cloneNode(true);
    item.parts = slots(item.row);
    item.parts.name.textContent = item.file.name;
    if (item.file.type.startsWith("image/")) {
      item.preview = URL.createObjectURL(item.file);
      item.parts.picture.src = item.preview;
      item.parts.picture.addEventListener("load", () => (item.parts.picture.hidden = false));
    }
    item.parts.cancel.addEventListener("click", () => {
      if (item.controller && item.state !== "refused") item.controller.abort();
      if (!["sending", "checking"].includes(item.state)) this.#drop(item);
    });
    item.parts.retry.addEventListener("click", () => {
      this.#set(item, "waiting");
      this.#next();
    });
    this.list.append(item.row);
  }

  #set(item, state, problem = "") {
    const { parts, row, file } = item;
    const isNew = item.state !== state;
    item.state = state;
    row.dataset.state = state;
    const words = this.texts.states[state];
    const values = { sent: sizeOf(item.sent), size: sizeOf(file.size) };
    parts.status.textContent = problem || fill(words, values);
    parts.progress.hidden = !["waiting", "sending", "checking"].includes(state);
    parts.progress.value = item.sent / file.size || 0;
    parts.retry.hidden = !["away", "signedOut"].includes(state);
    parts.login.hidden = state !== "signedOut";
    parts.cancelText.textContent = state === "refused" ? this.texts.dismiss : this.texts.cancel;
    if (problem && isNew) say(this.said, `${file.name}: ${problem}`);
  }
}
