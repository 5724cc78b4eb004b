// What a message is made of and what is wrong with it.

import * as api from "../api.js";
import { element, size } from "../parts/dom.js";

/** A link that saves a part. What others call it is kept apart, whichever way it is written. */
function download(message, part) {
  const name = element("bdi", {}, part.filename ?? `${part.path} ${part.type}`);
  return element("a", { href: api.partURL(message.id, part.path), download: true }, name);
}

/** @returns {Node|null} the attachments, to save; `null` for a message without any */
export function attachments(message) {
  if (!message.attachmentList.length) return null;
  const item = (part) => element("li", {}, download(message, part), ` ${size(part.size)}`);
  return element("ul", { class: "attachments" }, ...message.attachmentList.map(item));
}

function tree(message, parts) {
  const item = (part) => {
    const facts = [part.charset, part.encoding, part.disposition, size(part.size)].filter(Boolean).join(", ");
    return element(
      "li", {},
      element("b", {}, part.path), ` ${part.type} `, part.filename === null ? null : element("bdi", {}, part.filename),
      ` (${facts}) `, element("a", { href: api.partURL(message.id, part.path), download: true }, "Save"),
      part.children.length ? tree(message, part.children) : null,
    );
  };
  return element("ul", { class: "tree" }, ...parts.map(item));
}

function defects(message) {
  if (!message.defects.length) return element("p", {}, "Nothing is wrong with its form.");
  const row = (defect) => element(
    "tr", {},
    element("th", { scope: "row" }, defect.kind), element("td", {}, defect.detail),
    element("td", {}, `part ${defect.part}, octets ${defect.range.join("–")}`),
  );
  return element("table", {}, element("tbody", {}, ...message.defects.map(row)));
}

export function drawParts(message) {
  return element(
    "div", {},
    element("h3", {}, "Parts"), tree(message, message.parts),
    element("h3", {}, message.defects.length ? `Defects (${message.defects.length})` : "Defects"), defects(message),
  );
}
