// The files of a thing (templates/media/gallery.html): upload by button, camera, drag and clipboard; remove with undo;
// the viewer. Without this the same forms and links work as plain pages. What is shown is always drawn by the server.
import { dropZone, pasted, pastedName } from "./intake.js";
import { post, useToken } from "./transfer.js";
import { Uploads } from "./uploads.js";
import { view } from "./viewer.js";
import { say } from "./words.js";

const UNDO_FOR = 10_000;

class Gallery {
  constructor(root) {
    this.root = root;
    this.texts = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    this.said = this.#find("said");
    useToken(root.querySelector("[name=csrfmiddlewaretoken]")?.value);
    root.addEventListener("click", (event) => this.#onClick(event));
    root.addEventListener("submit", (event) => this.#onSubmit(event));
    if (this.#find("uploads")) this.#takeFiles();
    if (this.#find("deferred")) this.refresh();
    this.#watchUndo();
  }

  #find = (name) => this.root.querySelector(`[data-${name}]`);

  get #files() {
    return this.#find("files");
  }

  #takeFiles() {
    const { uploadUrl, listUrl, most, largest } = this.root.dataset;
    this.uploads = new Uploads(this.root, {
      list: this.#find("uploads"),
      template: this.#find("upload-row"),
      urls: { upload: uploadUrl, list: listUrl },
      limits: { files: Number(most), bytes: Number(largest) },
      texts: this.texts,
      said: this.said,
      count: () => Number(this.#files.dataset.count),
      isKnown: (id) => Boolean(this.root.querySelector(`[data-file="${id}"]`)),
      onAdded: () => this.refresh(),
    });
    this.root.addEventListener("change", ({ target }) => {
      if (!target.matches("[data-pick]")) return;
      this.take([...target.files]);
      target.value = "";
    });
    dropZone(this.root.closest("[data-drop-zone]") ?? this.root, (files) => this.take(files));
  }

  take(files) {
    this.uploads.add(files);
  }

  get takesFiles() {
    return Boolean(this.uploads);
  }

  /** Draw the files anew as the server knows them; what is on its way stays as it is. */
  async refresh() {
    const page = await this.#fetched();
    if (!page) return;
    this.#files.replaceWith(page);
    this.root.classList.toggle("is-full", Number(page.dataset.count) >= Number(this.root.dataset.most));
    drawHead(page.querySelector("[data-preview] [data-view]"));
    this.#watchUndo();
  }

  async #fetched() {
    try {
      const response = await fetch(this.root.dataset.filesUrl, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!response.ok || response.redirected) return null;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return page.querySelector("[data-files]");
    } catch {
      return null; // the next refresh brings it
    }
  }

  #onClick(event) {
    const link = event.target.closest("[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const links = [...this.root.querySelectorAll("[data-view]")];
    view(link, links, { template: this.#find("viewer"), texts: this.texts });
  }

  async #onSubmit(event) {
    const form = event.target.closest("[data-file-action]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const { kind, body } = await post(form.action, new FormData(form));
    button.disabled = false;
    const sentence = body?.message ?? this.texts[kind === "signedOut" ? "signed_out" : "not_done"];
    say(this.said, sentence);
    this.#tell(kind === "done" ? "" : sentence);
    if (kind === "done" || kind === "refused") await this.refresh();
    this.#focusAfter(form.dataset.fileAction, form.dataset.for);
  }

  /** A sentence that stays until the next action; empty: none. */
  #tell(problem) {
    const place = this.#find("problem");
    place.hidden = !problem;
    place.querySelector("[data-slot=text]").textContent = problem;
  }

  /** The button that was pressed is gone: go on where the eye is. */
  #focusAfter(action, id) {
    const undo = this.root.querySelector(`[data-removed="${id}"] button`);
    const file = this.root.querySelector(`[data-file="${id}"]`);
    const again = file?.querySelector(`[data-file-action="${action}"] button`);
    (undo ?? again ?? file?.querySelector("a") ?? this.#find("pick"))?.focus();
  }

  /** The offer to undo leaves after a while, but not while somebody is about to take it. */
  #watchUndo() {
    for (const row of this.root.querySelectorAll("[data-removed]")) {
      const leave = () => {
        if (row.matches(":hover")) return this.#later(row, leave);
        if (row.contains(document.activeElement)) this.#find("pick")?.focus();
        row.remove();
      };
      this.#later(row, leave);
    }
  }

  #later(row, leave) {
    setTimeout(() => row.isConnected && leave(), UNDO_FOR);
  }
}

/** The picture at the head of the page follows the choice. */
function drawHead(chosen) {
  const place = document.querySelector("[data-head-picture]");
  if (!place || !chosen) return;
  const link = Object.assign(document.createElement("a"), { href: chosen.href, className: "detail-picture has-picture" });
  link.dataset.headPicture = place.dataset.headPicture;
  link.setAttribute("aria-label", place.dataset.headPicture);
  const picture = Object.assign(document.createElement("img"), { src: chosen.querySelector("img").src, alt: "" });
  link.append(picture);
  place.replaceWith(link);
}

/** It opens the viewer, as its tile does. */
document.addEventListener("click", (event) => {
  const head = event.target.closest("a[data-head-picture]");
  const tile = head && [...document.querySelectorAll("[data-view]")].find(({ href }) => href === head.href);
  if (!tile || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  tile.click();
});

const galleries = [...document.querySelectorAll("[data-gallery]")].map((root) => new Gallery(root));

/** What is pasted goes to the gallery that has the focus, or to the only one. */
document.addEventListener("paste", (event) => {
  const takers = galleries.filter(({ takesFiles }) => takesFiles);
  const gallery = takers.find(({ root }) => root.contains(event.target)) ?? (takers.length === 1 && takers[0]);
  const files = pasted(event);
  if (!gallery || !files.length) return;
  event.preventDefault();
  gallery.take(files.map((file) => pastedName(file, gallery.texts.pasted)));
  gallery.root.scrollIntoView({ block: "nearest" });
});
