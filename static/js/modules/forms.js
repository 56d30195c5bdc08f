// A refused form puts the focus on its first error; a sent form is not sent twice; passwords can be looked at.
// A field that asks for the focus itself (sign-in) keeps it; the error above it is read out as an alert.
const firstError = document.querySelector("[data-form] [aria-invalid='true']");
const formErrors = document.querySelector("[data-form]:not(:has([autofocus])) [data-form-errors]");
(firstError ?? formErrors)?.focus();

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-form]")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "true";
});

// Back in the browser shows the old page from memory: its form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-password-toggle]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  const isShown = input.type === "text";
  input.type = isShown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!isShown));
});
