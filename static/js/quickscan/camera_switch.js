// The camera's button. What the camera needs is fetched when it is used for the first time, so the desk opens as fast
// as without. A browser that gives no live picture (plain http from another device) takes a photo instead.
import { setIcon, setText, slots, texts } from "./dom.js";

const button = document.querySelector("[data-camera-switch]");
const panel = document.querySelector("[data-camera]");
const hasLivePicture = Boolean(navigator.mediaDevices?.getUserMedia);

/** @param onCode called with each code that the camera reads. */
export function setUpCamera(onCode) {
  const { label, icon } = slots(button);
  const { photo } = slots(panel);
  let isOn = false;

  const draw = () => {
    const { on, off, photo: word } = button.dataset;
    setText(label, hasLivePicture ? (isOn ? on : off) : word);
    setIcon(icon, isOn ? "camera-off" : "camera");
    if (hasLivePicture) button.setAttribute("aria-pressed", String(isOn));
  };
  const use = (work) => loadCamera(onCode).then(work, () => say("failed"));

  button.addEventListener("click", () => {
    if (!hasLivePicture) return photo.click();
    isOn = !isOn;
    panel.hidden = !isOn;
    if (isOn) say("starting");
    draw();
    use((camera) => (isOn ? camera.start() : camera.stop()));
  });
  photo.addEventListener("change", () => {
    const [file] = photo.files;
    if (!file) return;
    say("reading");
    use((camera) => camera.readPhoto(file)).finally(() => (photo.value = ""));
  });
  draw();
}

let loading = null;

/** A failed try is not remembered: the next click tries again. */
function loadCamera(onCode) {
  loading ??= import("./camera.js").then(({ Camera }) => new Camera({ panel, say, onCode }));
  loading.catch(() => (loading = null));
  return loading;
}

/** Say in the panel how the camera is; what went wrong comes with the offer of a photo. */
function say(kind, detail = "") {
  const { text, detail: value, take } = slots(panel);
  panel.hidden = false;
  panel.dataset.state = kind;
  setText(text, texts.camera[kind]);
  setText(value, detail);
  take.hidden = ["starting", "aim", "reading"].includes(kind);
}
