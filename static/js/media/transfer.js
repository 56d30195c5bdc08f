// Requests about files. Each answers {kind, body}: "done" and "refused" are definite, "away" means that nobody knows
// (ask again), "signedOut" that the session ended, "canceled" that the person does not want it any more.
const STALLED_AFTER = 90_000; // milliseconds without a byte; the server needs some for looking through a file
const TEMPORARY = new Set([408, 425, 429]);

const JSON_ONLY = { Accept: "application/json" };
let token = document.querySelector("meta[name=csrf-token]")?.content;

/** The token of a page without one in its head, as in the back office. */
export function useToken(value) {
  token ??= value;
}

/** Post one file; `signal` cancels, `onProgress(sent)` counts bytes. fetch would not tell how far it is. */
export async function upload(url, file, { signal, onProgress }) {
  const first = await send(url, file, signal, onProgress);
  if (first.body?.code !== "CSRF_FAILED") return first;
  return (await renewToken()) ?? send(url, file, signal, onProgress);
}

/** Post a form's fields without a file. */
export async function post(url, data) {
  const first = await ask(url, { method: "POST", headers: { ...JSON_ONLY, "X-CSRFToken": token }, body: data });
  if (first.body?.code !== "CSRF_FAILED") return first;
  data.delete("csrfmiddlewaretoken");
  const headers = async () => ({ ...JSON_ONLY, "X-CSRFToken": token });
  return (await renewToken()) ?? ask(url, { method: "POST", headers: await headers(), body: data });
}

export const read = (url) => ask(url, { headers: JSON_ONLY });

function send(url, file, signal, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let timer;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED_AFTER);
    };
    request.upload.addEventListener("progress", (event) => {
      watch();
      onProgress(Math.min(event.loaded, file.size));
    });
    request.addEventListener("loadend", () => {
      clearTimeout(timer);
      resolve(signal.aborted ? { kind: "canceled" } : answerOf(request.status, request.responseText));
    });
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", url);
    request.setRequestHeader("Accept", JSON_ONLY.Accept);
    request.setRequestHeader("X-CSRFToken", token);
    watch();
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

async function ask(url, options) {
  try {
    const response = await fetch(url, { credentials: "same-origin", cache: "no-store", ...options });
    return answerOf(response.status, await response.text());
  } catch {
    return { kind: "away" };
  }
}

function answerOf(status, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: status === 413 ? "refused" : "away" }; // a proxy's own page, or nothing at all
  }
  return { kind: kindOf(status, body.code), body };
}

function kindOf(status, code) {
  if (status >= 200 && status < 300) return "done";
  if (status === 401) return "signedOut";
  const isTemporary = status === 0 || status >= 500 || TEMPORARY.has(status) || code === "CONFLICT";
  return isTemporary || code === "CSRF_FAILED" ? "away" : "refused";
}

/** The token of the page is too old (somebody signed in anew): take it from the page as it is now. */
async function renewToken() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (response.redirected) return { kind: "signedOut" };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    token = page.querySelector("[name=csrfmiddlewaretoken]").value;
    return null;
  } catch {
    return { kind: "away" };
  }
}
