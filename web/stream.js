// The stream of events, which all pages of a browser share.

/** How soon a stream that was refused is tried again, in milliseconds. */
const retryAfter = 3000;

const names = ["added", "removed", "changed", "session", "inboxes", "reset", "ping"];

/** @typedef {{name: string, data: string}} Told an event, or `open` and `error` for the stream itself */

/** A stream of this page or worker alone. */
export class Stream {
  /** @param {(told: Told) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.begin();
  }

  begin() {
    const source = new EventSource("api/events");
    this.source = source;
    for (const name of names) {
      source.addEventListener(name, (event) => this.tell({ name, data: /** @type {MessageEvent} */ (event).data }));
    }
    source.addEventListener("open", () => this.tell({ name: "open", data: "" }));
    source.addEventListener("error", () => {
      this.tell({ name: "error", data: "" });
      // A browser comes back by itself after a lost connection, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) this.retry = setTimeout(() => this.begin(), retryAfter);
    });
  }

  get isOpen() { return this.source?.readyState === EventSource.OPEN; }

  end() {
    clearTimeout(this.retry);
    this.source?.close();
  }
}

/** The policy takes no string. @type {any} */
const url = globalThis["trustedTypes"]?.createPolicy("creel", { createScriptURL: () => "worker.js" }).createScriptURL("");

/** The stream of all pages, by a shared worker: with one each, a seventh would wait. @param {(told: Told) => void} tell */
function join(tell) {
  /** @type {Stream|null} */
  let own = null;
  if (!("SharedWorker" in globalThis)) {
    own = new Stream(tell);
    return () => own?.end();
  }
  const worker = new SharedWorker(url ?? "worker.js", { type: "module", name: "creel" });
  worker.port.onmessage = ({ data }) => tell(data);
  // It did not start: the page does without.
  worker.onerror = () => { own ??= new Stream(tell); };
  return () => {
    worker.port.postMessage("leave");
    worker.port.close();
    own?.end();
  };
}

/** Tells what happens as long as the page is there; one that is kept for the way back has no stream. @param {(told: Told) => void} tell */
export function follow(tell) {
  let leave = join(tell);
  addEventListener("pagehide", () => leave());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) leave = join(tell); });
}
