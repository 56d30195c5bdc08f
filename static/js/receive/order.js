// The delivery of one order: a scanned code adds a pack to its line, Enter on the empty field books.
import { asNumber, fill, inWords, onScan, say, texts } from "./parts.js";

const form = document.querySelector("[data-receive-order]");
const lines = [...form.querySelectorAll("[data-barcode]")];

const scan = onScan((code) => {
  if (!code) return form.requestSubmit();
  const line = lines.find(({ dataset }) => dataset.barcode.toUpperCase() === code.toUpperCase());
  if (line) addPack(line);
  else say(fill(texts.foreign, { code }), true);
});

function addPack(line) {
  const input = line.querySelector("input");
  const { name, unit, pack } = line.dataset;
  input.value = inWords(asNumber(input.value) + asNumber(pack));
  for (const other of lines) other.classList.toggle("is-current", other === line);
  line.scrollIntoView({ block: "nearest" });
  say(fill(texts.added, { name, unit, quantity: input.value }));
}

// A quantity is typed, then the scanner goes on: Enter there must not book half a delivery.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[inputmode=decimal]")) return;
  event.preventDefault();
  scan?.focus();
});

form.querySelector("[data-receive-all]")?.addEventListener("click", () => {
  for (const line of lines) {
    const missing = asNumber(line.dataset.missing);
    if (missing) line.querySelector("input").value = inWords(missing);
  }
  scan?.focus();
});
