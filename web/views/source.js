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
const signs = { "\r": "␍", "\t": "→\t", " ": "·" };

function makeVisible(text) {
  return text
    .replace(invisible, (sign) => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`)
    .replace(/[\r\t ]/g, (sign) => signs[sign]).replace(/\n/g, "␊\n");
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

function find(octets, needle, from) {
  const sought = new TextEncoder().encode(needle);
  const search = (begin, end) => {
    for (let at = octets.indexOf(sought[0], begin); at >= 0 && at < end; at = octets.indexOf(sought[0], at + 1)) {
      if (sought.every((octet, place) => octets[at + place] === octet)) return { start: at, end: at + sought.length };
    }
    return null;
  };
  return sought.length ? search(from, octets.length) ?? search(0, from) : null;
}

export async function draw(message, actions, signal) {
  const octets = await api.raw(message.id, signal);
  const [start, end] = state.at.split("-").map(Number);
  // Of what is long only the beginning is marked.
  let mark = state.at ? { start, end: end - start > mostMarked ? start : end } : null;
  const view = element("div");
  const pieces = segments(octets, message.parts);
  const content = element("div");
  const status = element("span", { role: "status", class: "faint" });
  const redraw = () => content.replaceChildren(...pieces.map((segment) => drawSegment(octets, segment, mark)));
  const seek = (event) => {
    event.preventDefault();
    mark = find(octets, input.value, mark ? mark.start + 1 : 0);
    status.textContent = mark ? `at octet ${mark.start}` : "not found";
    redraw();
    content.querySelector("mark")?.scrollIntoView({ block: "center" });
  };
  const input = element("input", { type: "search", "aria-label": "Find in the source", placeholder: "Find" });
  view.append(element("form", { class: "tools", onsubmit: seek }, input, element("button", "Next"), status,
    check("Invisible characters", wish.isInvisible, (isOn) => { wish.isInvisible = isOn; redraw(); }),
    check("Line lengths", wish.hasLengths, (isOn) => { wish.hasLengths = isOn; redraw(); })), content);
  redraw();
  return view;
}
