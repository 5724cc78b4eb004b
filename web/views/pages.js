// The views that take the place of the list.

import { byID, element } from "../parts/dom.js";
import { state } from "../store.js";

/** How often a view that is looked at is read anew, in milliseconds. */
const every = 5000;
let timer = 0;

/** Counts what was drawn: what comes late for another is dropped. */
let drawing = 0;

/** @param {boolean} isNew somebody has just come here */
export async function drawPage(go, isNew = true) {
  clearTimeout(timer);
  const { view } = state;
  const box = byID("page");
  const mine = drawing += 1;
  const isMine = () => mine === drawing && view === state.view;
  try {
    // Each is a file, and loaded when it is opened for the first time.
    const content = await (await import(`./${view}.js`)).draw(go);
    if (!isMine()) return;
    // Not under the hand of who is at something in it.
    const isInUse = !isNew && box !== document.activeElement && box.contains(document.activeElement);
    const scrolled = isNew ? 0 : box.scrollTop;
    if (!isInUse) box.replaceChildren(content);
    box.scrollTop = scrolled;
    if (isNew) box.focus();
  } catch (error) {
    if (isMine()) box.replaceChildren(element("p", { class: "error" }, error.message));
  }
  if (view === "overview") timer = setTimeout(() => { if (isMine()) drawPage(go, false); }, every);
}
