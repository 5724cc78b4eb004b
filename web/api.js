// The only file that talks to the server.

/** A problem detail (RFC 9457) as an error. */
export class Problem extends Error {
  /** @param {{status: number, detail: string, column?: number}} problem */
  constructor(problem) {
    super(problem.detail);
    this.status = problem.status;
    this.column = problem.column;
  }
}

async function call(path, options = {}) {
  const response = await fetch(path, options);
  if (response.ok) return response;
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  throw new Problem(isProblem ? await response.json() : { status: response.status, detail: response.statusText });
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/**
 * @param {string} q
 * @param {number|null} before
 * @param {AbortSignal} signal ends the search, at the server as well
 * @returns {Promise<{messages: object[], matched: number, next: number|null}>} newest first
 */
export async function list(q, before, signal) {
  return (await call(`/api/messages${query({ q, before })}`, { signal })).json();
}

export async function message(id) {
  return (await call(`/api/messages/${id}`)).json();
}

/** @returns {Promise<Uint8Array>} */
export async function raw(id) {
  return new Uint8Array(await (await call(`/api/messages/${id}/raw`)).arrayBuffer());
}

export async function session(id) {
  return (await call(`/api/messages/${id}/session`)).json();
}

export async function remove(id) {
  await call(`/api/messages/${id}`, { method: "DELETE" });
}

/** @returns {Promise<{deleted: number}>} */
export async function removeAll(q) {
  return (await call(`/api/messages${query({ q })}`, { method: "DELETE" })).json();
}

/**
 * @param {number} id
 * @param {"all"|"embedded"|"block"} images
 */
export const htmlURL = (id, images) => `/api/messages/${id}/html${query({ images })}`;

/**
 * @param {number} id
 * @param {string} path
 */
export const partURL = (id, path) => `/api/messages/${id}/parts/${path}`;

/** @param {number} id */
export const downloadURL = (id) => `/api/messages/${id}/raw?download=1`;

/**
 * Follows what happens. `onOpen` comes at every (re)connection: whatever was known before may be out of date.
 * @param {{onOpen(): void, onClose(): void, onAdded(summary: object): void, onRemoved(ids: number[]): void,
 *   onReset(): void}} listener
 */
export function follow(listener) {
  const source = new EventSource("/api/events");
  source.addEventListener("open", () => listener.onOpen());
  source.addEventListener("added", (event) => listener.onAdded(JSON.parse(event.data)));
  source.addEventListener("removed", (event) => listener.onRemoved(JSON.parse(event.data).ids));
  source.addEventListener("reset", () => listener.onReset());
  source.addEventListener("error", () => {
    listener.onClose();
    // A browser comes back by itself after a lost connection, but not after a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(listener), 3000);
  });
}
