// The views that take the place of the list.

import { byID, element } from "../parts/dom.js";
import { state } from "../store.js";

/** @typedef {(changes: Object<string, any>, isStep?: boolean) => void} Go */

/**
 * Each is loaded when it is opened for the first time.
 * @type {Object<string, () => Promise<(go: Go) => Promise<Node>>>}
 */
const views = {
  sessions: async () => (await import("./sessions.js")).drawSessions,
  overview: async () => (await import("./overview.js")).drawOverview,
  compare: async () => (await import("./compare.js")).drawCompare,
};

/** How often a view that is looked at is read anew, in milliseconds. */
const every = 5000;
let timer = 0;

/** @param {Go} go */
export async function drawPage(go) {
  clearTimeout(timer);
  const { view } = state;
  const box = byID("page");
  try {
    const content = await (await (views[view] ?? views.overview)())(go);
    if (view !== state.view) return;
    const scrolled = box.scrollTop;
    box.replaceChildren(content);
    box.scrollTop = scrolled;
  } catch (error) {
    if (view === state.view) box.replaceChildren(element("p", { class: "error" }, /** @type {Error} */ (error).message));
  }
  if (view === "overview") timer = setTimeout(() => { if (state.view === view) drawPage(go); }, every);
}
