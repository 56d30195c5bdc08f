// The page that tests a scanner: each reading is diagnosed and shown, and in the end there is a verdict.
import { copyOf, fill, setIcon, setText, slots, texts } from "./dom.js";
import { diagnose, unread, verdict } from "./scanner_diagnosis.js";
import { ScannerInput } from "./scanner_input.js";

const page = document.querySelector("[data-scanner-test]");
const { samples } = JSON.parse(document.getElementById("scanner-samples").textContent);
const rows = new Map([...page.querySelectorAll("[data-sample]")].map((row) => [row.dataset.sample, row]));
const summary = page.querySelector("[data-verdict]");
const ICONS = {
  open: "circle-dashed", good: "circle-check", warning: "triangle-alert", error: "circle-x", skipped: "circle-slash",
};
const TONES = { open: "neutral", good: "success", usable: "warning", warning: "warning", bad: "error", error: "error" };

const results = {};
const readings = {};

/** The first code that was not tested yet; after all of them, whichever is scanned. */
const wanted = () => (samples.find(({ name }) => !(name in results)) ?? samples[0]).name;

function draw() {
  const next = wanted();
  for (const sample of samples) drawSample(sample, sample.name === next && !(next in results));
  const { kind, findings } = verdict(samples, results);
  const { icon, text, list } = slots(summary);
  summary.className = `notice notice-inline tone-${TONES[kind]}`;
  summary.dataset.kind = kind;
  setIcon(icon, { open: "scan-barcode", good: "circle-check", usable: "triangle-alert", bad: "circle-x" }[kind]);
  setText(text, texts.verdicts[kind]);
  drawFindings(list, kind === "open" ? [] : findings);
}

function drawSample({ name }, isNext) {
  const row = rows.get(name);
  const { icon, word, list, arrived, skip } = slots(row);
  const state = stateOf(name);
  row.dataset.state = state;
  row.classList.toggle("is-next", isNext);
  if (isNext) row.setAttribute("aria-current", "step");
  else row.removeAttribute("aria-current");
  setIcon(icon, ICONS[state]);
  setText(word, texts.states[state]);
  setText(arrived, readings[name] ? described(readings[name]) : "");
  skip.hidden = name in results;
  drawFindings(list, results[name] ?? []);
}

function stateOf(name) {
  const findings = results[name];
  if (!findings) return "open";
  if (!readings[name]) return "skipped";
  if (findings.some(({ level }) => level === "error")) return "error";
  return findings.length ? "warning" : "good";
}

function described({ text, milliseconds }) {
  const pace = fill(texts.pace, { count: text.length, milliseconds });
  return `${fill(texts.arrived, { text })} (${pace})`;
}

function drawFindings(list, findings) {
  list.replaceChildren(
    ...findings.map(({ kind, level, values }) => {
      const { node, text } = copyOf("finding");
      node.dataset.kind = kind;
      node.classList.add(`tone-${TONES[level] ?? "info"}`);
      setText(text, fill(texts.findings[kind], values));
      return node;
    }),
  );
}

page.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-action]");
  if (!button) return;
  if (button.dataset.action === "again") for (const { name } of samples) forget(name);
  else skip(button.closest("[data-sample]").dataset.sample);
  draw();
});

function forget(name) {
  delete results[name];
  delete readings[name];
}

function skip(name) {
  results[name] = unread(samples.find((sample) => sample.name === name));
}

new ScannerInput((reading) => {
  const { name, findings } = diagnose(reading, samples, wanted());
  results[name] = findings;
  readings[name] = reading;
  draw();
  rows.get(wanted()).scrollIntoView({ block: "nearest" });
});
draw();
