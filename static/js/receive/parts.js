// What both receipt pages share: texts, the line that says what happened, and quantities as people write them.
export const texts = JSON.parse(document.getElementById("receive-texts").textContent);
const said = document.querySelector("[data-receive-said]");

/** Put values into a translated text with named placeholders. */
export const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

export function say(text, isProblem = false) {
  said.textContent = text;
  said.classList.toggle("is-problem", isProblem);
}

/** Three places at most, as the stock is kept; 0 for what is no number. */
export const asNumber = (text) => Math.round((Number(String(text).replace(",", ".")) || 0) * 1000) / 1000;
export const inWords = (number) => String(asNumber(number)).replace(".", ",");

/** Calls back with each code that is scanned or typed, and with "" for Enter on the empty field. */
export function onScan(callback) {
  const form = document.querySelector("[data-receive-scan]");
  const input = form?.querySelector("input");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = input.value.trim();
    input.value = "";
    input.focus();
    callback(code);
  });
  return input;
}
