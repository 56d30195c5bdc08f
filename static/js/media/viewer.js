// The pictures of a thing, one large after the other: a native dialog, so Esc closes it and the focus stays inside.
import { fill, slots } from "./words.js";
import { Zoom } from "./zoom.js";

let viewer;

/** Show the link's picture; the others of its gallery are beside it. */
export function view(link, links, { template, texts }) {
  viewer ??= new Viewer(template, texts);
  viewer.open(links, links.indexOf(link));
}

class Viewer {
  #links = [];
  #index = 0;
  #first = 0;

  constructor(template, texts) {
    this.dialog = template.content.firstElementChild.cloneNode(true);
    this.parts = slots(this.dialog);
    this.texts = texts;
    document.body.append(this.dialog);
    const { parts } = this;
    this.zoom = new Zoom(parts.stage, parts.picture, {
      onChange: (scale) => this.#onScale(scale),
      onSwipe: (step) => this.#step(step),
    });
    parts.zoomIn.addEventListener("click", this.zoom.in);
    parts.zoomOut.addEventListener("click", this.zoom.out);
    parts.scale.addEventListener("click", this.zoom.reset);
    parts.before.addEventListener("click", () => this.#step(-1));
    parts.after.addEventListener("click", () => this.#step(1));
    parts.close.addEventListener("click", () => this.dialog.close());
    parts.picture.addEventListener("load", () => this.#settle("shown"));
    parts.picture.addEventListener("error", () => this.#settle("broken"));
    this.dialog.addEventListener("keydown", (event) => this.#onKey(event));
    this.dialog.addEventListener("close", () => this.#onClose());
    addEventListener("resize", () => this.dialog.open && this.zoom.reset());
  }

  open(links, index) {
    this.#links = links;
    this.#first = index;
    this.dialog.showModal();
    this.#show(index);
    this.parts.stage.focus();
  }

  #show(index) {
    const { parts } = this;
    this.#index = index;
    const link = this.#links[index];
    const { name, about } = link.dataset;
    this.#settle("loading");
    this.zoom.reset();
    parts.picture.src = link.href;
    parts.picture.alt = name;
    parts.name.textContent = name;
    parts.about.textContent = about;
    parts.position.textContent = fill(this.texts.position, { number: index + 1, count: this.#links.length });
    parts.download.href = link.href;
    parts.download.download = name;
    parts.before.hidden = parts.after.hidden = this.#links.length < 2;
    parts.before.disabled = index === 0;
    parts.after.disabled = index === this.#links.length - 1;
  }

  #step(step) {
    const index = this.#index + step;
    if (index in this.#links) this.#show(index);
  }

  #settle(state) {
    this.parts.stage.dataset.state = state;
    this.parts.broken.hidden = state !== "broken";
  }

  #onScale(scale) {
    this.parts.scale.textContent = `${Math.round(scale * 100)}\u00a0%`;
  }

  #onKey(event) {
    const keys = {
      ArrowLeft: () => this.#step(-1),
      ArrowRight: () => this.#step(1),
      Home: () => this.#show(0),
      End: () => this.#show(this.#links.length - 1),
      "+": this.zoom.in,
      "=": this.zoom.in,
      "-": this.zoom.out,
      0: this.zoom.reset,
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  }

  /** The browser gives the focus back; after another picture was looked at it goes there. */
  #onClose() {
    this.parts.picture.removeAttribute("src");
    if (this.#index === this.#first) return;
    const { href } = this.#links[this.#index];
    [...document.querySelectorAll("[data-view]")].find((link) => link.href === href)?.focus();
  }
}
