// The search over everything ([data-search="address of the hits"], components/searchbox.html): "/" jumps into the field,
// hits stand below it while one types, arrows and Enter choose one, Esc leaves. Enter without a choice sends the form,
// which leads straight to what carries the typed or scanned code; so a scanner need not wait for hits.
const WAIT = 180;
const field = document.querySelector("[data-search]");

if (field) watch(field, document.getElementById("search-hits"), document.querySelector("[data-search-said]"));

function watch(input, hits, said) {
  let timer;
  let asking; // the question that is on its way
  let active = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", hits.id);
  open(false);

  input.addEventListener("input", () => {
    forget();
    choose(-1);
    if (input.value.trim()) timer = setTimeout(ask, WAIT);
    else open(false);
  });
  input.addEventListener("focus", () => open(input.value.trim() !== "" && hits.children.length > 0));
  input.addEventListener("keydown", onKey);
  input.form.addEventListener("submit", forget);
  input.closest("search").addEventListener("focusout", (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) leave();
  });
  hits.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  document.addEventListener("keydown", onShortcut);

  async function ask() {
    asking = new AbortController();
    const { signal } = asking;
    const url = new URL(input.dataset.search, location.href);
    url.searchParams.set("q", input.value.trim());
    try {
      const response = await fetch(url, { signal, headers: { "HX-Request": "true" } });
      if (response.redirected) return location.reload(); // the session has ended
      const html = await response.text();
      if (!signal.aborted) show(html);
    } catch (error) {
      if (!signal.aborted) open(false); // away: Enter still asks the server and says so
    }
  }

  function show(html) {
    hits.innerHTML = html; // of our own server, escaped there
    options().forEach((option, index) => (option.id = `search-hit-${index}`));
    choose(-1);
    open(hits.children.length > 0);
    const found = options().length;
    said.textContent = found ? input.dataset.searchFound.replace("{count}", found) : hits.textContent.trim();
  }

  function onKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (hits.hidden) return;
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (!hits.hidden) return leave();
      input.blur();
    }
  }

  function onShortcut(event) {
    const withModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key !== "/" || withModifier || isTyping(event.target)) return;
    if (!input.offsetParent) return; // a phone shows another field in its place
    event.preventDefault();
    input.focus();
    input.select();
  }

  function move(step) {
    const count = options().length;
    if (count) choose((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
  }

  function choose(index) {
    active = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    const option = options()[index];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function options() {
    return [...hits.querySelectorAll("[role=option]")];
  }

  function leave() {
    forget();
    choose(-1);
    open(false);
  }

  /** Neither ask what was typed before, nor show its answer. */
  function forget() {
    clearTimeout(timer);
    asking?.abort();
  }

  function open(isOpen) {
    hits.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  }
}

function isTyping(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}
