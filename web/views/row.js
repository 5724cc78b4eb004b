// A row of the list: made once, and filled anew for each message that comes into sight.

import { element } from "../parts/dom.js";
import { clock, copySign, mailbox, paperclip, severityMark, size, tag } from "../parts/format.js";

/** @typedef {{node: any, fill(row: any): void, tell(text: string): void, row: any, index: number, look: string, size: number}} Row */

const marks = ({ duplicateOf, attachments, severity, score }) => [
  duplicateOf && copySign(duplicateOf), attachments > 0 && paperclip(attachments), severityMark(severity),
  score !== null && element("span", { class: score >= 5 ? "score spam" : "score", title: "Spam score" }, score.toFixed(1)),
];

/** @returns {Row} */
export function makeRow() {
  const cell = (name, attributes = {}) => element("span", { class: name, ...attributes });
  const [from, subject, snippet, to, octets] = [
    cell("from", { dir: "auto" }), cell("subject", { dir: "auto" }), cell("snippet"), cell("to", { dir: "auto" }), cell("size")];
  const title = document.createTextNode("");
  subject.append(title, snippet);
  let [time, signs] = [element("time"), cell("marks")];
  const told = cell("unseen");
  const node = element("div", { role: "option" }, cell("tick", { "aria-hidden": "true" }), told, from, signs, time, subject, to, octets);
  const fill = (row) => {
    subject.querySelectorAll(".tag").forEach((old) => old.remove());
    if (row?.tags.length) subject.prepend(...row.tags.slice(0, 3).map(tag));
    title.data = row ? row.subject || "(no subject)" : "…";
    snippet.textContent = row?.snippet ? ` — ${row.snippet}` : "";
    from.textContent = row ? row.from?.name || mailbox(row.from) : "";
    const paths = row?.envelope.forwardPaths;
    to.textContent = paths ? `→ ${paths[0] ?? "(nobody)"}${paths.length > 1 ? ` +${paths.length - 1}` : ""}` : "";
    octets.textContent = row ? size(row.size) : "";
    const next = row ? [clock(row.receivedAt), element("span", { class: "marks" }, marks(row))] : [element("time"), cell("marks")];
    time.replaceWith(next[0]);
    signs.replaceWith(next[1]);
    [time, signs] = next;
    if (row) node.dataset.id = row.id;
    else delete node.dataset.id;
  };
  fill(undefined);
  return { node, fill, tell: (text) => { told.textContent = text; }, row: undefined, index: -1, look: "", size: -1 };
}
