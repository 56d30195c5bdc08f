// Puts the cursor where the form asks for it: the theme hides the page until it has started, and the browser gives up by then.
document.addEventListener("alpine:initialized", () => {
  requestAnimationFrame(() => document.querySelector("[autofocus]")?.focus());
});
