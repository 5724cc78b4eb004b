// What stands out in the source of a message, and the text in which it does.

import { element } from "./dom.js";

/** @typedef {{start: number, end: number, kind: string, title?: string, text?: string}} Piece in characters; `text` stands before it */

/** Names of fields and folding, RFC 5322 §2.2; encoded-words, RFC 2047 §2. */
const inHeader = /^(?<name>[!-9;-~]+)(?=[ \t]*:)|^(?<fold>[ \t]+)|=\?(?<charset>[^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?(?<code>[bq])\?(?<word>[^?\s]*)\?=/gim;
/** Lines that part parts, RFC 2046 §5.1.1. */
const between = /^(?<boundary>--[^\r\n]+)/gm;

/** What an encoded-word says; nothing where it cannot be told. */
function decode({ charset, code, word }) {
  try {
    const octets = code.toLowerCase() === "b" ? atob(word)
      : word.replace(/_/g, " ").replace(/=([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
    return new TextDecoder(charset).decode(Uint8Array.from([...octets].map((sign) => sign.charCodeAt(0))));
  } catch {
    return undefined;
  }
}

/** @param {"header"|"body"|"between"} kind @returns {Piece[]} in order, apart from each other */
export function standingOut(text, kind) {
  if (kind === "body") return [];
  return [...text.matchAll(kind === "header" ? inHeader : between)].map((match) => {
    const groups = match.groups;
    const start = match.index ?? 0;
    const found = { start, end: start + match[0].length };
    if (groups.word !== undefined) return { ...found, kind: "word", title: decode(groups) };
    if (groups.fold !== undefined) return { ...found, kind: "fold", title: "This line goes on with the field above." };
    return { ...found, kind: groups.name === undefined ? "boundary" : "name" };
  });
}

/** The text with its pieces, and with one more that is marked and may lie across them; `show` puts it on screen. @param {Piece[]} pieces */
export function decorated(text, pieces, mark, show) {
  const nodes = [];
  const ends = mark ? [mark.start, mark.end] : [];
  let at = 0;
  const put = (end, piece) => {
    for (const cut of [...ends, end].filter((one) => one >= at && one <= end)) {
      const shown = show(text.slice(at, cut));
      const node = piece ? element("span", { class: piece.kind, title: piece.title }, shown) : shown;
      if (cut > at) nodes.push(at >= ends[0] && cut <= ends[1] ? element("mark", node) : node);
      at = cut;
      if (cut === ends[0] && cut === ends[1]) nodes.push(element("mark", "▸"));
      if (cut === ends[1]) ends.length = 0;
    }
  };
  for (const piece of pieces) {
    put(piece.start);
    if (piece.text) nodes.push(element("span", { class: piece.kind }, piece.text));
    put(piece.end, piece);
  }
  put(text.length);
  return nodes;
}
