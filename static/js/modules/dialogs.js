// [data-dialog-open="id"] opens a native <dialog>, [data-dialog-close] inside it closes; a click beside it too.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialogOpen).showModal();
    return;
  }
  const isBackdrop = event.target instanceof HTMLDialogElement;
  if (isBackdrop || event.target.closest("[data-dialog-close]")) {
    event.target.closest("dialog").close();
  }
});
