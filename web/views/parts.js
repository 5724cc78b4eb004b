// What a message is made of and what is wrong with its form.

import * as api from "../api.js";
import { element, quiet, table } from "../parts/dom.js";
import { paperclip, size } from "../parts/format.js";
import { toSource } from "./tabs.js";

/** Pictures that browsers show and that cannot act. */
const picture = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;
const mostShown = 100_000;

/** A link that saves a part. */
const download = (message, part, label, attributes = {}) =>
  element("a", { href: api.partURL(message.id, part.path), download: true, ...attributes }, label);

/** @returns {Node|false} the attachments, to save; what others call them is kept apart, whichever way it is written */
export function attachments(message) {
  const item = (part) => element("li", paperclip(1), " ",
    download(message, part, element("bdi", part.filename ?? `${part.path} ${part.type}`)), ` ${size(part.size)}`);
  return message.attachmentList.length > 0 && element("ul", { class: "attachments" }, message.attachmentList.map(item));
}

/** A picture as a picture and text as text; nothing else is opened here. */
function look(message, part) {
  const url = api.partURL(message.id, part.path);
  if (picture.test(part.type)) return element("img", { src: url, alt: part.filename ?? "picture", loading: "lazy" });
  if (!part.type.startsWith("text/")) return null;
  if (part.size > mostShown) return element("small", "too long to show here");
  const pre = element("pre", { dir: "auto", hidden: true });
  const show = async (event) => {
    event.currentTarget.hidden = true;
    pre.hidden = false;
    pre.textContent = await api.partText(message.id, part.path, part.charset).catch((error) => error.message);
  };
  return [quiet("Show", show), pre];
}

function tree(message, parts, actions) {
  const item = (part) => {
    const facts = [part.charset, part.encoding, part.disposition, size(part.size)].filter(Boolean).join(", ");
    return element("li",
      element("b", part.path), ` ${part.type} `, element("bdi", part.filename), ` (${facts}) `,
      toSource(actions, part.range, "Source"), " ", download(message, part, "Save", { "aria-label": `Save part ${part.path}` }), " ",
      look(message, part), part.sha256 && element("div", element("code", { class: "faint" }, `sha256 ${part.sha256}`)),
      part.children.length > 0 && tree(message, part.children, actions));
  };
  return element("ul", { class: "tree" }, parts.map(item));
}

export function draw(message, actions) {
  const { defects } = message;
  const defect = ({ kind, detail, part, range }) => [kind, detail, toSource(actions, range, `part ${part}, octets ${range.join("–")}`)];
  return element("div",
    element("h3", "Parts"), tree(message, message.parts, actions), element("h3", `Defects (${defects.length})`),
    defects.length ? table(["Kind", "What it means", "Where"], defects.map(defect)) : element("p", "Nothing is wrong with its form."));
}
