// The top of the page: views, inboxes, the search box, and whether the list is live.

import { byID, element } from "../parts/dom.js";
import { count } from "../parts/format.js";
import { pages, state } from "../store.js";

const views = [["", "Messages"], ["sessions", "Sessions"], ["overview", "Overview"]];

/** What queries may begin with. */
const keys = [
  "from:", "to:", "cc:", "subject:", "body:", "header:", "has:attachment", "has:html", "has:code", "has:link", "is:seen", "-is:seen",
  "tag:", "after:1h", "before:1d", "larger:1M", "smaller:10k", "score:>5", "rule:",
];

const saved = () => JSON.parse(localStorage.getItem("searches") ?? "[]");

/** Completes the last word of the query with keys, and offers saved searches. */
export function offerCompletions() {
  const fill = () => {
    const [, before, last] = /** @type {RegExpMatchArray} */ (byID("q").value.match(/^(.*?)(\S*)$/s));
    const offers = keys.filter((key) => key.startsWith(last) && key !== last).map((key) => before + key);
    byID("completions").replaceChildren(...[...saved(), ...offers].slice(0, 30).map((value) => element("option", { value })));
  };
  byID("q").addEventListener("input", fill);
  byID("q").addEventListener("focus", fill);
}

/** Keeps the query of the list for the search box, or forgets it. @returns {string} what was done */
export function saveSearch() {
  if (!state.q) return "There is no search to save.";
  const [known, others] = [saved(), saved().filter((query) => query !== state.q)];
  const isNew = known.length === others.length;
  localStorage.setItem("searches", JSON.stringify(isNew ? [state.q, ...others].slice(0, 20) : others));
  return isNew ? "Saved: the search box offers it." : "The search box no longer offers it.";
}

/** @param {(changes: Object<string, any>, isStep?: boolean) => void} go @param {() => void} openCommands */
export function listenToHead(go, openCommands) {
  let typing = 0;
  const search = () => { clearTimeout(typing); go({ q: byID("q").value.trim(), view: "" }); };
  byID("q").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(search, 200);
  });
  byID("search").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
    byID("rows").focus();
  });
  byID("inbox").addEventListener("change", (event) => go({ inbox: event.target.value, id: null }, true));
  byID("more").addEventListener("click", openCommands);
  byID("views").append(...views.map(([view, title]) => element("button", {
    type: "button", "data-view": view, onclick: () => go({ view }, true) }, title)));
}

function drawInboxes() {
  const total = state.inboxes.reduce((sum, inbox) => sum + inbox.unseen, 0);
  const unread = (number) => (number ? ` (${number.toLocaleString()})` : "");
  const options = [["", `All inboxes${unread(total)}`], ...state.inboxes.map((inbox) => [inbox.name, `${inbox.name}${unread(inbox.unseen)}`])];
  if (state.inbox && !state.inboxes.some((inbox) => inbox.name === state.inbox)) options.push([state.inbox, state.inbox]);
  const look = JSON.stringify([options, state.inbox]);
  const select = byID("inbox");
  document.title = total ? `(${total}) Creel` : "Creel";
  if (select.dataset.look === look) return;
  select.dataset.look = look;
  select.replaceChildren(...options.map(([value, title]) => element("option", { value, selected: value === state.inbox }, title)));
}

export function drawHead() {
  drawInboxes();
  const box = byID("q");
  if (box.value.trim() !== state.q && document.activeElement !== box) box.value = state.q;
  byID("count").textContent = pages.isLoaded && !state.error ? `${count(pages.length, "message")}${pages.isExact ? "" : " or more"}` : "";
  const connection = byID("connection");
  const text = state.isLive ? "live" : "offline, retrying";
  if (connection.textContent !== text) connection.textContent = text;
  connection.className = state.isLive ? "live" : "";
  drawError(box);
  for (const node of byID("views").children) {
    if (node.dataset.view === state.view) node.setAttribute("aria-current", "page");
    else node.removeAttribute("aria-current");
  }
}

/** Shows where the query goes wrong. @param {HTMLInputElement} box */
function drawError(box) {
  const error = byID("search-error");
  box.setAttribute("aria-invalid", String(Boolean(state.error)));
  if (error.hidden === !state.error && error.dataset.text === state.error) return;
  error.dataset.text = state.error;
  error.hidden = !state.error;
  const pointer = state.column
    ? element("code", {}, state.q.slice(0, state.column - 1), element("mark", {}, state.q.slice(state.column - 1) || "▏")) : null;
  error.replaceChildren(...[pointer, ` ${state.error}`].filter(Boolean));
}
