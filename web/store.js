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

let latestLoad = 0;
/** @type {object[]|null} what came while a page is on its way and may not be on it */
let meanwhile = null;

/** Reads the first page anew. */
export async function load() {
  const ticket = ++latestLoad;
  meanwhile = [];
  try {
    const page = await api.list(state.q);
    if (ticket !== latestLoad) return;
    Object.assign(state, page, { error: "", isLoaded: true });
    if (!state.q) meanwhile.forEach(add);
    meanwhile = null;
  } catch (error) {
    if (ticket !== latestLoad) return;
    Object.assign(state, { messages: [], matched: 0, next: null, error: error.message, isLoaded: true });
  }
  draw();
}

export async function loadOlder() {
  const ticket = latestLoad;
  const page = await api.list(state.q, state.next);
  if (ticket !== latestLoad) return;
  state.messages.push(...page.messages);
  Object.assign(state, { next: page.next, matched: page.matched });
  draw();
}

let soon = 0;

/** For queries, which only the server can answer: at most five times a second. */
function loadSoon() {
  soon ||= setTimeout(() => { soon = 0; load(); }, 200);
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
