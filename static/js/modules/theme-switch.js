// Buttons that change between light and dark: [data-theme-choice] sets one, [data-theme-toggle] turns round.
const { choice, choose } = window.scandyTheme;

function showChoice() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice()));
  }
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-theme-choice]");
  const toggle = event.target.closest("[data-theme-toggle]");
  if (chosen) choose(chosen.dataset.themeChoice);
  if (toggle) {
    choose(document.documentElement.dataset.theme === "scandy-dark" ? "light" : "dark");
  }
  if (chosen || toggle) showChoice();
});

showChoice();
