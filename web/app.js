// The address bar as the memory of the page; what is open, and what is drawn when.

import * as api from "./api.js";
import { copy } from "./parts/copy.js";
import { markMessages, removeMessages, tagMessage } from "./parts/actions.js";
import { ask, toast } from "./parts/dialog.js";
import { byID } from "./parts/dom.js";
import { listenToKeys } from "./parts/keys.js";
import { address, draw, pages, recall, start, state } from "./store.js";
import { drawBulk } from "./views/bulk.js";
import { makeCommands } from "./views/commands.js";
import { drawHead, listenToHead, offerCompletions } from "./views/head.js";
import { current, drawList, listenToList, makeRoom, moveTo } from "./views/list.js";
import { drawMessage, drawMissing } from "./views/message.js";
import { drawPage } from "./views/pages.js";
import { notify } from "./parts/notify.js";

/** @type {any} the open message, once it is here */
let message = null;

/** Writes changes of the state into the address bar. @param {Object<string, any>} changes @param {boolean} isStep */
function go(changes, isStep = false) {
  const target = address(changes);
  if (target === (location.hash || "#")) return;
  history[isStep ? "pushState" : "replaceState"](null, "", target);
  arrive();
}

/** Takes the state from the address bar. */
function arrive() {
  const [id, look] = [state.id, `${state.tab} ${state.at}`];
  const [isOtherList, view] = [recall(), `${state.view} ${state.with}`];
  if (!state.tab) state.tab = localStorage.getItem("tab") ?? "";
  if (isOtherList) {
    pages.begin();
    state.selected.clear();
    moveTo(0);
    byID("list").scrollTop = 0;
  }
  byID("page").hidden = !state.view;
  if (state.view) drawPage(go);
  document.body.dataset.open = state.view ? "page" : state.id === null ? "list" : "message";
  if (state.id !== id || (state.id !== null && !message)) open(state.id);
  else if (message && `${state.tab} ${state.at}` !== look) drawMessage(message, actions);
  draw();
}

/** @param {number|null} id */
async function open(id) {
  message = null;
  if (id === null) {
    byID("message").hidden = true;
    return;
  }
  const place = pages.indexOf(id);
  if (place >= 0) moveTo(place);
  try {
    const found = await api.message(id);
    if (id !== state.id) return;
    message = found;
    await drawMessage(message, actions);
    if (!message.seen) api.mark(id, true).catch(() => {});
  } catch (error) {
    if (id === state.id) drawMissing(/** @type {Error} */ (error).message, actions.close);
  }
}

const actions = {
  show(tab, at = "") {
    localStorage.setItem("tab", tab);
    go({ tab, at });
  },
  close() {
    go({ id: null, at: "" }, true);
    byID("rows").focus();
  },
  remove() {
    if (!message) return;
    removeMessages([message.id]);
    if (pages.length > 1) step(current + 1 < pages.length ? 1 : -1);
    else actions.close();
  },
  tag() {
    if (message) ask("Tags", "Names, between commas.", message.tags.join(", "), (text) => tagMessage(message, text));
  },
  compare() {
    ask("Compare with", "The number of another message, or nothing for the one below in the list.", "", (text) => {
      const other = Number(text) || pages.at(current + 1)?.id;
      if (other) go({ view: "compare", with: other }, true);
    });
  },
  share(node) { copy(location.href, node); },
};

/** Goes to another row, and opens it where one is open. @param {number} distance */
function step(distance) {
  moveTo(current + distance);
  const row = pages.at(current);
  if (row && state.id !== null) go({ id: row.id, at: "" });
}

/** @param {number} index */
function select(index) {
  const row = pages.at(index);
  if (!row) return;
  if (!state.selected.delete(row.id)) state.selected.add(row.id);
  draw();
}

const chosen = () => (state.selected.size ? [...state.selected] : [state.id ?? pages.at(current)?.id].filter(Boolean));

const openPalette = async () => (await import("./views/palette.js")).openPalette(commands);

const commands = makeCommands({
  go, step, chosen, actions,
  isUnread: (id) => !pages.at(pages.indexOf(id))?.seen,
  openCurrent() {
    const row = pages.at(current);
    if (row) go({ id: row.id, view: "", at: "" }, true);
    byID("message").focus();
  },
  selectCurrent: () => select(current),
  palette: openPalette,
  mark: (seen) => markMessages(chosen(), seen),
});

function drawAll() {
  drawHead();
  drawBulk(chosen);
  drawList();
  if (state.trouble) toast(state.trouble);
  state.trouble = "";
}

listenToHead(go, openPalette);
listenToList((index) => {
  const row = pages.at(index);
  if (row) go({ id: row.id, at: "" }, true);
}, select);
listenToKeys(commands);
offerCompletions();
addEventListener("popstate", arrive);
start(drawAll, {
  onAdded(summary) {
    if (summary) makeRoom(state.id !== null);
    if (summary) notify(summary, (id) => go({ id, view: "", at: "" }, true));
  },
  onRemoved(ids, isRetention) {
    if (state.id === null || !ids.has(state.id)) return;
    drawMissing(isRetention ? "This message went: there is a limit to what is kept." : "This message was deleted.", actions.close);
  },
  onChanged(messages) {
    const changed = messages.find((one) => one.id === message?.id);
    if (!changed) return;
    const areTags = String(changed.tags) !== String(message.tags);
    Object.assign(message, changed);
    if (areTags) drawMessage(message, actions);
  },
  // For the view of sessions, where that has been opened.
  onSession: (session) => dispatchEvent(new CustomEvent("session", { detail: session })),
});
arrive();
