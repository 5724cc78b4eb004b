// The address bar as the memory of the page; what is open, and what is drawn when.

import * as api from "./api.js";
import { byID } from "./parts/dom.js";
import { tag } from "./parts/format.js";
import { address, draw, drawTitle, fail, kept, pages, recall, start, state } from "./store.js";
import { drawHead, listenToHead, offerCompletions } from "./views/head.js";
import { drawList, listenToList, moveTo } from "./views/list.js";

/** @type {any} the open message, once it is here */
let message = null;

// What the list does without is loaded after it, or when it is wanted for the first time.
/** @type {(value: any) => void} */
let load = () => {};
const deeds = new Promise((resolve) => { load = resolve; }).then(() => import("./deeds.js"));
const begun = deeds.then(({ begin }) => begin({ go, message: () => message }));
const messageView = () => Promise.all([import("./views/message.js"), begun]);

async function drawMessage() {
  const shown = message;
  const [{ drawMessage }, { actions }] = await messageView();
  if (shown === message) await drawMessage(shown, actions);
}

async function drawMissing(text) {
  const { id } = state;
  const [{ drawMissing }, { actions }] = await messageView();
  if (id === state.id) drawMissing(text, actions.close);
}

let writing = 0;

/** Changes the state, and the address bar: later while it `isPassing`, as browsers take so many in a while. @param {Object<string, any>} changes */
function go(changes, isStep = false, isPassing = false) {
  const target = address(changes);
  if (target === address({})) return lookAgain();
  clearTimeout(writing);
  const write = () => history[isStep ? "pushState" : "replaceState"](null, "", target);
  if (isPassing) writing = setTimeout(write, 200);
  else write();
  arrive(target);
}

function arrive(target) {
  const { id, view, tab, at } = state;
  const isOtherList = recall(target);
  // It takes time, so no sooner than it is wanted.
  if (state.id !== null && !state.tab && (state.tab = kept("tab"))) history.replaceState(null, "", address({}));
  if (isOtherList) {
    pages.begin();
    state.selected.clear();
    moveTo(0);
    byID("list").scrollTop = 0;
  }
  if (state.id !== id || isOtherList) isPlaced = state.id === null;
  document.body.dataset.open = state.view ? "page" : state.id === null ? "list" : "message";
  place();
  byID("page").hidden = !state.view;
  if (state.view) import("./views/pages.js").then(({ drawPage }) => { if (state.view) drawPage(go, state.view !== view); }).catch(fail);
  if (state.id !== id || (state.id !== null && !message)) open(state.id);
  else if (message && (state.tab !== tab || state.at !== at)) drawMessage().catch(fail);
  drawTitle();
  draw();
}

let isPlaced = true;

function place() {
  if (isPlaced || !pages.isLoaded) return;
  isPlaced = true;
  const index = pages.indexOf(state.id);
  if (index >= 0) moveTo(index);
}

let reading = null;
let isGone = false;

async function open(id) {
  [message, isGone, state.title] = [null, false, ""];
  reading?.abort();
  const mine = reading = id === null ? null : new AbortController();
  const [article, rows] = [byID("message"), byID("rows")];
  const isInIt = article.contains(document.activeElement);
  article.hidden = !mine;
  if (!mine) {
    if (isInIt) rows.focus();
    article.replaceChildren();
    return;
  }
  // Who goes into it hears what it is before it is here; the list may have made room for it.
  article.setAttribute("aria-label", pages.at(pages.indexOf(id))?.subject || "Message");
  if (document.activeElement === rows && !rows.checkVisibility()) article.focus();
  try {
    const [found] = await Promise.all([api.message(id, mine.signal), messageView()]);
    if (mine !== reading) return;
    message = found;
    state.title = found.subject;
    drawTitle();
    await drawMessage();
    if (!found.seen) api.see(id).catch(() => {});
  } catch (error) {
    if (mine !== reading) return;
    isGone = error.status === 404;
    drawMissing(error.message).catch(fail);
  } finally {
    if (mine === reading) reading = null;
  }
}

/** Looks whether the open message is there, and as it was. */
async function lookAgain() {
  const { id } = state;
  if (id === null || reading || isGone) return;
  if (!message) return open(id);
  const found = await api.list({ q: `id:${id}`, inbox: "" }, null, 1).catch(() => null);
  if (found?.messages.length) onChanged(found.messages);
  else if (found) onRemoved(new Set([id]));
}

function onRemoved(ids, isRetention = false) {
  if (state.id === null || !ids.has(state.id)) return;
  message = null;
  isGone = true;
  drawMissing(isRetention ? "This message went: there is a limit to what is kept." : "This message was deleted.").catch(fail);
}

function onChanged(messages) {
  const changed = messages.find((one) => one.id === message?.id);
  if (!changed) return;
  const isTagged = `${message.tags}` !== `${changed.tags}`;
  Object.assign(message, changed);
  if (isTagged) document.getElementById("tags")?.replaceChildren(...changed.tags.map((name) => tag(name, "button")));
}

const tell = async (trouble) => { (await deeds).toast(trouble); };

function drawAll() {
  drawHead();
  place();
  if (state.selected.size || !byID("bulk").hidden) begun.then(({ drawBulk }) => drawBulk());
  drawList();
  if (state.trouble) tell(state.trouble);
  state.trouble = "";
}

listenToHead(go, async () => (await begun).openPalette());
listenToList((id) => go({ id, at: "" }, true), async (id, isRange) => (await deeds).select(id, isRange));
offerCompletions();
addEventListener("click", ({ target }) => {
  const q = /** @type {Element} */ (target).closest("[data-q]")?.getAttribute("data-q");
  if (q) go({ q, view: "", id: null }, true);
});
addEventListener("popstate", () => arrive(location.hash));
start(drawAll, {
  onListed: load,
  onArrived: (summary) => deeds.then(({ notify }) => notify(summary, (id) => go({ id, view: "", at: "" }, true))),
  onReset() {
    deeds.then(({ forgetWaiting }) => forgetWaiting());
    moveTo(0);
    if (state.id !== null) open(state.id);
  },
  onBack: lookAgain,
  onRemoved,
  onChanged,
  onSession: (session) => dispatchEvent(new CustomEvent("session", { detail: session })),
});
arrive(location.hash);
pages.at(0);
// A slow list keeps nobody from doing anything.
setTimeout(load, state.view || state.id !== null ? 0 : 300);
