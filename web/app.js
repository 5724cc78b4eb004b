// The address bar as the memory of the page, and what its controls do.

import * as api from "./api.js";
import { byID } from "./parts/dom.js";
import { listenToKeys } from "./parts/keys.js";
import { draw, fail, load, loadOlder, start, state } from "./store.js";
import { listenToControls, showQuery } from "./views/controls.js";
import { drawList, focusRow, revealRow } from "./views/list.js";
import { drawMessage, drawMissing } from "./views/message.js";

/** Writes the state into the address bar. */
function remember(changes, isStep = false) {
  const memory = { q: state.q, id: state.id, tab: state.tab, ...changes };
  const given = Object.entries(memory).filter(([, value]) => value !== "" && value !== null);
  const hash = `#${new URLSearchParams(given)}`;
  history[isStep ? "pushState" : "replaceState"](null, "", hash);
  recall();
}

/** Takes the state from the address bar. */
function recall() {
  const memory = new URLSearchParams(location.hash.slice(1));
  const [q, id] = [memory.get("q") ?? "", Number(memory.get("id")) || null];
  const [isNewQuery, isNewMessage] = [q !== state.q || !state.isLoaded, id !== state.id];
  Object.assign(state, { q, id, tab: memory.get("tab") ?? "" });
  showQuery(q);
  if (isNewQuery) load();
  if (isNewMessage) open(id);
  draw();
}

async function open(id) {
  if (id === null) {
    byID("message").hidden = true;
    return;
  }
  const actions = {
    onClose: close,
    onRemove: () => remove(id).catch(fail),
    onTab: (tab) => remember({ tab }),
  };
  try {
    const message = await api.message(id);
    if (id === state.id) drawMessage(message, state.tab, actions);
  } catch (error) {
    if (id === state.id) drawMissing(error.message);
  }
  revealRow(id);
}

function close() {
  const id = state.id;
  remember({ id: null }, true);
  focusRow(id);
}

function neighbour(distance) {
  const place = state.messages.findIndex((summary) => summary.id === state.id);
  return state.messages[place < 0 ? 0 : place + distance];
}

/** Opens the next or previous message, where there is one. */
function step(distance) {
  const target = neighbour(distance);
  if (!target) return;
  remember({ id: target.id });
  focusRow(target.id);
}

async function remove(id) {
  const heir = neighbour(1) ?? neighbour(-1);
  await api.remove(id);
  remember({ id: heir?.id ?? null });
}

byID("rows").addEventListener("click", (event) => {
  const item = event.target.closest("li");
  if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  remember({ id: Number(item.dataset.id) }, true);
});
byID("older").addEventListener("click", () => loadOlder().catch(fail));
listenToKeys({
  next: () => step(1), previous: () => step(-1), read: () => byID("message").focus(),
  close: () => state.id !== null && close(),
});
listenToControls({
  search: (q) => remember({ q }),
  question: () => `Delete all ${state.matched.toLocaleString()} messages ${state.q ? `that match ${state.q}` : "there are"}?`,
  removeAll: () => api.removeAll(state.q).catch(fail),
});
addEventListener("popstate", recall);
start({ draw: drawList, onOpenGone: () => drawMissing("This message was deleted.") });
recall();
