// The top of the page: views, inboxes, the search box, and whether the list is live.

import * as api from "../api.js";
import { byID, element } from "../parts/dom.js";
import { count, quoted } from "../parts/format.js";
import { keep, kept, pages, state, views } from "../store.js";

/** What terms of a query may begin with, or be. */
const keys = `from: to: cc: bcc: rcpt: subject: body: header: message-id: filename: type: has:attachment has:html
  has:code has:link has:defect is:unseen is:seen is:tagged is:duplicate after:1h before:1d larger:1M smaller:10k score:>5 severity:error rule: regex: link: session: id: tag: inbox:`.split(/\s+/);

const saved = () => kept("searches").split("\n").filter(Boolean);

/** @type {string[]} */
let tags = [];

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

export function saveSearch() {
  if (!state.q) return "There is no search to save.";
  const [known, others] = [saved(), saved().filter((query) => query !== state.q)];
  const isNew = known.length === others.length;
  keep("searches", (isNew ? [state.q, ...others].slice(0, 20) : others).join("\n"));
  drawSave();
  return isNew ? "Saved: the search box offers it." : "The search box no longer offers it.";
}

export function listenToHead(go, openCommands) {
  let typing = 0;
  const search = (text) => {
    clearTimeout(typing);
    typing = 0;
    go({ q: text.trim(), view: "" });
  };
  byID("q").oninput = ({ target: { value } }) => {
    clearTimeout(typing);
    const mine = typing = setTimeout(async () => {
      // What is half written is no query yet: one message is looked at to hear so.
      const isHalf = await api.list({ q: `id:1 ${value}` }, null, 1).then(() => false, ({ status }) => status === 400);
      if (mine === typing) typing = setTimeout(() => { if (!isHalf || byID("q").matches(":focus")) search(value); }, isHalf ? 1000 : 0);
    }, 200);
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
  byID("views").append(...Object.entries(views).slice(0, 3).map(([view, title]) => element("button", {
    type: "button", "data-view": view, onclick: () => go({ view }, true) }, title)));
}

let shown = null;

function drawInboxes() {
  const { inboxes, inbox: chosen } = state;
  const select = byID("inbox");
  // Nothing changes under the hand of who chooses. There may be ten thousand.
  if ((shown === inboxes && select.value === chosen) || (select === document.activeElement && shown)) return;
  shown = inboxes;
  const sum = (what) => inboxes.reduce((sum, inbox) => sum + inbox[what], 0);
  const all = [{ name: "", unseen: sum("unseen"), messages: sum("messages") }, ...inboxes];
  if (!all.some(({ name }) => name === chosen)) all.push({ name: chosen });
  select.replaceChildren(...all.map(({ name, unseen = 0, messages = 0, description }) => element("option",
    { value: name, selected: name === chosen, title: `${count(messages, "message")}${description ? `: ${description}` : ""}` },
    `${name || "All inboxes"}${unseen ? ` (${unseen.toLocaleString()})` : ""}`)));
}

const write = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = !text;
};

/** The search whose matches were told. */
let told = "";

export function drawHead() {
  drawInboxes();
  const box = byID("q");
  if (box.value.trim() !== state.q && document.activeElement !== box) box.value = state.q;
  const found = pages.isLoaded && (pages.length || !state.error) ? `${count(pages.length, "message")}${pages.isExact ? "" : " or more"}` : "";
  byID("count").textContent = found;
  // Told once for each search, and not with each new mail.
  const asked = `${state.q} ${state.inbox}`;
  if (found && asked !== told) [told, byID("found").textContent] = [asked, found];
  const connection = byID("connection");
  const { isLive } = state;
  write(connection, isLive === null ? "" : isLive ? "live" : state.isAnswered ? "every 3 s" : "offline, retrying");
  connection.className = isLive === null ? "" : isLive ? "live" : "lost";
  write(byID("full"), state.full);
  drawError(box);
  drawSave();
  for (const node of byID("views").children) node.ariaCurrent = node.dataset.view === state.view ? "page" : null;
}

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
