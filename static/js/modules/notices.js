// Messages: calm ones leave after a while, but not while somebody reads them; the rest stay until closed.
const READING_TIME = 8000;

function leave(notice) {
  notice.classList.add("is-leaving");
  setTimeout(() => notice.remove(), 150);
}

function startTimer(notice) {
  let timer;
  const start = () => {
    timer = setTimeout(() => leave(notice), READING_TIME);
  };
  const stop = () => clearTimeout(timer);
  notice.addEventListener("mouseenter", stop);
  notice.addEventListener("focusin", stop);
  notice.addEventListener("mouseleave", start);
  notice.addEventListener("focusout", start);
  start();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-notice-close]");
  if (button) leave(button.closest("[data-notice]"));
});

for (const notice of document.querySelectorAll(".notices [data-notice][role='status']")) {
  startTimer(notice);
}
