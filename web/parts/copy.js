// Copying with one click.

import { button, element } from "./dom.js";

/** As if somebody pressed the keys for it: over plain HTTP to another machine, browsers let pages copy no other way. */
function copyByCommand(text) {
  const put = (event) => { event.clipboardData.setData("text/plain", text); event.preventDefault(); };
  document.addEventListener("copy", put);
  const isDone = document.execCommand("copy");
  document.removeEventListener("copy", put);
  return isDone;
}

/** Says itself, to who hears it as well, what came of it. @param {() => string} text */
export const copyButton = (text, label = "Copy", kind = "quiet") => button(label, async ({ currentTarget: node }) => {
  const isDone = await navigator.clipboard?.writeText(text()).then(() => true, () => false) || copyByCommand(text());
  node.textContent = isDone ? "Copied" : "The browser does not let pages copy";
  setTimeout(() => { node.textContent = label; }, 1500);
}, { class: `copy ${kind}`, "aria-live": "polite" });

export const copyable = (text) => element("div", { class: "copyable" }, element("pre", text), copyButton(() => text));
