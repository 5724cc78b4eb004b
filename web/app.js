// The address bar as the memory of the page; what is open, and what is drawn when.

import * as api from "./api.js";
import { byID } from "./parts/dom.js";
import { tag } from "./parts/format.js";
import { address, draw, drawTitle, fail, kept, pages, recall, start, state } from "./store.js";
import { drawHead, listenToHead, offerCompletions } from "./views/head.js";
import { drawList, listenToList, makeRoom, moveTo } from "./views/list.js";

/** @type {any} the open message, once it is here */
let message = null;

// What the list does without is loaded after it, or when it is wanted for the first time.
/** @type {(value: any) => void} */
let load = () => {};
const deeds = new Promise((resolve) => { load = resolve; }).then(() => import("./deeds.js"));
const begun = deeds.then(({ begin }) => begin({ go, message: () => message }));
const views = { message: () => import("./views/message.js"), pages: () => import("./views/pages.js"), bulk: () => import("./views/bulk.js") };

async function drawMessage() {
  const shown = message;
  const [{ drawMessage }, { actions }] = await Promise.all([views.message(), begun]);
  if (shown === message) await drawMessage(shown, actions);
}

async function drawMissing(text) {
  const { id } = state;
  const [{ drawMissing }, { actions }] = await Promise.all([views.message(), begun]);
  if (id === state.id) drawMissing(text, actions.close);
}

/** Writes changes of the state into the address bar. @param {Object<string, any>} changes */
function go(changes, isStep = false) {
  const target = address(changes);
  if (target === (location.hash || "#")) return;
  history[isStep ? "pushState" : "replaceState"](null, "", target);
  arrive();
}

function arrive() {
  const [id, look] = [state.id, `${state.tab} ${state.at}`];
  const { view } = state;
  const isOtherList = recall();
  // It takes time, so no sooner than it is wanted.
  if (state.id !== null && !state.tab) state.tab = kept("tab");
  if (isOtherList) {
    pages.begin();
    state.selected.clear();
    moveTo(0);
    byID("list").scrollTop = 0;
  }
  byID("page").hidden = !state.view;
  drawTitle();
  if (state.view) views.pages().then(({ drawPage }) => { if (state.view) drawPage(go, state.view !== view); }).catch(fail);
  document.body.dataset.open = state.view ? "page" : state.id === null ? "list" : "message";
  if (state.id !== id || (state.id !== null && !message)) open(state.id);
  else if (message && `${state.tab} ${state.at}` !== look) drawMessage().catch(fail);
  draw();
}

async function open(id) {
  message = null;
  const [article, rows] = [byID("message"), byID("rows")];
  const isInIt = article.contains(document.activeElement);
  article.hidden = id === null;
  if (id === null) {
    if (isInIt) rows.focus();
    article.replaceChildren();
    return;
  }
  const place = pages.indexOf(id);
  if (place >= 0) moveTo(place);
  // Who goes into it hears what it is before it is here; the list may have made room for it.
  article.setAttribute("aria-label", (place >= 0 && pages.at(place)?.subject) || "Message");
  if (document.activeElement === rows && !rows.checkVisibility()) article.focus();
  try {
    const [found] = await Promise.all([api.message(id), views.message()]);
    if (id !== state.id) return;
    message = found;
    await drawMessage();
    if (!found.seen) api.mark(id, true).catch(() => {});
  } catch (error) {
    if (id === state.id) drawMissing(error.message).catch(fail);
  }
}

async function drawBulk() {
  const [{ drawBulk }, { chosen, actions }] = await Promise.all([views.bulk(), begun]);
  drawBulk(chosen, actions.compare);
}

const tell = async (trouble) => { (await deeds).toast(trouble); };

function drawAll() {
  drawHead();
  if (state.selected.size || !byID("bulk").hidden) drawBulk().catch(fail);
  drawList();
  if (state.trouble) tell(state.trouble);
  state.trouble = "";
}

listenToHead(go, async () => (await begun).openPalette());
listenToList((id) => go({ id, at: "" }, true), async (id, isRange) => (await deeds).select(id, isRange));
offerCompletions();
addEventListener("popstate", arrive);
start(drawAll, {
  onListed: load,
  onArrived: (summary) => deeds.then(({ notify }) => notify(summary, (id) => go({ id, view: "", at: "" }, true))),
  onAdded: makeRoom,
  onReset() {
    deeds.then(({ forgetRemovals }) => forgetRemovals());
    moveTo(0);
    if (state.id !== null) open(state.id);
  },
  onRemoved(ids, isRetention) {
    if (state.id === null || !ids.has(state.id)) return;
    message = null;
    drawMissing(isRetention ? "This message went: there is a limit to what is kept." : "This message was deleted.").catch(fail);
  },
  onChanged(messages) {
    const changed = messages.find((one) => one.id === message?.id);
    if (!changed) return;
    Object.assign(message, changed);
    document.getElementById("tags")?.replaceChildren(...changed.tags.map(tag));
  },
  onSession: (session) => dispatchEvent(new CustomEvent("session", { detail: session })),
});
arrive();
pages.at(0);
// A slow list keeps nobody from doing anything.
setTimeout(load, state.view || state.id !== null ? 0 : 300);
