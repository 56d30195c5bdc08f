// Sets light or dark before the first paint, so nothing flashes; loaded in <head> without defer.
// The choice is kept where the admin (unfold) keeps its own, so both sides of Scandy change together.
(() => {
  const key = "adminTheme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? "auto";
    } catch {
      return "auto"; // storage is switched off, or holds something of another time
    }
  }

  function apply() {
    const isDark = choice() === "dark" || (choice() === "auto" && system.matches);
    document.documentElement.dataset.theme = isDark ? "scandy-dark" : "scandy-light";
  }

  function choose(theme) {
    localStorage.setItem(key, JSON.stringify(theme));
    apply();
  }

  document.documentElement.dataset.themeReady = "";
  apply();
  system.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  window.scandyTheme = { choice, choose };
})();
