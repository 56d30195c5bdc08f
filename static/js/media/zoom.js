// A picture that can be enlarged and moved under the fingers: wheel, pinch, double tap, drag.
const MOST = 8;
const STEP = 1.4;
const DOUBLE_TAP = 2.5;
const SWIPE = 60; // pixels

export class Zoom {
  #scale = 1;
  #x = 0;
  #y = 0;
  #pointers = new Map();
  #start = null;

  /** @param onChange told of the scale; onSwipe(1 or -1) when the whole picture is pushed aside. */
  constructor(stage, picture, { onChange, onSwipe }) {
    Object.assign(this, { stage, picture, onChange, onSwipe });
    stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#onDown(event));
    stage.addEventListener("pointermove", (event) => this.#onMove(event));
    for (const type of ["pointerup", "pointercancel"]) {
      stage.addEventListener(type, (event) => this.#onUp(event));
    }
    stage.addEventListener("dblclick", (event) => {
      this.#zoomTo(this.#scale > 1 ? 1 : DOUBLE_TAP, this.#pointOf(event));
    });
  }

  in = () => this.#zoomTo(this.#scale * STEP);
  out = () => this.#zoomTo(this.#scale / STEP);
  reset = () => this.#zoomTo(1);

  /** Enlarge around a point, counted from the middle of the stage. */
  #zoomTo(wanted, at = { x: 0, y: 0 }) {
    const scale = Math.min(MOST, Math.max(1, wanted));
    const factor = scale / this.#scale;
    this.#x = at.x - (at.x - this.#x) * factor;
    this.#y = at.y - (at.y - this.#y) * factor;
    this.#scale = scale;
    this.#draw();
  }

  /** No further than the picture's edge. */
  #draw() {
    const room = (size, stage) => Math.max(0, (size * this.#scale - stage) / 2);
    const { offsetWidth, offsetHeight } = this.picture;
    const [wide, high] = [room(offsetWidth, this.stage.clientWidth), room(offsetHeight, this.stage.clientHeight)];
    this.#x = Math.min(wide, Math.max(-wide, this.#x));
    this.#y = Math.min(high, Math.max(-high, this.#y));
    this.picture.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    this.stage.classList.toggle("is-zoomed", this.#scale > 1);
    this.onChange(this.#scale);
  }

  #onWheel(event) {
    event.preventDefault();
    this.#zoomTo(this.#scale * Math.exp(-event.deltaY / 400), this.#pointOf(event));
  }

  #onDown(event) {
    if (event.pointerType === "mouse" && event.button) return;
    this.stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#pointOf(event));
    this.#start = { ...this.#grip(), isAlone: this.#pointers.size === 1 };
  }

  #onMove(event) {
    if (!this.#pointers.has(event.pointerId)) return;
    const before = this.#grip();
    this.#pointers.set(event.pointerId, this.#pointOf(event));
    const { x, y, spread } = this.#grip();
    if (this.#scale === 1 && this.#pointers.size === 1) return; // maybe a swipe
    this.#x += x - before.x;
    this.#y += y - before.y;
    this.#zoomTo(spread && before.spread ? this.#scale * (spread / before.spread) : this.#scale, { x, y });
  }

  #onUp(event) {
    const start = this.#start;
    const end = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    if (!end || this.#scale > 1 || !start?.isAlone || event.type === "pointercancel") return;
    const [wide, high] = [end.x - start.x, end.y - start.y];
    if (Math.abs(wide) > SWIPE && Math.abs(wide) > 2 * Math.abs(high)) this.onSwipe(wide < 0 ? 1 : -1);
  }

  /** Where the fingers are, in the middle, and how far apart. */
  #grip() {
    const points = [...this.#pointers.values()];
    const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    const [first, second] = points;
    return { x: mean("x"), y: mean("y"), spread: second && Math.hypot(first.x - second.x, first.y - second.y) };
  }

  #pointOf({ clientX, clientY }) {
    const box = this.stage.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }
}
