// Copying with one click.

import { element, quiet } from "./dom.js";

/** @param {HTMLElement} node tells that it was done */
export async function copy(text, node) {
  const before = node.textContent;
  try {
    await navigator.clipboard.writeText(text);
    node.textContent = "Copied";
  } catch {
    node.textContent = "The browser does not let pages copy";
  }
  setTimeout(() => { node.textContent = before; }, 1500);
}

export const copyButton = (text, label = "Copy") => quiet(label, (event) => copy(text, event.currentTarget));

export const copyable = (text, label) =>
  element("div", { class: "copyable" }, element("pre", text), copyButton(text, label));
