// Small helpers for the page: texts come from the template, data is only ever set as text.

export const texts = JSON.parse(document.getElementById("page-texts").textContent);
const sprite = document.querySelector("[data-sprite]").dataset.sprite;

/** Put values into a translated text with named placeholders. */
export const fill = (text, values) =>
  text.replace(/%\((\w+)\)[sd]/g, (_, name) => values[name] ?? "");

/** The right one of two forms, by count. */
export const plural = ([one, many], count, values = {}) =>
  fill(count === 1 ? one : many, { count, days: count, ...values });

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setIcon(svg, name) {
  svg.querySelector("use").setAttribute("href", `${sprite}#${name}`);
}

/** The parts of a component by the name in their data-slot. */
export function slots(root) {
  const parts = [...root.querySelectorAll("[data-slot]")];
  return Object.fromEntries(parts.map((node) => [node.dataset.slot, node]));
}

/** A copy of a <template data-template="name"> and its slots. */
export function copyOf(name) {
  const template = document.querySelector(`template[data-template="${name}"]`);
  const node = template.content.firstElementChild.cloneNode(true);
  return { node, ...slots(node) };
}

/** Rows by id: kept while their entry stays the same, so nothing flickers and the focus stays where it is. */
export function syncRows(list, entries, build) {
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const rows = entries.map((entry) => {
    const key = JSON.stringify(entry);
    const row = old.get(key) ?? build(entry);
    row.dataset.key = key;
    return row;
  });
  const isSame = rows.length === list.children.length && rows.every((row, i) => row === list.children[i]);
  if (!isSame) list.replaceChildren(...rows);
}
