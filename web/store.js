// What the page knows, and how it keeps up with the server.

import * as api from "./api.js";
import { Pages } from "./pages.js";

/** What stands in the address bar. */
const memory = {
  q: "", inbox: "",
  view: "",
  /** @type {number|null} the open message */
  id: null,
  /** @type {number|null} the message to compare with */
  with: null,
  tab: "",
  /** Octets to show in the source, as `120-180`. */
  at: "",
};

export const state = {
  ...memory,
  /** @type {boolean|null} whether the stream is open; `null` before that is known */
  isLive: null,
  isAnswered: false,
  error: "", column: 0, trouble: "",
  /** The subject of the open message. */
  title: "",
  full: "",
  /** @type {any[]} */
  inboxes: [],
  /** @type {Map<number, any>} rows by id */
  selected: new Map(),
  /** @type {Set<number>} ids that go when the time to take it back is over */
  leaving: new Set(),
};

let isDrawing = false;
let drawNow = () => {};

/** Draws before the next frame, however much has changed by then. */
export function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawNow();
  });
}

export function fail(error) {
  state.trouble = String(error.message ?? error);
  draw();
}

export const choice = () => ({ q: state.q, inbox: state.inbox });

/** How long the last page took, in milliseconds, as all times are. */
let lastTook = 0;

/** How soon what could not be read is tried again; later each time. */
let patience = 0;

let follow = () => {};

/** Behind the first rows, which it would keep waiting. */
const followSoon = () => (document.hidden ? follow() : requestAnimationFrame(() => setTimeout(() => follow())));

export const pages = new Pages(
  async (before, limit, signal) => {
    const begin = performance.now();
    const page = await api.list(choice(), before, limit, signal);
    lastTook = performance.now() - begin;
    return page;
  },
  (error) => {
    followSoon();
    state.isAnswered = !error?.isUnanswered;
    const isWrong = error?.status === 400;
    if (isWrong) pages.length = 0;
    // What is known stays on show; where nobody answers, the sign of the connection tells.
    if (!error?.isUnanswered || !pages.length) [state.error, state.column] = [error?.message ?? "", error?.column ?? 0];
    patience = error ? Math.min(60_000, 3000 + 2 * patience) : 0;
    if (error && !isWrong) setTimeout(() => { pages.failed.clear(); pages.at(0); draw(); }, patience);
    draw();
  },
);

/** Acts a little later, once for many calls. */
export function soon(act, wait = () => 250) {
  let timer = 0;
  return () => { timer ||= setTimeout(() => { timer = 0; act(); }, wait()); };
}

/** For queries, which only the server can answer: at most five times a second, and a fifth of the time. */
const refreshSoon = soon(() => pages.refreshAfter(), () => Math.max(200, 4 * lastTook));

const countSoon = soon(async () => {
  // Answers and the stream overtake each other: rows that are counted as they come may be counted twice.
  if (!state.q) pages.load(0);
  state.inboxes = await api.inboxes().catch(() => state.inboxes);
  drawTitle();
  draw();
}, () => 250 + state.inboxes.length / 4);

const lookForRoom = soon(async () => {
  state.full = await api.trouble();
  draw();
});

/** The list, and what takes its place: each a file in `views/`. */
export const views = { "": "Messages", sessions: "Sessions", overview: "Overview", compare: "Compare" };

/** Not with the rest of the page, of which nothing is drawn in the background. */
export function drawTitle() {
  const unread = state.inboxes.reduce((sum, inbox) => sum + inbox.unseen, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${state.view ? `${views[state.view]} · ` : state.title && `${state.title} · `}Creel`;
}

/** What views want to know. @type {any} */
let page;

const listener = {
  found() {
    state.isLive = true;
    listener.poll();
  },
  lost() {
    [state.isLive, state.isAnswered] = [false, false];
    listener.poll();
  },
  ping: lookForRoom,
  poll() {
    lookForRoom();
    pages.refreshAfter();
    countSoon();
    page.onSession(null);
    page.onBack();
    draw();
  },
  reset(_, isOther) {
    // Too much has changed to tell of each.
    if (!isOther) return listener.poll();
    // Another store, in which the same numbers are other messages.
    pages.begin();
    state.selected.clear();
    state.leaving.clear();
    page.onReset();
    countSoon();
    draw();
  },
  inboxes: countSoon,
  session: (session) => page.onSession(session),
  added(summary) {
    countSoon();
    if (state.inbox && state.inbox !== summary.inbox) return;
    page.onArrived(summary);
    if (state.q) refreshSoon();
    else pages.add(summary);
    draw();
  },
  removed({ ids, by }) {
    const isRetention = by === "retention";
    countSoon();
    ids.forEach((id) => { state.selected.delete(id); state.leaving.delete(id); });
    page.onRemoved(new Set(ids), isRetention);
    if (state.q || state.inbox) refreshSoon();
    else pages.remove(ids, isRetention);
    draw();
  },
  changed({ messages }) {
    countSoon();
    messages.forEach((one) => { if (state.selected.has(one.id)) state.selected.set(one.id, one); });
    pages.change(messages);
    page.onChanged(messages);
    if (state.q) refreshSoon();
    draw();
  },
};

/** Begins to follow the server, once the first rows are here. */
export function start(drawAll, views) {
  [drawNow, page] = [drawAll, views];
  follow = () => {
    follow = () => {};
    page.onListed();
    api.follow(listener);
    countSoon();
  };
}

/** Takes the state from an address. @returns {boolean} whether the list is another one now */
export function recall(address) {
  const given = new URLSearchParams(address.slice(1));
  const before = JSON.stringify(choice());
  for (const [name, otherwise] of Object.entries(memory)) {
    const text = given.get(name);
    state[name] = text === null ? otherwise : otherwise === null ? Number(text) || null : text;
  }
  if (!views[state.view]) state.view = "overview";
  return JSON.stringify(choice()) !== before;
}

export function address(changes) {
  const wanted = Object.keys(memory).map((name) => [name, changes[name] ?? (name in changes ? memory[name] : state[name])]);
  return `#${new URLSearchParams(wanted.filter(([name, value]) => value !== memory[name]))}`;
}

/** Other pages of the same server keep things, too. */
const keptAs = (name) => `creel ${location.pathname} ${name}`;

export function kept(name) {
  try {
    return localStorage[keptAs(name)] ?? "";
  } catch {
    return "";
  }
}

export function keep(name, value) {
  try {
    localStorage[keptAs(name)] = value;
  } catch { /* It holds as long as the page. */ }
}
