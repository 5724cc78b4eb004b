// What a message is made of and what is wrong with its form.

import * as api from "../api.js";
import { button, element, table } from "../parts/dom.js";
import { paperclip, size } from "../parts/format.js";

/** Pictures that browsers show and that cannot act. */
const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]);
const mostShown = 100_000;

/** A link that saves a part. What others call it is kept apart, whichever way it is written. */
function download(message, part) {
  const name = element("bdi", part.filename ?? `${part.path} ${part.type}`);
  return element("a", { href: api.partURL(message.id, part.path), download: true }, name);
}

/** @returns {Node|null} the attachments, to save; `null` for a message without any */
export function attachments(message) {
  if (!message.attachmentList.length) return null;
  const item = (part) => element("li", paperclip(1), " ", download(message, part), ` ${size(part.size)}`);
  return element("ul", { class: "attachments" }, message.attachmentList.map(item));
}

/** A picture as a picture and text as text; nothing else is opened here. */
function look(message, part) {
  const url = api.partURL(message.id, part.path);
  if (pictures.has(part.type)) return element("img", { src: url, alt: part.filename ?? "picture", loading: "lazy" });
  if (!part.type.startsWith("text/") || part.size > mostShown) return null;
  const pre = element("pre", { dir: "auto", hidden: true });
  const show = async (event) => {
    event.currentTarget.hidden = true;
    pre.hidden = false;
    pre.textContent = await api.partText(message.id, part.path, part.charset).catch((error) => error.message);
  };
  return [button("Show", show, { class: "quiet" }), pre];
}

function tree(message, parts, actions) {
  const item = (part) => {
    const facts = [part.charset, part.encoding, part.disposition, size(part.size)].filter(Boolean).join(", ");
    return element("li",
      element("b", part.path), ` ${part.type} `, part.filename === null ? null : element("bdi", part.filename), ` (${facts}) `,
      button("Source", () => actions.show("source", part.range.join("-")), { class: "quiet" }), " ",
      element("a", { href: api.partURL(message.id, part.path), download: true, "aria-label": `Save part ${part.path}` }, "Save"), " ",
      look(message, part), part.sha256 && element("div", { class: "faint hash" }, `sha256 ${part.sha256}`),
      part.children.length > 0 && tree(message, part.children, actions));
  };
  return element("ul", { class: "tree" }, parts.map(item));
}

export function draw(message, actions) {
  const defect = (one) => [
    one.kind, one.detail,
    button(`part ${one.part}, octets ${one.range.join("–")}`, () => actions.show("source", one.range.join("-")), { class: "quiet" })];
  return element("div",
    element("h3", "Parts"), tree(message, message.parts, actions),
    element("h3", message.defects.length ? `Defects (${message.defects.length})` : "Defects"),
    message.defects.length ? table(["Kind", "What it means", "Where"], message.defects.map(defect)) : element("p", "Nothing is wrong with its form."));
}
