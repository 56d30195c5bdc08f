// A field for barcodes becomes a search by name or barcode: [data-picker="address of the search"], and
// data-picker-most says how many may be chosen. The field itself stays, hidden, and carries the barcodes,
// one a line; texts come translated in the element #picker-texts. A scanner types a code and Enter.
const WAIT = 200;
const texts = JSON.parse(document.getElementById("picker-texts")?.textContent ?? "{}");

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.detail.elt));

function enhanceAll(place) {
  for (const field of place.querySelectorAll("[data-picker]:not([hidden])")) enhance(field);
}

function enhance(field) {
  const most = Number(field.dataset.pickerMost);
  const id = field.id;
  const chosen = new Map(); // barcode -> suggestion
  const list = element("ul", { className: "picker-chosen", ariaLabel: texts.chosen });
  const input = element("input", { type: "text", id, autocomplete: "off", placeholder: texts.placeholder });
  const options = element("ul", { className: "picker-options", id: `${id}-options`, hidden: true });
  const said = element("p", { className: "sr-only" });
  let suggestions = [];
  let active = -1;
  let timer;
  let asked = 0;

  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": options.id });
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (field.hasAttribute(name)) input.setAttribute(name, field.getAttribute(name));
  }
  set(options, { role: "listbox", "aria-label": texts.suggestions });
  said.setAttribute("role", "status");
  field.id = `${id}-barcodes`;
  field.hidden = true;
  field.required = false;
  const box = element("div", { className: "picker" });
  box.append(list, input, options, said);
  field.after(box);
  for (const code of field.value.split(/\s+/).filter(Boolean)) restore(code);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(input.value), WAIT);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => setTimeout(close, WAIT));
  options.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  options.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(suggestions[Number(option.dataset.index)]);
  });

  async function suggest(query) {
    const turn = ++asked;
    const found = await ask(query.trim());
    if (turn !== asked) return;
    suggestions = found.filter((suggestion) => !chosen.has(suggestion.barcode));
    active = -1;
    show(query.trim());
  }

  async function ask(query) {
    if (!query) return [];
    const separator = field.dataset.picker.includes("?") ? "&" : "?";
    const url = `${field.dataset.picker}${separator}${new URLSearchParams({ q: query })}`;
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      return (await response.json()).data.results;
    } catch {
      say(texts.away);
      return [];
    }
  }

  async function onKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !options.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Backspace" && !input.value && chosen.size) {
      remove([...chosen.keys()].at(-1));
    } else if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault(); // never the form: a scanner ends with Enter
      if (active >= 0) return choose(suggestions[active]);
      clearTimeout(timer);
      const typed = input.value.trim();
      await suggest(typed);
      const exact = suggestions.find((s) => s.barcode.toUpperCase() === typed.toUpperCase());
      if (exact ?? suggestions.length === 1) choose(exact ?? suggestions[0]);
    }
  }

  function move(step) {
    if (!suggestions.length) return;
    active = (active + step + suggestions.length) % suggestions.length;
    [...options.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === active));
      if (index === active) option.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", `${id}-option-${active}`);
  }

  function choose(suggestion) {
    if (suggestion.refusal) {
      say(`${suggestion.name}: ${suggestion.refusal}`);
      return;
    }
    if (most === 1) chosen.clear();
    chosen.set(suggestion.barcode, suggestion);
    input.value = "";
    close();
    draw();
    say(`${suggestion.name} ${suggestion.barcode}`);
    input.focus();
  }

  function remove(code) {
    chosen.delete(code);
    draw();
    input.focus();
  }

  /** What the form said before: the name comes from the search, the barcode counts also when nobody carries it. */
  async function restore(code) {
    chosen.set(code, { barcode: code, name: "" });
    draw();
    const found = (await ask(code)).find((s) => s.barcode.toUpperCase() === code.toUpperCase());
    if (found && chosen.has(code)) chosen.set(code, { ...found, barcode: code });
    draw();
  }

  function draw() {
    field.value = [...chosen.keys()].join("\n");
    list.hidden = !chosen.size;
    list.replaceChildren(...[...chosen.values()].map(chip));
    input.hidden = most === 1 && chosen.size === 1;
    input.placeholder = texts.placeholder;
  }

  function chip({ barcode, name, detail, refusal }) {
    const item = element("li", { className: refusal ? "picker-chip is-refused" : "picker-chip" });
    const words = element("span", {});
    words.append(element("strong", { textContent: name || barcode }));
    words.append(element("span", { textContent: [name && barcode, refusal || detail].filter(Boolean).join(" · ") }));
    const button = element("button", { type: "button", textContent: "×" });
    button.setAttribute("aria-label", `${texts.remove}: ${name || barcode}`);
    button.addEventListener("click", () => remove(barcode));
    item.append(words, button);
    return item;
  }

  function show(query) {
    options.replaceChildren(...suggestions.map(optionOf));
    if (!suggestions.length && query.length > 1) {
      const none = element("li", { className: "picker-none", textContent: texts.none });
      options.append(none);
      say(texts.none);
    } else if (suggestions.length) say(texts.found.replace("{count}", suggestions.length));
    options.hidden = !options.children.length;
    input.setAttribute("aria-expanded", String(!options.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function optionOf({ barcode, name, detail, refusal }, index) {
    const option = element("li", { id: `${id}-option-${index}` });
    option.dataset.index = index;
    set(option, { role: "option", "aria-selected": "false", "aria-disabled": String(Boolean(refusal)) });
    option.append(element("strong", { textContent: name }));
    option.append(element("span", { textContent: [barcode, refusal || detail].filter(Boolean).join(" · ") }));
    return option;
  }

  function close() {
    options.hidden = true;
    active = -1;
    set(input, { "aria-expanded": "false" });
    input.removeAttribute("aria-activedescendant");
  }

  function say(text) {
    said.textContent = text;
  }
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function set(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
}
