// "Report as defective": the dialog with note and photos, and the list of reports that are not through yet.
import { timeOf } from "./dates.js";
import { copyOf, setText, slots, syncRows, texts } from "./dom.js";
import { uuid } from "./queue.js";
import { smaller } from "./smaller.js";

export class DefectDialog {
  #tool = null;
  #replaces = null; // the report that is being mended
  #drafts = new Map(); // barcode → {note, photos}: closing loses nothing

  /** @param send keeps and sends a report, answers {kind, body}; onDone called after the dialog closed. */
  constructor(dialog, { send, onDone }) {
    Object.assign(this, { dialog, send, parts: slots(dialog) });
    const { parts } = this;
    for (const input of [parts.camera, parts.pick]) input.addEventListener("change", () => this.#take(input));
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    parts.note.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) parts.form.requestSubmit();
    });
    dialog.addEventListener("close", () => {
      this.#remember();
      onDone();
    });
  }

  open(tool, report = null) {
    this.#tool = tool;
    this.#replaces = report?.id ?? null;
    const { note, photos } = report ?? this.#drafts.get(tool.barcode) ?? { note: "", photos: [] };
    this.parts.note.value = note;
    this.photos = [...photos];
    setText(this.parts.name, tool.name);
    setText(this.parts.barcode, tool.barcode);
    this.#tell(report?.problem ?? "");
    this.#drawPhotos();
    this.dialog.showModal();
  }

  #remember() {
    if (!this.#tool) return;
    this.#drafts.set(this.#tool.barcode, { note: this.parts.note.value, photos: this.photos });
  }

  async #take(input) {
    const files = [...input.files];
    input.value = "";
    this.photos.push(...(await Promise.all(files.map(smaller))));
    this.#drawPhotos();
  }

  #drawPhotos() {
    const rows = this.photos.map((photo, index) => {
      const { node, picture, drop } = copyOf("defectPhoto");
      picture.src = URL.createObjectURL(photo);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
      drop.addEventListener("click", () => {
        this.photos.splice(index, 1);
        this.#drawPhotos();
        this.parts.note.focus();
      });
      return node;
    });
    this.parts.photos.replaceChildren(...rows);
  }

  async #submit() {
    const { parts } = this;
    const note = parts.note.value.trim();
    if (!note) return this.#tell(texts.sentences.defect_note);
    this.#tell("");
    parts.submit.disabled = true;
    const { barcode, name } = this.#tool;
    const report = { id: uuid(), at: Date.now(), barcode, name, note, photos: this.photos };
    const problem = await this.send(report, this.#replaces);
    parts.submit.disabled = false;
    if (problem) return this.#tell(problem);
    this.#drafts.delete(barcode);
    this.#tool = null;
    this.dialog.close();
  }

  #tell(problem) {
    const { error, errorText, note } = this.parts;
    error.hidden = !problem;
    setText(errorText, problem);
    if (problem && this.dialog.open) note.focus();
  }
}

export class DefectRows {
  constructor(list) {
    this.list = list;
  }

  draw(items) {
    const rows = items.map(({ id, at, name, barcode, problem }) => ({ id, at, name, barcode, problem }));
    syncRows(this.list, rows, (row) => {
      const { node, time, name, barcode, word, mend, drop } = copyOf("defect");
      setText(time, timeOf(row.at));
      setText(name, row.name);
      setText(barcode, row.barcode);
      setText(word, row.problem || texts.pending.defect);
      mend.hidden = drop.hidden = !row.problem;
      mend.dataset.mend = drop.dataset.dropDefect = row.id;
      return node;
    });
  }
}
