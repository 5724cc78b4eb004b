// Holds the one stream of events for all pages of a browser, as a shared worker.

import { Stream } from "./stream.js";

/** @type {Set<MessagePort>} */
const pages = new Set();

/** @type {Stream|null} */
let stream = null;

const tellAll = (told) => pages.forEach((page) => page.postMessage(told));

/** @param {MessagePort} page */
function leave(page) {
  pages.delete(page);
  if (pages.size) return;
  stream?.end();
  stream = null;
}

addEventListener("connect", (event) => {
  const [page] = /** @type {MessageEvent} */ (event).ports;
  pages.add(page);
  page.onmessage = () => leave(page);
  stream ??= new Stream(tellAll);
  if (stream.isOpen) page.postMessage({ name: "open", data: "" });
});
