// The octets of a message, header and parts to fold, with a place marked.

import * as api from "../api.js";
import { button, check, element } from "../parts/dom.js";
import { size } from "../parts/format.js";
import { decorated, standingOut } from "../parts/highlight.js";
import { segments } from "../parts/segments.js";
import { state } from "../store.js";

/** Octets of a part, and of what is marked in it. */
const [mostShown, mostMarked] = [200_000, 50_000];

const wish = { isInvisible: false, hasLengths: false };

/** Pieces of one text: as UTF-8 where all is UTF-8 but for a character cut at the end, else one character for each octet. */
function decode(pieces, isCut) {
  const decodeAs = (charset) => {
    const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
    return pieces.map((piece, index) => decoder.decode(piece, { stream: isCut || index < pieces.length - 1 }));
  };
  try {
    return decodeAs("utf-8");
  } catch {
    return decodeAs("windows-1252");
  }
}

const invisible = /(?![\t\r\n ])[\p{C}\p{Z}\p{DI}]/gu;
const signs = { "\r": "␍", "\t": "→\t", " ": "·", "\n": "␊\n" };

function makeVisible(text) {
  return text
    .replace(invisible, (sign) => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`)
    .replace(/[\r\t\n ]/g, (sign) => signs[sign]);
}

const show = (text) => (wish.isInvisible ? makeVisible(text) : text.replace(/\r\n/g, "\n"));

/** The length of each line before it, in octets without its end. */
function lengths(octets, text) {
  const found = [];
  let [at, start] = [0, 0];
  while (at < octets.length) {
    const feed = octets.indexOf(10, at);
    const end = feed < 0 ? octets.length : feed;
    const length = end - at - (feed > at && octets[end - 1] === 13 ? 1 : 0);
    found.push({ start, end: start, kind: "length", text: `${String(length).padStart(4)} │ ` });
    start = text.indexOf("\n", start) + 1;
    at = end + 1;
  }
  return found;
}

/** Octets as what stands on screen; the mark is in octets, too. */
function drawn(octets, kind, mark, isCut) {
  const texts = decode(mark ? [octets.subarray(0, mark.start), octets.subarray(mark.start, mark.end), octets.subarray(mark.end)] : [octets], isCut);
  const text = texts.join("");
  const pieces = standingOut(text, kind);
  if (wish.hasLengths) pieces.push(...lengths(octets, text));
  pieces.sort((a, b) => a.start - b.start || a.end - b.end);
  return decorated(text, pieces, mark && { start: texts[0].length, end: texts[0].length + texts[1].length }, show);
}

function drawSegment(octets, segment, mark) {
  const { start, end, title, kind, isOpen } = segment;
  const isMarked = mark && mark.start < end && Math.max(mark.start + 1, mark.end) > start;
  const body = element("pre", { class: kind });
  // Of what is long the beginning, or what is around the mark, from the beginning of a line.
  let [first, last] = [start, Math.min(end, start + mostShown)];
  if (isMarked && mark.end > last) {
    first = Math.max(start, mark.start - mostMarked);
    const line = octets.indexOf(10, first) + 1;
    if (line && line <= mark.start) first = line;
    else while ((octets[first] & 0xc0) === 0x80) first += 1;
    last = Math.min(end, first + mostShown);
  }
  const fill = () => {
    const within = (at) => Math.max(first, Math.min(last, at)) - first;
    const inside = isMarked ? { start: within(mark.start), end: within(mark.end) } : null;
    body.replaceChildren(...drawn(octets.subarray(first, last), kind, inside, last < end));
    const rest = () => button(`Show the other ${size(end - start - last + first)}`, () => { [first, last] = [start, end]; fill(); });
    if (first > start) body.prepend(rest(), "\n");
    if (last < end) body.append(rest());
  };
  const node = element("details", { class: "segment", open: isOpen || isMarked },
    element("summary", title, element("small", ` ${size(end - start)}`)), body);
  if (isOpen || isMarked) fill();
  else node.addEventListener("toggle", fill, { once: true });
  return node;
}

/** One character for each octet; ASCII in lower case, since nobody remembers which it was. */
const folded = (octets) => new TextDecoder("x-user-defined").decode(octets).toLowerCase();

/** Where it is, from beginning to end. @returns {number[]} */
function places(octets, needle) {
  const found = [];
  const text = folded(octets);
  if (needle) for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) found.push(at);
  return found;
}

export async function draw(message, actions, signal) {
  const octets = await api.raw(message.id, signal);
  const [first, last] = state.at.split("-").map(Number);
  // Of what is long only the beginning is marked.
  let mark = state.at ? { start: first, end: last - first > mostMarked ? first : last } : null;
  const pieces = segments(octets, message.parts);
  const content = element("div");
  const status = element("span", { role: "status", class: "faint" });
  const redraw = () => content.replaceChildren(...pieces.map((segment) => drawSegment(octets, segment, mark)));
  const seek = (way) => {
    const needle = folded(new TextEncoder().encode(input.value));
    const all = places(octets, needle);
    const from = mark?.start ?? -1;
    const start = way > 0 ? all.find((at) => at > from) ?? all[0] : all.filter((at) => at < from).at(-1) ?? all.at(-1);
    mark = start === undefined ? null : { start, end: start + needle.length };
    status.textContent = mark ? `${all.indexOf(start) + 1} of ${all.length}, at octet ${start}` : "not found in what came; encoded text is not decoded here";
    redraw();
    content.querySelector("mark")?.scrollIntoView({ block: "center" });
  };
  const input = element("input", { type: "search", "aria-label": "Find in the source", placeholder: "Find" });
  redraw();
  return element("div",
    element("form", { class: "tools", onsubmit: (event) => { event.preventDefault(); seek(1); } }, input,
      element("button", "Next"), button("Previous", () => seek(-1)), status,
      check("Invisible characters", wish, "isInvisible", redraw), check("Line lengths", wish, "hasLengths", redraw)), content);
}
