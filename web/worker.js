// Holds the one stream of events for all pages of a browser, as a shared worker.

import { Stream } from "./stream.js";

/** @type {Set<MessagePort>} */
const pages = new Set();

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
  // The first word is how far it got before.
  page.onmessage = ({ data: last }) => {
    page.onmessage = () => leave(page);
    pages.add(page);
    stream ??= new Stream(tellAll, last);
    const tell = (name) => page.postMessage({ name, data: "", last: stream?.last });
    if (last && last !== stream.last) tell("reset");
    if (stream.isOpen) tell("open");
  };
});
