// The page of a ticket (tickets/ticket_detail.html): the answer box keeps what was typed until it is sent, also over the
// end of a session; every few seconds the page asks who else is here and what is new, while somebody looks at it.
const asJson = { headers: { Accept: "application/json" } };
const page = document.querySelector("[data-ticket]");
if (page) start();

function start() {
  const texts = JSON.parse(document.getElementById("ticket-texts").textContent);
  const list = page.querySelector("[data-conversation]");
  let since = page.dataset.now;
  let updated = page.dataset.updated;
  let unseen = 0;

  keepDraft();
  ask();
  setInterval(() => document.visibilityState === "visible" && ask(), Number(page.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  addEventListener("pagehide", () => fetch(`${page.dataset.news}?leave=1`, { ...asJson, keepalive: true }));
  document.body.addEventListener("ticketChanged", (event) => close(event.target));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-newest]")) toNewest(event);
    if (event.target.closest("[data-inline-cancel]")) close(event.target);
  });

  async function ask() {
    const response = await fetch(`${page.dataset.news}?after=${encodeURIComponent(since)}`, asJson).catch(() => null);
    if (response?.status === 401) return complain(texts.ended, true);
    if (!response?.ok) return; // it comes again
    const { data } = await response.json();
    show(data.viewers);
    add(data.entries);
    since = data.now;
    if (data.updated_at === updated) return;
    updated = data.updated_at;
    refresh();
  }

  function show(names) {
    const text = names.length > 1 ? texts.several : texts.here;
    document.querySelector("[data-viewers]").textContent = names.length
      ? text.replace("{names}", names.join(", "))
      : "";
  }

  function add(entries) {
    const fresh = entries.filter(({ key }) => !list.querySelector(`[data-entry="${key}"]`));
    if (!fresh.length) return;
    const wasSeen = isInView(list.lastElementChild ?? list);
    for (const { html } of fresh) list.insertAdjacentHTML("beforeend", html);
    if (wasSeen) return;
    unseen += fresh.length;
    const pill = page.querySelector("button[data-newest]");
    pill.hidden = false;
    pill.querySelector("[data-newest-text]").textContent =
      unseen === 1 ? texts.newOne : texts.newMany.replace("{count}", unseen);
  }

  function toNewest(event) {
    event.preventDefault();
    unseen = 0;
    page.querySelector("button[data-newest]").hidden = true;
    (list.lastElementChild ?? list).scrollIntoView({ block: "center", behavior: "smooth" });
  }

  function close(element) {
    element.closest("[data-inline-form]")?.removeAttribute("data-inline-form");
    refresh();
  }

  /** Draw anew what somebody changed; forms that are open stay. */
  async function refresh() {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!response?.ok || response.redirected) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const newer = fresh.getElementById(part.id);
      if (!newer) continue;
      if (!part.querySelector("[data-inline-form]")) put(newer, part);
      else for (const fact of part.querySelectorAll("[data-fact]:not(:has([data-inline-form]))")) {
        put(newer.querySelector(`[data-fact="${fact.dataset.fact}"]`), fact);
      }
    }
    updated = fresh.querySelector("[data-ticket]").dataset.updated;
    if (!fresh.querySelector("[data-answer]") !== !page.querySelector("[data-answer]")) {
      page.querySelector("#answer").replaceWith(fresh.getElementById("answer"));
      keepDraft();
    }
    ask();
  }

  function keepDraft() {
    const form = page.querySelector("[data-answer]");
    if (!form) return;
    const key = `ticket-draft:${page.dataset.user}:${page.dataset.ticket}`;
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    form.text.value = kept.text ?? "";
    if (kept.isInternal && form.is_internal) form.is_internal.value = "on";
    form.addEventListener("input", () => {
      const draft = { text: form.text.value, isInternal: form.is_internal?.value === "on" };
      if (draft.text) sessionStorage.setItem(key, JSON.stringify(draft));
      else sessionStorage.removeItem(key);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, key);
    });
  }

  async function send(form, key) {
    const button = form.querySelector("[type='submit']");
    button.disabled = true;
    const body = new FormData(form);
    const response = await fetch(form.action, { ...asJson, method: "POST", body }).catch(() => null);
    button.disabled = false;
    if (!response) return complain(texts.away);
    if (response.status === 401) return complain(texts.ended, true);
    const answer = await response.json();
    if (!response.ok) return complain(Object.values(answer.data?.fields ?? {}).flat().join(" ") || answer.message);
    sessionStorage.removeItem(key);
    form.reset();
    complain("");
    form.text.focus();
    await ask();
  }

  function complain(text, mustSignIn = false) {
    const place = page.querySelector("[data-answer-error]");
    if (!place) return;
    place.hidden = !text;
    place.textContent = text;
    if (!mustSignIn) return;
    const link = document.createElement("a");
    link.href = location.pathname;
    link.className = "text-link";
    link.textContent = texts.signIn;
    place.append(" ", link);
  }
}

function put(newer, older) {
  if (!newer) return;
  older.replaceWith(newer);
  htmx.process(newer);
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}
