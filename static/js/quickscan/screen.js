// Sound switch, full screen, and the focus: a click on a button gives it back to the scan field.
import { setIcon, setText, slots } from "./dom.js";

const isTouch = matchMedia("(pointer: coarse)");
const soundSwitch = document.querySelector("[data-sound]");
const fullscreenSwitch = document.querySelector("[data-fullscreen]");

export function setUpScreen({ sound, input }) {
  const drawSound = () => draw(soundSwitch, sound.isOn);
  const drawFullscreen = () => draw(fullscreenSwitch, Boolean(document.fullscreenElement));
  soundSwitch.addEventListener("click", () => {
    sound.toggle();
    drawSound();
  });
  fullscreenSwitch.hidden = !document.fullscreenEnabled;
  fullscreenSwitch.addEventListener("click", toggleFullscreen);
  document.addEventListener("fullscreenchange", drawFullscreen);
  drawSound();
  drawFullscreen();
  document.addEventListener("click", ({ target, detail }) => {
    const isByKeyboard = detail === 0;
    if (!isByKeyboard && !target.closest("input, select, a, dialog, [popover]")) giveFocusTo(input);
  });
  addEventListener("focus", () => {
    if (document.activeElement === document.body) giveFocusTo(input);
  });
  giveFocusTo(input);
}

/** Not on touch: there the keyboard would open over the result. */
export function giveFocusTo(input) {
  if (!isTouch.matches) input.focus();
}

/** A switch says what is: its two words and icons stand in the template. */
function draw(button, isOn) {
  const { text, icon } = slots(button);
  const { on, off, iconOn, iconOff } = button.dataset;
  button.setAttribute("aria-pressed", String(isOn));
  setText(text, isOn ? on : off);
  setIcon(icon, isOn ? iconOn : iconOff);
}

function toggleFullscreen() {
  if (document.fullscreenElement) return document.exitFullscreen();
  return document.documentElement.requestFullscreen();
}
