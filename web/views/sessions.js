// Recent connections, those that were refused or broke among them, as they end.

import * as api from "../api.js";
import { closeDialog, openDialog } from "../parts/dialog.js";
import { button, check, element, table } from "../parts/dom.js";
import { clock } from "../parts/format.js";
import { fail, state } from "../store.js";
import { drawDialogue, encryption, outcomes } from "./session.js";

const most = 1000;

const wish = { q: "", onlyTroubled: false };

/** @type {(session: any) => void} what the open view does with one that ended; `null`: all are to be read anew */
let take = () => {};

addEventListener("session", (event) => take(/** @type {CustomEvent} */ (event).detail));

const isTroubled = (session) => session.refused > 0 || !["quit", "open"].includes(session.outcome);

async function show({ id }) {
  try {
    openDialog(`Session ${id}`, drawDialogue(await api.oneSession(id)), button("Close", closeDialog, { class: "first" }));
  } catch (error) {
    fail(error);
  }
}

function row(session) {
  const outcome = outcomes[session.outcome] ?? session.outcome;
  return [
    button(clock(session.startedAt), () => show(session), { class: "quiet", "data-id": session.id, "aria-label": `Session of ${session.client}` }),
    `${session.client}${session.greeting ? ` (${session.greeting})` : ""}`, session.listener,
    element("span", { class: isTroubled(session) ? "refusal" : "" }, `${isTroubled(session) ? "▲ " : ""}${session.reason ?? outcome}`),
    encryption(session.tls), session.user ?? "", `${session.accepted}`, `${session.refused}`,
  ];
}

/** Newest first; one that is older than what was read belongs to what is read `next`. */
function place(sessions, session, next) {
  const known = sessions.findIndex(({ id }) => id === session.id);
  if (known >= 0) return [...sessions.slice(0, known), session, ...sessions.slice(known + 1)];
  const below = sessions.findIndex(({ id }) => Number(id) < Number(session.id));
  if (below < 0) return next === null ? [...sessions, session] : sessions;
  return [...sessions.slice(0, below), session, ...sessions.slice(below)];
}

export async function drawSessions() {
  /** @type {{sessions: any[], next: string|null}} */
  let { sessions, next } = { sessions: [], next: null };
  /** @type {any[]|null} those that ended while the list was read */
  let ended = null;
  const [found, problem] = [element("div"), element("p", { role: "alert", class: "error" })];
  const view = element("div", {}, element("h2", {}, "Sessions"), tools(() => readSoon(), () => redraw()), problem, found);
  const read = async () => {
    const [{ q }, mine] = [wish, ended = []];
    try {
      const page = await api.sessions(q);
      if (q !== wish.q || mine !== ended) return;
      next = page.next;
      sessions = q ? page.sessions : mine.reduce((all, session) => place(all, session, next), page.sessions);
      problem.textContent = "";
      redraw();
    } catch (error) {
      if (q === wish.q) problem.textContent = error.message;
    } finally {
      if (mine === ended) ended = null;
    }
  };
  const more = async () => {
    const [{ q }, from] = [wish, next];
    const page = await api.sessions(q, from);
    if (q !== wish.q || from !== next) return;
    sessions = [...sessions, ...page.sessions];
    next = page.next;
    redraw();
  };
  const redraw = () => {
    const rows = sessions.filter((session) => !wish.onlyTroubled || isTroubled(session)).map(row);
    const focused = found.contains(document.activeElement) && /** @type {HTMLElement} */ (document.activeElement).dataset.id;
    found.replaceChildren(
      table(["Began", "Client", "Listener", "Outcome", "Encrypted", "User", "Accepted", "Refused"], rows, { label: "Sessions" }),
      rows.length ? "" : element("p", {}, wish.q || wish.onlyTroubled ? "None is like that." : "None yet."),
      next ? button("Older sessions", () => more().catch(fail)) : "");
    if (focused) /** @type {HTMLElement|null} */ (found.querySelector(`[data-id="${focused}"]`))?.focus();
  };
  const [readSoon, redrawSoon] = [soon(read), soon(redraw)];
  take = (session) => {
    if (state.view !== "sessions") return;
    // Only the server can tell whether it fits.
    if (wish.q || !session) return readSoon();
    ended?.push(session);
    sessions = place(sessions, session, next);
    if (sessions.length > most) { sessions = sessions.slice(0, most); next = sessions[most - 1].id; }
    redrawSoon();
  };
  await read();
  return view;
}

/** Does it a little later, once for many calls. @param {() => void} action @returns {() => void} */
function soon(action) {
  let timer = 0;
  return () => { timer ||= setTimeout(() => { timer = 0; action(); }, 250); };
}

function tools(search, redraw) {
  const input = element("input", {
    type: "search", value: wish.q, "aria-label": "Search sessions", placeholder: "words, client:, user:, outcome:tlsFailed", autocomplete: "off",
    oninput: (event) => { wish.q = event.target.value.trim(); search(); },
  });
  return element("p", { class: "tools" }, input,
    check("Only refused or broken ones", wish.onlyTroubled, (isOn) => { wish.onlyTroubled = isOn; redraw(); }));
}
