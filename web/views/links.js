// Links and one-time codes, to copy.

import { element } from "../parts/dom.js";
import { copyButton } from "../parts/copy.js";

/** Anything else is shown as text. */
const isSafe = (href) => /^(https?|mailto):/i.test(href.trim());

export function draw(message) {
  const code = (text) => element("li", element("code", { class: "code" }, text), " ", copyButton(() => text));
  const link = ({ text, href, part }) => element("li",
    element("div", { dir: "auto" }, text || "(no text)", element("small", part === "header" ? " in the header" : ` in part ${part}`)),
    isSafe(href)
      ? element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, element("bdi", href))
      : element("bdi", { class: "error" }, href),
    " ", copyButton(() => href));
  const { unsubscribe } = message;
  return element("div",
    element("h3", "Codes"), message.codes.length ? element("ul", { class: "plain" }, message.codes.map(code)) : element("p", "None found."),
    unsubscribe && [element("h3", "Unsubscribe"), element("p", unsubscribe.oneClick ? "In one click (RFC 8058)." : "Not in one click."),
      element("ul", { class: "plain" }, unsubscribe.links.map((href) => link({ text: "", href, part: "header" })))],
    element("h3", `Links (${message.links.length})`), element("ol", { class: "plain" }, message.links.map(link)));
}
