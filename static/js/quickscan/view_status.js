// The line below the scan field: ready, or what keeps the desk from booking, and the way out.
import { fill, plural, setText, slots, texts } from "./dom.js";
import { isDurable } from "./storage.js";

const QUIET = 300; // milliseconds in which an answer is expected before anything is said

export class StatusView {
  constructor(root) {
    Object.assign(this, { root, parts: slots(root) });
  }

  draw({ runner, items, foreign, isMine, now }) {
    const [tone, text] = this.#state({ runner, items, foreign, isMine, now });
    const { root, parts } = this;
    root.dataset.tone = tone;
    setText(parts.text, text);
    setText(parts.retryAt, tone === "away" ? nextTry(runner, now) : "");
    parts.retry.hidden = tone !== "away";
    parts.login.hidden = tone !== "signedOut";
    parts.adopt.hidden = tone !== "foreign";
  }

  #state({ runner, items, foreign, isMine, now }) {
    const { sentences } = texts;
    const count = items.length;
    if (!isMine) return ["elsewhere", sentences.elsewhere];
    if (runner.connection === "away") return ["away", plural(texts.away, count)];
    if (runner.connection === "signedOut") return ["signedOut", plural(texts.signed_out, count)];
    if (foreign.length) {
      const user = foreign[0].user;
      return ["foreign", plural(texts.foreign, foreign.length, { user })];
    }
    if (!isDurable) return ["away", sentences.not_durable];
    if (items.some((item) => now - item.at > QUIET)) return ["busy", plural(texts.busy, count)];
    return ["ready", sentences.ready];
  }
}

function nextTry({ retryAt }, now) {
  if (!retryAt) return "";
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return fill(texts.sentences.next_try, { seconds });
}
