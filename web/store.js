// What the page knows, and how it keeps up with the server.

import * as api from "./api.js";

/** Rows kept while new ones come in on top. */
const mostRows = 500;

export const state = {
  /** @type {object[]} newest first */
  messages: [], matched: 0, next: null, isLoaded: false, isLive: false, error: "", q: "",
  /** @type {number|null} the open message */
  id: null, tab: "",
};

let isDrawing = false;
let drawNow = () => {};

/** Draws before the next frame, however much has changed by then. */
export function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawNow(state);
  });
}

/** @param {unknown} error shown at the search box */
export function fail(error) {
  state.error = error.message;
  draw();
}

/** Ends what is on its way once the page wants something else. */
let loading = new AbortController();
/** @type {object[]|null} what came while a page is on its way and may not be on it */
let meanwhile = null;
/** How long the last page took, in milliseconds. */
let lastTook = 0;

/** The timer of the next load. */
let soon = 0;
/** Whether more happened while a page was on its way. */
let isOutdated = false;

/** Reads the first page anew. */
export async function load() {
  loading.abort();
  clearTimeout(soon);
  soon = 0;
  loading = new AbortController();
  const { signal } = loading;
  const begin = performance.now();
  meanwhile = [];
  try {
    const page = await api.list(state.q, null, signal);
    if (signal.aborted) return;
    Object.assign(state, page, { error: "", isLoaded: true });
    if (!state.q) meanwhile.forEach(add);
  } catch (error) {
    if (signal.aborted) return;
    Object.assign(state, { messages: [], matched: 0, next: null, error: error.message, isLoaded: true });
  }
  meanwhile = null;
  lastTook = performance.now() - begin;
  if (isOutdated) loadSoon();
  draw();
}

export async function loadOlder() {
  const { signal } = loading;
  try {
    const page = await api.list(state.q, state.next, signal);
    if (signal.aborted) return;
    state.messages.push(...page.messages);
    Object.assign(state, { next: page.next, matched: page.matched });
    draw();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** For queries, which only the server can answer: one at a time, at most five times a second, and a fifth of the time. */
function loadSoon() {
  isOutdated = meanwhile !== null;
  if (!isOutdated) soon ||= setTimeout(load, Math.max(200, 4 * lastTook));
}

function add(summary) {
  if (state.messages[0]?.id >= summary.id) return;
  state.messages.unshift(summary);
  state.matched += 1;
  if (state.messages.length <= mostRows) return;
  state.messages.length = mostRows;
  state.next = state.messages.at(-1).id;
}

const listener = {
  onOpen() { state.isLive = true; load(); },
  onClose() { state.isLive = false; draw(); },
  onReset() { load(); },
  onAdded(summary) {
    if (state.q) return loadSoon();
    meanwhile?.push(summary);
    add(summary);
    draw();
  },
  onRemoved(ids) {
    const gone = new Set(ids);
    state.messages = state.messages.filter((summary) => !gone.has(summary.id));
    if (gone.has(state.id)) whenOpenIsGone();
    if (state.q) loadSoon();
    else state.matched = Math.max(0, state.matched - ids.length);
    draw();
  },
};

let whenOpenIsGone = () => {};

/**
 * Begins to follow the server.
 * @param {{draw(state: object): void, onOpenGone(): void}} page
 */
export function start(page) {
  drawNow = page.draw;
  whenOpenIsGone = page.onOpenGone;
  api.follow(listener);
}
