// The desk's requests. Each answers {kind, body}: "done" and "refused" are definite, "away" means that nobody
// knows (ask again with the same content), "signedOut" that the session ended.
const TIMEOUT = 8_000;
const PHOTO_TIMEOUT = 60_000; // photos take their time
const TEMPORARY = new Set([408, 425, 429]);
const LONGEST_CODE = 200; // more is no barcode, and makes an address that servers refuse

export class Api {
  #token;

  /** @param urls scan, lend, return, withdraw, undo, defect and desk. */
  constructor(urls, token) {
    this.urls = urls;
    this.#token = token;
  }

  recognize(code) {
    const query = new URLSearchParams({ code: code.slice(0, LONGEST_CODE) });
    return this.#send(`${this.urls.scan}?${query}`);
  }

  book({ kind, body }) {
    return this.#withToken(() => this.#post(this.urls[kind], body));
  }

  /** A damaged tool, with photos. */
  report({ id, barcode, note, photos }) {
    const form = new FormData();
    form.append("note", note);
    form.append("operation_id", id);
    for (const photo of photos) form.append("file", photo, photo.name);
    const url = this.urls.defect.replace("BARCODE", encodeURIComponent(barcode));
    return this.#withToken(() => {
      const headers = { "X-CSRFToken": this.#token };
      return this.#send(url, { method: "POST", headers, body: form, signal: AbortSignal.timeout(PHOTO_TIMEOUT) });
    });
  }

  async #withToken(send) {
    const first = await send();
    if (first.body?.code !== "CSRF_FAILED") return first;
    return (await this.#renewToken()) ?? send();
  }

  #post(url, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.#token };
    return this.#send(url, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async #send(url, { headers, ...options } = {}) {
    let response, body;
    try {
      response = await ask(url, { ...options, headers: { ...headers, Accept: "application/json" } });
      body = await response.json();
    } catch {
      return { kind: "away" }; // no network, too late, or somebody else's page instead of ours
    }
    const isOurs = body?.status === "success" || body?.status === "error";
    return isOurs ? { kind: kindOf(response.status, body.code), body } : { kind: "away" };
  }

  /** The token of the page is too old (somebody signed in anew): take it from a fresh page. */
  async #renewToken() {
    try {
      const response = await ask(this.urls.desk, { headers: { Accept: "text/html" } });
      if (response.redirected) return { kind: "signedOut" };
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.#token = page.querySelector("meta[name=csrf-token]").content;
      return null;
    } catch {
      return { kind: "away" };
    }
  }
}

function ask(url, options) {
  return fetch(url, {
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT),
    ...options,
  });
}

function kindOf(status, code) {
  if (status < 300) return "done";
  if (status === 401) return "signedOut";
  if (status >= 500 || TEMPORARY.has(status) || code === "CONFLICT" || code === "CSRF_FAILED") {
    return "away";
  }
  return "refused";
}
