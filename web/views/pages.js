// The views that take the place of the list.

import { byID, element } from "../parts/dom.js";
import { state } from "../store.js";
import { drawCompare } from "./compare.js";
import { drawOverview } from "./overview.js";
import { drawSessions } from "./sessions.js";

/** @typedef {(changes: Object<string, any>, isStep?: boolean) => void} Go */

/** @type {Object<string, (go: Go) => Promise<Node>>} */
const views = { sessions: drawSessions, overview: drawOverview, compare: drawCompare };

/** How often a view that is looked at is read anew, in milliseconds. */
const every = 5000;
let timer = 0;

/** @param {Go} go */
export async function drawPage(go) {
  clearTimeout(timer);
  const { view } = state;
  const box = byID("page");
  try {
    const content = await (views[view] ?? drawOverview)(go);
    if (view !== state.view) return;
    const scrolled = box.scrollTop;
    box.replaceChildren(content);
    box.scrollTop = scrolled;
  } catch (error) {
    if (view === state.view) box.replaceChildren(element("p", { class: "error" }, /** @type {Error} */ (error).message));
  }
  if (view === "overview") timer = setTimeout(() => { if (state.view === view) drawPage(go); }, every);
}
