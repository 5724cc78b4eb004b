// The octets of a message, header and parts to fold, with a place marked.

import * as api from "../api.js";
import { button, check, element } from "../parts/dom.js";
import { size } from "../parts/format.js";
import { decorated, standingOut } from "../parts/highlight.js";
import { segments } from "../parts/segments.js";
import { state } from "../store.js";

const mostShown = 200_000;

const wish = { isInvisible: false, hasLengths: false };

/** As UTF-8 where it is UTF-8, else one character for each octet. */
function decode(octets) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return new TextDecoder("windows-1252").decode(octets);
  }
}

const invisible = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const signs = { "\r": "␍", "\t": "→\t", " ": "·" };

function makeVisible(text) {
  return text
    .replace(invisible, (sign) => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`)
    .replace(/[\r\t ]/g, (sign) => signs[sign]).replace(/\n/g, "␊\n");
}

const show = (text) => (wish.isInvisible ? makeVisible(text) : text.replace(/\r\n/g, "\n"));

/** The length of each line before it, in octets without its end. */
function lengths(octets, text) {
  /** @type {import("../parts/highlight.js").Piece[]} */
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
function drawn(octets, kind, mark) {
  const texts = (mark ? [octets.subarray(0, mark.start), octets.subarray(mark.start, mark.end), octets.subarray(mark.end)] : [octets]).map(decode);
  const text = texts.join("");
  const pieces = standingOut(text, kind);
  if (wish.hasLengths) pieces.push(...lengths(octets, text));
  pieces.sort((a, b) => a.start - b.start || a.end - b.end);
  return decorated(text, pieces, mark && { start: texts[0].length, end: texts[0].length + texts[1].length }, show);
}

function drawSegment(octets, segment, mark) {
  const { start, end, title, kind, isOpen } = segment;
  const isMarked = mark && mark.start < end && mark.end > start;
  const body = element("pre", { class: kind });
  let limit = Math.max(mostShown, isMarked ? mark.end - start : 0);
  const fill = () => {
    const last = Math.min(end, start + limit);
    const within = (at) => Math.max(start, Math.min(last, at)) - start;
    const inside = isMarked ? { start: within(mark.start), end: within(mark.end) } : null;
    body.replaceChildren(...drawn(octets.subarray(start, last), kind, inside));
    if (last < end) body.append(button(`Show the other ${size(end - last)}`, () => { limit = end - start; fill(); }));
  };
  const node = element("details", { class: "segment", open: isOpen || isMarked },
    element("summary", {}, title, element("small", {}, ` ${size(end - start)}`)), body);
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

export async function draw(message) {
  const octets = await api.raw(message.id);
  const [start, end] = state.at.split("-").map(Number);
  let mark = state.at ? { start, end } : null;
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
  view.append(element("form", { class: "tools", onsubmit: seek }, input, element("button", {}, "Next"), status,
    check("Invisible characters", wish.isInvisible, (isOn) => { wish.isInvisible = isOn; redraw(); }),
    check("Line lengths", wish.hasLengths, (isOn) => { wish.hasLengths = isOn; redraw(); })), content);
  redraw();
  return view;
}
