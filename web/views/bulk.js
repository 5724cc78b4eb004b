// What can be done to all selected messages at once.

import { markMessages, removeMessages, tagMessages } from "../changes.js";
import { ask } from "../parts/dialog.js";
import { button, byID, element } from "../parts/dom.js";
import { count } from "../parts/format.js";
import { draw, state } from "../store.js";

export function drawBulk(chosen, compare) {
  const bar = byID("bulk");
  const { size } = state.selected;
  if (bar.dataset.size === String(size)) return;
  bar.dataset.size = String(size);
  // What had the focus in it goes.
  if (bar.contains(document.activeElement)) byID("rows").focus();
  bar.hidden = size === 0;
  bar.replaceChildren(
    element("span", { role: "status" }, `${count(size, "message")} selected`),
    button("Delete", () => removeMessages(chosen())),
    button("Mark read", () => markMessages(chosen(), true)),
    button("Mark unread", () => markMessages(chosen(), false)),
    button("Tag…", () => ask("Add tags", "Names, between commas.", "", (text) => tagMessages(chosen(), text))),
    size === 2 ? button("Compare", compare) : "",
    button("Select none", () => { state.selected.clear(); draw(); }));
}
