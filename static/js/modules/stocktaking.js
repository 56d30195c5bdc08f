// A stocktaking: what was typed can be overwritten at once, the sheet follows each count, and a server that is away
// is said so without losing what stands in the field (consumables/stocktaking/desk.html).
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});
const quantity = document.querySelector("[data-select]");
quantity?.focus();
quantity?.select();

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "count-desk") return;
  htmx.trigger("#count-sheet", "counted");
});

document.addEventListener("htmx:sendError", (event) => {
  const desk = event.target.closest("[data-count-desk]");
  if (desk) desk.querySelector("[data-offline]").hidden = false;
});
