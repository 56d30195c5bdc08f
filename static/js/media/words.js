// Texts of the gallery, translated by the server, and sizes as people write them.
const sizes = new Intl.NumberFormat("de", { maximumFractionDigits: 1 });
const UNITS = ["Byte", "KB", "MB"];

/** Put values into a translated text with named placeholders. */
export const fill = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (_, name) => values[name] ?? "");

/** "2,4 MB", as the server says it too. */
export function sizeOf(bytes) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${sizes.format(bytes / 1024 ** step)}\u00a0${UNITS[step]}`;
}

/** The parts of a component by the name in their data-slot. */
export function slots(root) {
  return Object.fromEntries([...root.querySelectorAll("[data-slot]")].map((node) => [node.dataset.slot, node]));
}

/** A region that changes from one sentence to the same one says nothing: empty it in between. */
export function say(region, sentence) {
  region.textContent = "";
  setTimeout(() => (region.textContent = sentence), 50);
}
