// The stream of events, which all pages of a browser share.

/** How soon a stream that was refused is tried again, in milliseconds. */
const retryAfter = 3000;

const names = ["added", "removed", "changed", "session", "inboxes", "reset", "ping"];

/**
 * An event, or `open` and `error` for the stream itself. `last` is the cursor, "" before it is known; `isOther` is one of another store.
 * @typedef {{name: string, data: string, last: string, isOther?: boolean}} Told
 */

/** A stream of this page or worker alone. */
export class Stream {
  /** @param {(told: Told) => void} tell @param {string} last where it goes on; "" for now */
  constructor(tell, last) {
    this.tell = (name, data = "") => tell({ name, data, last: this.last });
    this.last = last;
    this.begin();
  }

  begin() {
    const source = this.source = new EventSource(`api/events${this.last && `?after=${this.last}`}`);
    for (const name of names) {
      source.addEventListener(name, ({ data, lastEventId }) => {
        this.last = lastEventId || this.last;
        this.tell(name, data);
      });
    }
    source.onopen = () => this.tell("open");
    source.onerror = () => {
      this.tell("error");
      // A browser comes back by itself after a lost connection, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) this.retry = setTimeout(() => this.begin(), retryAfter);
    };
  }

  get isOpen() { return this.source?.readyState === EventSource.OPEN; }

  end() {
    clearTimeout(this.retry);
    this.source?.close();
  }
}

/** The policy takes no string. @type {any} */
const url = globalThis["trustedTypes"]?.createPolicy("creel", { createScriptURL: () => "worker.js" }).createScriptURL("");

/** The stream of all pages, by a shared worker: with one each, a seventh would wait. */
function join(tell, last) {
  /** @type {Stream|undefined} */
  let own;
  const begin = () => { own ??= new Stream(tell, last); };
  if (!("SharedWorker" in globalThis)) {
    begin();
    return () => own?.end();
  }
  const worker = new SharedWorker(url ?? "worker.js", { type: "module", name: "events" });
  const { port } = worker;
  port.onmessage = ({ data }) => tell(data);
  port.postMessage(last);
  // It did not start: the page does without.
  worker.onerror = begin;
  return () => {
    port.postMessage("leave");
    port.close();
    own?.end();
  };
}

/** Tells what happens as long as the page is there; one that is kept for the way back has no stream. @param {(told: Told) => void} tell */
export function follow(tell) {
  let last = "";
  const hear = (told) => {
    const isOther = told.last !== "" && Number(told.last) < Number(last);
    last = told.last || last;
    tell({ ...told, isOther });
  };
  let leave = join(hear, last);
  addEventListener("pagehide", () => leave());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) leave = join(hear, last); });
}
