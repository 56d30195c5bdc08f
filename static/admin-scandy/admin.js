// Puts the cursor where the form asks for it: the theme hides the page until it has started, and the browser gives up by then.
document.addEventListener("alpine:initialized", () => {
  requestAnimationFrame(() => document.querySelector("[autofocus]")?.focus());
});

// What the overview does not wait for.
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-fragment]")) {
    fetch(place.dataset.fragment, { headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => {
        place.innerHTML = html;
      })
      .catch(() => {}); // the link to the same page stays
  }
});
