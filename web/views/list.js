// The list of messages. Only the rows in sight exist, however long it is.

import { byID, element } from "../parts/dom.js";
import { clock, copySign, mailbox, paperclip, severityMark, size, tag } from "../parts/format.js";
import { pages, state } from "../store.js";

/** Browsers take no element that is much higher, or of more pixels of the screen; longer lists are scrolled in proportion. */
const [highest, mostPixels] = [12_000_000, 30_000_000];
const margin = 4;

/** The row the keyboard is at. */
let current = 0;
/** @type {number|undefined} the message in it, once somebody went there: rows come and go */
let held;
/** Whether that message went, and the one below has its place. */
let isGap = false;

export function currentIndex() {
  const row = pages.has(current) && pages.at(current);
  if (held === undefined) {
    if (current > 0 && row) held = row.id;
  } else if (row && row.id !== held) {
    const place = pages.indexOf(held);
    if (place >= 0) current = place;
    else [held, isGap] = [row.id, true];
  }
  return current;
}

function measure() {
  const [box, row] = [byID("list"), Math.round(parseFloat(getComputedStyle(byID("rows")).lineHeight))];
  const whole = row * pages.length;
  const drawn = Math.min(whole, highest, mostPixels / devicePixelRatio);
  return { box, row, drawn, last: whole - box.clientHeight, factor: whole > drawn ? (whole - box.clientHeight) / (drawn - box.clientHeight) : 1 };
}

/** Where the list was scrolled to, and what is meant to be above, which is more exact. */
let meant = { scrollTop: 0, above: 0 };

/** The height above what is in sight, if all rows existed. */
function scrolled({ box: { scrollTop }, factor }) {
  if (scrollTop !== meant.scrollTop) meant = { scrollTop, above: scrollTop * factor };
  return meant.above;
}

function scrollTo({ box, factor }, above) {
  box.scrollTop = above / factor;
  meant = { scrollTop: box.scrollTop, above };
}

export function moveTo(index) {
  current = Math.max(0, Math.min(pages.length - 1, index));
  held = pages.at(current)?.id;
  isGap = false;
  // Rows that are looked at have their places first.
  drawList();
  const heights = measure();
  const { box, row } = heights;
  const [top, above] = [current * row, scrolled(heights)];
  const wanted = top < above ? top : top + row > above + box.clientHeight ? top + row - box.clientHeight : above;
  if (wanted !== above) scrollTo(heights, wanted);
  drawList();
}

/** Below an open message that went is the one that has its place. */
export function moveBy(distance) {
  const index = currentIndex();
  moveTo(index + distance - (isGap && distance > 0 && state.id !== null ? 1 : 0));
}

const cell = (name, ...content) => element("span", { class: name, dir: "auto" }, content);

const marks = ({ duplicateOf, attachments, severity, score }) => [
  duplicateOf && copySign(duplicateOf), attachments > 0 && paperclip(attachments), severityMark(severity),
  score !== null && element("span", { class: score >= 5 ? "score spam" : "score", title: "Spam score" }, score.toFixed(1)),
];

function cells(row) {
  if (!row) return [cell("subject", "…")];
  const paths = row.envelope.forwardPaths;
  return [
    cell("from", row.from?.name || mailbox(row.from)),
    cell("to", `→ ${paths[0] ?? "(nobody)"}${paths.length > 1 ? ` +${paths.length - 1}` : ""}`),
    cell("subject", !state.inbox && row.inbox !== "default" && tag(row.inbox, "span", "inbox"), row.tags.slice(0, 3).map((name) => tag(name)), row.subject || "(no subject)",
      row.snippet && cell("snippet", ` — ${row.snippet}`)),
    cell("marks", marks(row)), cell("size", size(row.size)), clock(row.receivedAt),
  ];
}

/** @returns {any} */
const makeRow = () => ({
  node: element("div", { role: "option" }), tick: element("span", { class: "tick", "aria-hidden": "true" }), told: cell("unseen"), row: null,
});

/** @type {Map<number, any>} what is drawn, by index */
const drawn = new Map();
let day = "";
/** What was above when the end was last in sight. */
let end = 0;
/** @type {number|undefined} the newest message there was when the top was in sight */
let newest;

