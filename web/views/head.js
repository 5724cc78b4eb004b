// The top of the page: views, inboxes, the search box, and whether the list is live.

import * as api from "../api.js";
import { byID, element } from "../parts/dom.js";
import { count, quoted } from "../parts/format.js";
import { keep, kept, pages, state } from "../store.js";

const views = [["", "Messages"], ["sessions", "Sessions"], ["overview", "Overview"]];

/** What terms of a query may begin with, or be. */
const keys = `from: to: cc: bcc: rcpt: subject: body: header: message-id: filename: type: has:attachment has:html
  has:code has:link has:defect is:unseen is:seen after:1h before:1d larger:1M smaller:10k score:>5 severity:error rule: regex: id: tag: inbox:`.split(/\s+/);

const saved = () => JSON.parse(kept("searches") || "[]");

/** @type {string[]} */
let tags = [];

/** Completes the last term of the query, and offers saved searches. */
export function offerCompletions() {
  const fill = () => {
    const [, before, last] = byID("q").value.match(/^((?:.*\s)?[-(]*)(\S*)$/s);
    const names = state.inboxes.map(({ name }) => `inbox:${quoted(name)}`).concat(tags.map((tag) => `tag:${quoted(tag)}`));
    const offers = keys.concat(last.includes(":") ? names : []).filter((key) => key.startsWith(last) && key !== last).map((key) => before + key);
    byID("completions").replaceChildren(...[...saved(), ...offers].slice(0, 40).map((value) => element("option", { value })));
  };
  byID("q").addEventListener("input", fill);
  byID("q").onfocus = async () => {
    fill();
    tags = (await api.tags().catch(() => [])).map(({ name }) => name);
  };
}

/** The star: whether the query is kept, and a way to keep it by mouse. */
function drawSave() {
  const star = byID("save");
  star.hidden = !state.q;
  if (!state.q) return;
  const isSaved = saved().includes(state.q);
  star.textContent = isSaved ? "★" : "☆";
  star.title = star.ariaLabel = isSaved ? "Forget this search" : "Save this search";
}

/** Keeps the query of the list for the search box, or forgets it, and says so. */
export function saveSearch() {
  if (!state.q) return "There is no search to save.";
  const [known, others] = [saved(), saved().filter((query) => query !== state.q)];
  const isNew = known.length === others.length;
  keep("searches", JSON.stringify(isNew ? [state.q, ...others].slice(0, 20) : others));
  drawSave();
  return isNew ? "Saved: the search box offers it." : "The search box no longer offers it.";
}

export function listenToHead(go, openCommands) {
  let typing = 0;
  const search = (text) => { clearTimeout(typing); go({ q: text.trim(), view: "" }); };
  byID("q").oninput = ({ target }) => {
    clearTimeout(typing);
    typing = setTimeout(search, 200, target.value);
  };
  byID("search").onsubmit = (event) => {
    event.preventDefault();
    search(byID("q").value);
    byID("rows").focus();
  };
  byID("inbox").onchange = ({ target }) => go({ inbox: target.value, id: null }, true);
  byID("inbox").onblur = drawInboxes;
  byID("save").onclick = async () => (await import("../parts/dialog.js")).toast(saveSearch());
  byID("more").onclick = openCommands;
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
  // Nothing changes under the hand of who chooses.
  if (select.dataset.look === look || (select === document.activeElement && select.dataset.look)) return;
  select.dataset.look = look;
  select.replaceChildren(...options.map(([value, title]) => element("option", { value, selected: value === state.inbox }, title)));
}

export function drawHead() {
  drawInboxes();
  const box = byID("q");
  if (box.value.trim() !== state.q && document.activeElement !== box) box.value = state.q;
  byID("count").textContent = pages.isLoaded && (pages.length || !state.error) ? `${count(pages.length, "message")}${pages.isExact ? "" : " or more"}` : "";
  const connection = byID("connection");
  const [kind, text = kind] = state.isLive === null ? [""] : state.isLive ? ["live"] : ["lost", "offline, retrying"];
  if (connection.textContent !== text) connection.textContent = text;
  connection.className = kind;
  drawError(box);
  drawSave();
  for (const node of byID("views").children) node.ariaCurrent = node.dataset.view === state.view ? "page" : null;
}

/** Shows where the query goes wrong. */
function drawError(box) {
  const error = byID("search-error");
  box.ariaInvalid = state.column > 0;
  if (error.hidden === !state.error && error.dataset.text === state.error) return;
  error.dataset.text = state.error;
  error.hidden = !state.error;
  // The server counts characters as people do, strings count less.
  const at = [...new Intl.Segmenter().segment(state.q)][state.column - 1]?.index ?? state.q.length;
  const pointer = state.column ? element("code", state.q.slice(0, at), element("mark", state.q.slice(at) || "▏")) : "";
  error.replaceChildren(pointer, ` ${state.error}`);
}
