// "/" puts the focus into the search of the top bar, unless somebody is typing.
const field = document.querySelector("[data-search-shortcut]");

function isTyping(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  const withModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (!field || event.key !== "/" || withModifier || isTyping(event.target)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
