// The address bar as the memory of the page; what is open, and what is drawn when.

import * as api from "./api.js";
import { byID } from "./parts/dom.js";
import { address, draw, fail, pages, recall, start, state } from "./store.js";
import { drawHead, listenToHead, offerCompletions } from "./views/head.js";
import { drawList, listenToList, makeRoom, moveTo } from "./views/list.js";

/** @type {any} the open message, once it is here */
let message = null;

// What the list does without is loaded after it, or when it is wanted for the first time.
const deeds = import("./deeds.js");
const begun = deeds.then(({ begin }) => begin({ go, message: () => message }));
const views = { message: () => import("./views/message.js"), pages: () => import("./views/pages.js"), bulk: () => import("./views/bulk.js") };

/** Shows the open message with the chosen tab. */
async function drawMessage() {
  const shown = message;
  const [{ drawMessage }, { actions }] = await Promise.all([views.message(), begun]);
  if (shown === message) await drawMessage(shown, actions);
}

/** @param {string} text why there is no message */
async function drawMissing(text) {
  const { id } = state;
  const [{ drawMissing }, { actions }] = await Promise.all([views.message(), begun]);
  if (id === state.id) drawMissing(text, actions.close);
}

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
  // Asked for no sooner than it is wanted, since the browser has to look it up.
  if (state.id !== null && !state.tab) state.tab = localStorage.getItem("tab") ?? "";
  if (isOtherList) {
    pages.begin();
    state.selected.clear();
    moveTo(0);
    byID("list").scrollTop = 0;
  }
  byID("page").hidden = !state.view;
  if (state.view) views.pages().then(({ drawPage }) => { if (state.view) drawPage(go); }).catch(fail);
  document.body.dataset.open = state.view ? "page" : state.id === null ? "list" : "message";
  if (state.id !== id || (state.id !== null && !message)) open(state.id);
  else if (message && `${state.tab} ${state.at}` !== look) drawMessage().catch(fail);
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
    const [found] = await Promise.all([api.message(id), views.message()]);
    if (id !== state.id) return;
    message = found;
    await drawMessage();
    if (!found.seen) api.mark(id, true).catch(() => {});
  } catch (error) {
    if (id === state.id) drawMissing(/** @type {Error} */ (error).message).catch(fail);
  }
}

async function drawBulk() {
  const [{ drawBulk }, { chosen, actions }] = await Promise.all([views.bulk(), begun]);
  drawBulk(chosen, actions.compare);
}

/** @param {string} trouble */
const tell = async (trouble) => { (await deeds).toast(trouble); };

function drawAll() {
  drawHead();
  if (state.selected.size || !byID("bulk").hidden) drawBulk().catch(fail);
  drawList();
  if (state.trouble) tell(state.trouble);
  state.trouble = "";
}

listenToHead(go, async () => (await begun).openPalette());
listenToList((index) => {
  const row = pages.at(index);
  if (row) go({ id: row.id, at: "" }, true);
}, async (index, isRange) => (await deeds).select(index, isRange));
offerCompletions();
addEventListener("popstate", arrive);
start(drawAll, {
  onAdded(summary) {
    if (!summary) return;
    makeRoom(state.id !== null);
    deeds.then(({ notify }) => notify(summary, (id) => go({ id, view: "", at: "" }, true)));
  },
  onRemoved(ids, isRetention) {
    if (state.id === null || !ids.has(state.id)) return;
    drawMissing(isRetention ? "This message went: there is a limit to what is kept." : "This message was deleted.").catch(fail);
  },
  onChanged(messages) {
    const changed = messages.find((one) => one.id === message?.id);
    if (!changed) return;
    const areTags = String(changed.tags) !== String(message.tags);
    Object.assign(message, changed);
    if (areTags) drawMessage().catch(fail);
  },
  // For the view of sessions, where that has been opened.
  onSession: (session) => dispatchEvent(new CustomEvent("session", { detail: session })),
});
arrive();
pages.at(0);
