// The only file that asks the server; what it tells by itself comes from the stream.

import { follow as followStream } from "./stream.js";

/** A problem detail (RFC 9457) as an error. */
class Problem extends Error {
  constructor({ status, detail, column = 0 }) {
    super(detail);
    this.status = status;
    this.column = column;
    this.isUnanswered = [502, 504].includes(status);
  }
}

/** @param {string} path relative to the page, which may lie below a base path @param {RequestInit} options */
async function call(path, options = {}) {
  const response = await fetch(path, options).catch((error) => {
    throw error.name === "AbortError" ? error : new Problem({ status: 502, detail: "Creel does not answer." });
  });
  const { ok, headers, status, statusText } = response;
  if (ok) return response;
  const isProblem = headers.get("content-type")?.startsWith("application/problem+json");
  throw new Problem(isProblem ? await response.json() : { status, detail: `${status} ${statusText}` });
}

/** @param {AbortSignal} [signal] ends the request, at the server as well */
const read = async (path, signal) => (await call(path, { signal })).json();

const sent = (method, body) => ({ method, body: JSON.stringify(body), headers: { "content-type": "application/json" } });

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

export const list = (choice, before, limit, signal) => read(`api/messages${query({ ...choice, before, limit })}`, signal);

export const message = (id, signal) => read(`api/messages/${id}`, signal);
export const report = (id, signal) => read(`api/messages/${id}/report`, signal);
export const session = (id, signal) => read(`api/messages/${id}/session`, signal);

export const sessions = (q, before = null) => read(`api/sessions${query({ q, before, limit: 100 })}`);

export const oneSession = (id) => read(`api/sessions/${id}`);
export const statistics = (inbox) => read(`api/statistics${query({ inbox })}`);
export const clients = async () => (await read("api/clients")).clients;
export const inboxes = async () => (await read("api/inboxes")).inboxes;

export const trouble = () => call("readyz").then(() => "", (error) => (error.status === 503 ? `No mail can be stored: ${error.message}` : ""));

export const listeners = () => read("api/listeners");
export const tags = async () => (await read("api/tags")).tags;

export const raw = async (id, signal) => new Uint8Array(await (await call(`api/messages/${id}/raw`, { signal })).arrayBuffer());

/** @param {boolean} isLast the page goes away: the request may outlive it */
export const removeAll = (choice, isLast) => call(`api/messages${query(choice)}`, { method: "DELETE", keepalive: isLast });

export const see = (id) => call(`api/messages/${id}/seen`, { method: "PUT" });

export const markAll = (choice, seen, isLast = false) =>
  call(`api/messages/seen${query(choice)}`, { method: seen ? "PUT" : "DELETE", keepalive: isLast });

export const changeTags = (choice, change) => call(`api/messages/tags${query(choice)}`, sent("PATCH", change));

export const setTags = (id, names) => call(`api/messages/${id}/tags`, sent("PUT", { tags: names }));

export const htmlURL = (id, options) => `api/messages/${id}/html${query(options)}`;

export const partURL = (id, path) => `api/messages/${id}/parts/${path}`;

/** The text of a part; in a charset that the browser does not have, as if it were UTF-8. */
export async function partText(id, path, charset) {
  const octets = await (await call(partURL(id, path))).arrayBuffer();
  try {
    return new TextDecoder(charset ?? "utf-8").decode(octets);
  } catch {
    return new TextDecoder().decode(octets);
  }
}

export const downloadURL = (id) => `api/messages/${id}/raw?download=1`;

/** How long a stream may take to open and may be silent, and how often the server is asked without one, in milliseconds. */
const [firstWord, silence, pollEvery] = [5000, 40_000, 3000];

/** Tells of events by their names; of what was known before `found`, at every connection, and `poll`, without one, nothing may hold. */
export function follow(listener) {
  let [polling, watching] = [0, 0];
  const lose = () => {
    if (polling) return;
    listener.lost();
    polling = setInterval(() => listener.poll(), pollEvery);
  };
  const watch = (patience) => { clearTimeout(watching); watching = setTimeout(lose, patience); };
  followStream(({ name, data, isOther }) => {
    if (name === "error") return lose();
    if (name === "open" || (name === "ping" && polling)) {
      clearInterval(polling);
      polling = 0;
      listener.found();
    }
    // A server that says that it is there is missed when it is silent. What lies between may hold all of it back.
    if (name === "open" || name === "ping") watch(silence);
    if (name !== "open") listener[name](data && JSON.parse(data), isOther);
  });
  watch(firstWord);
}
