// The desk's requests. Each answers {kind, body}: "done" and "refused" are definite, "away" means that nobody
// knows (ask again with the same content), "signedOut" that the session ended.
const TIMEOUT = 8_000;
const TEMPORARY = new Set([408, 425, 429]);
const LONGEST_CODE = 200; // more is no barcode, and makes an address that servers refuse

export class Api {
  #token;

  /** @param urls scan, lend, return, undo and desk. */
  constructor(urls, token) {
    this.urls = urls;
    this.#token = token;
  }

  recognize(code) {
    const query = new URLSearchParams({ code: code.slice(0, LONGEST_CODE) });
    return this.#send(`${this.urls.scan}?${query}`);
  }

  async book({ kind, body }) {
    const first = await this.#post(this.urls[kind], body);
    if (first.body?.code !== "CSRF_FAILED") return first;
    const renewed = await this.#renewToken();
    return renewed ?? this.#post(this.urls[kind], body);
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
