// [data-check-all] and [data-check-none] tick or untick all boxes of the [data-checks] around them.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-check-all], [data-check-none]");
  if (!button) return;
  for (const box of button.closest("[data-checks]").querySelectorAll("[type='checkbox']")) {
    box.checked = button.matches("[data-check-all]");
  }
});
