// Copying with one click.

import { button, element } from "./dom.js";

/** Over plain HTTP to another machine, browsers let pages copy no more than what is selected. */
function copySelected(text) {
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const field = element("textarea", { class: "unseen" }, text);
  // Outside of a dialog that is open nothing can be selected.
  (focused.closest("dialog") ?? document.body).append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  focused.focus({ preventScroll: true });
  return isDone;
}

/** Says itself, to who hears it as well, what came of it. @param {() => string} text */
export const copyButton = (text, label = "Copy", kind = "quiet") => button(label, async ({ currentTarget: node }) => {
  const isDone = await navigator.clipboard?.writeText(text()).then(() => true, () => false) || copySelected(text());
  node.textContent = isDone ? "Copied" : "The browser does not let pages copy";
  setTimeout(() => { node.textContent = label; }, 1500);
}, { class: `copy ${kind}`, "aria-live": "polite" });

export const copyable = (text) => element("div", { class: "copyable" }, element("pre", text), copyButton(() => text));