function dress(item, index, top) {
  const [row, { node }] = [pages.at(index), item];
  const { id, seen = true } = row ?? {};
  const is = { open: id === state.id, unread: !seen, current: index === current, selected: state.selected.has(id), leaving: state.leaving.has(id) };
  const look = Object.keys(is).filter((name) => is[name]).join(" ");
  item.index = index;
  node.id = `row-${index}`;
  node.dataset.index = index;
  node.ariaPosInSet = index + 1;
  node.ariaSetSize = pages.length;
  node.style.transform = `translateY(${top}px)`;
  if (item.row !== row) {
    item.row = row;
    node.replaceChildren(item.tick, item.told, ...cells(row));
    if (id) node.dataset.id = id;
    else delete node.dataset.id;
  }
  if (item.look !== look) {
    item.look = node.className = look;
    node.ariaSelected = is.selected;
    node.ariaCurrent = is.open;
    item.told.textContent = [is.unread && "unread", is.leaving && "deleted"].filter(Boolean).join(", ");
  }
}

/** What is looked at stays where it is, whatever came or went above; so do top and end. @returns the height above it */
function keepPlace(heights, above) {
  const { row, last } = heights;
  const isTop = above <= row / 2;
  let [index, place] = [Math.floor(above / row), -1];
  while (!isTop && drawn.has(index) && (place = pages.indexOf(drawn.get(index).row?.id)) < 0) index += 1;
  const wanted = isTop ? above : Math.max(0, above > Math.min(end, last) - 1 ? last : Math.min(last, place < 0 ? above : above + (place - index) * row));
  if (wanted !== above) scrollTo(heights, wanted);
  end = wanted < last ? 1e9 : last;
  if (isTop || newest === undefined) newest = pages.at(0)?.id;
  let unnoticed = 0;
  while (pages.has(unnoticed) && pages.at(unnoticed).id > newest) unnoticed += 1;
  const sign = byID("fresh");
  sign.hidden = !unnoticed;
  sign.textContent = `↑ ${unnoticed.toLocaleString()}${pages.has(unnoticed) ? "" : "+"} new`;
  return wanted;
}

/** Draws the rows in sight; costs no more for a million rows than for a hundred. */
export function drawList() {
  if (pages.isLoaded) currentIndex();
  // Rows of today tell no date.
  const today = new Date().toDateString();
  if (today !== day) drawn.forEach((item) => { item.row = null; });
  day = today;
  const heights = measure();
  const { box, row, drawn: height } = heights;
  const [rows, was] = [byID("rows"), scrolled(heights)];
  rows.style.height = `${height}px`;
  const above = keepPlace(heights, was);
  // Where heights are in proportion, rows stand as far from the top of the window as they would without.
  const shift = box.scrollTop - above;
  const first = Math.max(0, Math.floor(above / row) - margin);
  const last = Math.min(pages.length, Math.ceil((above + box.clientHeight) / row) + margin);
  const spare = [...drawn.values()].filter(({ index }) => index < first || index >= last);
  spare.forEach(({ index }) => drawn.delete(index));
  for (let index = first; index < last; index += 1) {
    let item = drawn.get(index) ?? spare.pop();
    if (!item) {
      item = makeRow();
      rows.append(item.node);
    }
    drawn.set(index, item);
    dress(item, index, index * row + shift);
  }
  spare.forEach(({ node }) => node.remove());
  if (!pages.isLoaded) pages.at(0);
  if (drawn.has(current)) rows.setAttribute("aria-activedescendant", `row-${current}`);
  else rows.removeAttribute("aria-activedescendant");
  drawEmpty();
}

function drawEmpty() {
  const isEmpty = pages.isLoaded && !pages.length && !state.error;
  const empty = byID("empty");
  const kind = isEmpty ? `${state.q} ${state.inbox}` : "";
  if (isEmpty && empty.dataset.kind !== kind) import("./connect.js").then(async ({ drawEmpty }) => empty.replaceChildren(...await drawEmpty()));
  empty.dataset.kind = kind;
  empty.hidden = !isEmpty;
  byID("rows").hidden = isEmpty;
  byID("pruned").hidden = pages.removedBefore === null || !pages.isLoaded;
}

export function listenToList(choose, select) {
  const [list, rows] = [byID("list"), byID("rows")];
  list.addEventListener("scroll", drawList, { passive: true });
  byID("fresh").onclick = () => {
    list.scrollTop = 0;
    rows.focus({ preventScroll: true });
  };
  new ResizeObserver(drawList).observe(list);
  setInterval(drawList, 60_000);
  rows.onclick = ({ target, ctrlKey, metaKey, shiftKey }) => {
    // The message that is seen there, which may not be the one that is there by now.
    const id = Number(target.closest("[role=option]")?.dataset.id);
    if (!id || target.closest("[data-q]")) return;
    moveTo(pages.indexOf(id));
    if (target.closest(".tick") || ctrlKey || metaKey || shiftKey) select(id, shiftKey);
    else choose(id);
  };
  // A click with Shift selects messages, not their text.
  rows.onmousedown = (event) => { if (event.shiftKey) event.preventDefault(); };
}
