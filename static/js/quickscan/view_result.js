// The large answer to a scan: color, icon, word, sentence, tone and what a screen reader says.
import { dayOf, shortDay } from "./dates.js";
import { copyOf, fill, plural, setText, slots, syncRows, texts } from "./dom.js";
import { isRefusal } from "./parts.js";
import { asText, isConsumable } from "./quantities.js";

const TONES = {
  lent: "success",
  returned: "info",
  withdrawn: "success",
  waiting: "accent",
  quantity: "accent",
  person: "primary",
  blocked: "error",
  unavailable: "error",
  refused: "error",
  unknown: "error",
  bounce: "neutral",
  stored: "warning",
  undone: "neutral",
  defect: "warning",
};
const MAY_BE_BROKEN = ["returned", "waiting", "unavailable"];
const SHOWN_PROBLEMS = 2;

/** The person's own reason, in the words of the server. */
export function reasonOf(person) {
  if (person.is_blocked) {
    const reason = person.blocked_reason || texts.sentences.no_reason;
    return fill(texts.sentences.blocked, { name: person.name, reason });
  }
  return fill(texts.sentences.inactive, { name: person.name });
}

/** "3 Stück Schrauben" */
export const amountAndName = (name, quantity, unit) => fill(texts.sentences.amount, { name, quantity, unit });

const details = {
  lent: ({ worker, due }) => fill(texts.sentences.lent, { worker: worker.name, due: shortDay(dayOf(due)) }),
  returned: ({ worker }) => fill(texts.sentences.returned, { worker: worker.name }),
  withdrawn: ({ worker, stock, unit }) => {
    const sentence = worker ? texts.sentences.withdrawn_for : texts.sentences.withdrawn;
    return fill(sentence, { worker: worker?.name, stock: asText(stock), unit });
  },
  quantity: ({ quantity, unit, stock }) =>
    fill(texts.sentences.quantity, { quantity, unit, stock: asText(stock) }),
  refused: ({ text, worker }) => text ?? reasonOf(worker),
  waiting: () => texts.sentences.waiting,
  person: () => texts.sentences.person,
  blocked: ({ worker }) => reasonOf(worker),
  unavailable: ({ tool }) =>
    fill(texts.sentences.unavailable, {
      tool: tool.name,
      barcode: tool.barcode,
      status: tool.status_label,
    }),
  bounce: () => texts.sentences.bounce,
  undone: ({ undone }) => {
    const text = texts.sentences[`${undone.op}_undone`];
    return fill(text, { worker: undone.worker?.name, quantity: undone.quantity, unit: undone.unit });
  },
  stored: ({ worker, text }) =>
    text ? text : worker ? fill(texts.sentences.stored_for, { worker: worker.name }) : texts.sentences.stored,
};

function nameOf({ kind, code, quantity, unit }, about) {
  return kind === "withdrawn" ? amountAndName(about.name, quantity, unit) : (about?.name ?? code);
}

/** What the result is about (name and barcode), and the sentence below it. */
function wordsOf(result) {
  const about = result.kind === "person" || result.kind === "blocked" ? result.worker : result.tool;
  return {
    word: texts.results[result.kind],
    name: nameOf(result, about),
    barcode: about?.barcode ?? "",
    detail: details[result.kind]?.(result) ?? result.text,
  };
}

/** "Minimum undercut", once the stock is below it. */
function shortageOf({ kind, stock, minimum }) {
  const isShort = kind === "withdrawn" && stock < minimum;
  return isShort ? fill(texts.sentences.short, { stock: asText(stock) }) : "";
}

function offerOf(tool, person, result) {
  if (isConsumable(tool)) {
    return fill(texts.sentences.less, { quantity: tool.text, unit: tool.unit_label, name: tool.name });
  }
  const isShown = result?.tool?.barcode === tool.barcode;
  const text = isShown ? texts.sentences.handover : texts.sentences.handover_tool;
  return fill(text, { worker: person.name, tool: tool.name });
}

export class ResultView {
  #lastKey = null;

  constructor(root, sound) {
    Object.assign(this, { root, sound, parts: slots(root) });
    this.alert = document.querySelector("[data-alert]");
    this.status = document.querySelector("[data-said]");
  }

  /** @param undoable the journal's entry that "Undo" would undo, or undefined. */
  draw(desk, undoable) {
    const { result, offer, person, problems } = desk;
    const { parts, root } = this;
    root.dataset.kind = result?.kind ?? "idle";
    root.dataset.tone = TONES[result?.kind] ?? "idle";
    parts.idle.hidden = Boolean(result);
    parts.body.hidden = !result;
    parts.undo.hidden = !undoable;
    parts.handover.hidden = !offer;
    parts.defect.hidden = !MAY_BE_BROKEN.includes(result?.kind);
    if (offer) setText(parts.offer, offerOf(offer, person, result));
    syncRows(parts.problems, this.#lines(problems), (line) => {
      const { node, text } = copyOf("problem");
      setText(text, line);
      return node;
    });
    if (result) this.#drawResult(result);
    this.#tell(result);
  }

  #drawResult(result) {
    const { parts } = this;
    const { word, name, barcode, detail } = wordsOf(result);
    setText(parts.word, word);
    setText(parts.name, name ?? "");
    setText(parts.barcode, barcode);
    setText(parts.detail, detail);
    parts.late.hidden = !result.late;
    if (result.late) setText(parts.lateText, plural(texts.late, result.late));
    parts.short.hidden = !shortageOf(result);
    setText(parts.shortText, shortageOf(result));
    offerLink(parts.create, result.url);
    offerLink(parts.createConsumable, result.consumableUrl);
  }

  #lines(problems) {
    const lines = problems.map((problem) => {
      const { barcode, detail } = wordsOf(problem);
      return problem.kind === "refused" ? `${barcode}: ${detail}` : detail;
    });
    const more = lines.length - SHOWN_PROBLEMS;
    if (more <= 0) return lines;
    return [...lines.slice(-SHOWN_PROBLEMS), plural(texts.more_problems, more)];
  }

  /** Once per result: flash, tone, speech. A result that was there before a reload stays silent. */
  #tell(result) {
    const key = result && `${result.id} ${result.kind} ${result.shownAt}`;
    const isNew = key && key !== this.#lastKey && this.#lastKey !== null;
    this.#lastKey = key ?? "";
    if (!isNew) return;
    this.root.getAnimations().forEach((animation) => animation.cancel());
    this.root.animate([{ opacity: 0.3 }, { opacity: 1 }], { duration: calmly(140) });
    this.sound.play(result.kind);
    if (result.kind !== "undone") this.root.scrollIntoView({ block: "nearest" });
    const { word, name, barcode, detail } = wordsOf(result);
    const late = result.late ? plural(texts.late, result.late) : "";
    const sentence = [word, name, barcode, detail, late, shortageOf(result)].filter(Boolean).join(", ");
    say(isRefusal(result) ? this.alert : this.status, sentence);
  }
}

function offerLink(link, url) {
  link.hidden = !url;
  if (url) link.href = url;
}

const calmly = (duration) =>
  matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : duration;

/** A region that changes from one sentence to the same one says nothing: empty it in between. */
export function say(region, sentence) {
  region.textContent = "";
  setTimeout(() => setText(region, sentence), 50);
}
