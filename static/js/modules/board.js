// The board of tickets (tickets/board.html): a card that is dropped on another column does the step that leads there.
// The same steps are buttons on each card, so nothing needs dragging.
const board = document.querySelector("[data-board]");
let dragged = null;

if (board) {
  prepare();
  document.addEventListener("htmx:load", prepare);
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.card);
    for (const column of document.querySelectorAll("[data-column]")) {
      column.classList.toggle("is-target", Boolean(stepTo(dragged, column)));
    }
  });
  document.addEventListener("dragend", end);
  document.addEventListener("dragover", (event) => {
    const column = event.target.closest?.("[data-column]");
    if (dragged && column && stepTo(dragged, column)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const column = event.target.closest?.("[data-column]");
    const step = dragged && column && stepTo(dragged, column);
    if (!step) return;
    event.preventDefault();
    step.click();
    end();
  });
}

function prepare() {
  for (const card of document.querySelectorAll("[data-card]")) {
    card.draggable = Boolean(card.querySelector("[data-step]"));
  }
}

/** The button of the card that leads to the column's state. */
function stepTo(card, column) {
  return card.querySelector(`[data-step="${column.dataset.column}"]`);
}

function end() {
  dragged = null;
  for (const column of document.querySelectorAll(".is-target")) column.classList.remove("is-target");
}
