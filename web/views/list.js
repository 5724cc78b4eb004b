// The list of messages. Only the rows in sight exist, however long it is.

import { byID } from "../parts/dom.js";
import { pages, state } from "../store.js";
import { makeRow } from "./row.js";

/** Browsers take no element that is much higher, or of more pixels of the screen; longer lists are scrolled in proportion. */
const [highest, mostPixels] = [12_000_000, 30_000_000];
const margin = 4;

/** The row the keyboard is at. */
let current = 0;
/** @type {number|undefined} the message in it, once somebody went there: rows come and go */
let held;
/** Whether that message went, and the one below has its place. */
let isGap = false;

/** The row the keyboard is at, wherever it is by now. */
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

let [rowHeight, rowLook] = [60, ""];

/** What the style sheet says, which is asked only when it may have changed its mind. */
function heightOfRow() {
  const look = `${innerWidth} ${document.body.dataset.open}`;
  if (look !== rowLook) rowHeight = parseFloat(getComputedStyle(byID("rows")).getPropertyValue("--row")) || 60;
  rowLook = look;
  return rowHeight;
}

function measure(length = pages.length) {
  const [box, row] = [byID("list"), heightOfRow()];
  const whole = row * length;
  const drawn = Math.min(whole, highest, mostPixels / devicePixelRatio);
  return { box, row, drawn, last: whole - box.clientHeight, factor: whole > drawn ? (whole - box.clientHeight) / (drawn - box.clientHeight) : 1 };
}

/** Where the list was scrolled to, and what is meant to be above, which is more exact. */
let meant = { scrollTop: 0, above: 0 };

/** The height above what is in sight, if all rows existed. */
function scrolled({ box: { scrollTop }, last, factor }) {
  if (factor === 1) return scrollTop;
  if (scrollTop !== meant.scrollTop) meant = { scrollTop, above: scrollTop * factor };
  return Math.min(meant.above, last);
}

function scrollTo({ box, drawn, factor }, above) {
  byID("rows").style.height = `${drawn}px`;
  box.scrollTop = above / factor;
  meant = { scrollTop: box.scrollTop, above };
}

function reveal(index) {
  const heights = measure();
  const { box, row } = heights;
  const [top, above] = [index * row, scrolled(heights)];
  const wanted = top < above ? top : top + row > above + box.clientHeight ? top + row - box.clientHeight : above;
  if (wanted !== above) scrollTo(heights, wanted);
}

export function moveTo(index) {
  current = Math.max(0, Math.min(pages.length - 1, index));
  held = pages.at(current)?.id;
  isGap = false;
  reveal(current);
  drawList();
}

/** Below an open message that went is the one that has its place. */
export function moveBy(distance) {
  const index = currentIndex();
  moveTo(index + distance - (isGap && distance > 0 && state.id !== null ? 1 : 0));
}

/** @type {Map<number, import("./row.js").Row>} what is drawn, by index */
const drawn = new Map();
let day = "";

function dress(item, index, top) {
  const row = pages.at(index);
  const { node } = item;
  const { id, seen = true } = row ?? {};
  const is = { open: id === state.id, unread: !seen, current: index === current, selected: state.selected.has(id), leaving: state.leaving.has(id) };
  const look = Object.keys(is).filter((name) => is[name]).join(" ");
  if (item.index !== index) {
    item.index = index;
    node.id = `row-${index}`;
    node.dataset.index = index;
    node.ariaPosInSet = index + 1;
  }
  if (item.row !== row) {
    item.row = row;
    item.fill(row);
  }
  if (item.look !== look) {
    item.look = look;
    node.className = look;
    node.ariaSelected = is.selected;
    node.ariaCurrent = is.open;
    item.tell([is.unread && "unread", is.leaving && "deleted"].filter(Boolean).join(", "));
  }
  const shift = `translateY(${top}px)`;
  if (node.style.transform !== shift) node.style.transform = shift;
  if (item.size === pages.length) return;
  item.size = pages.length;
  node.ariaSetSize = item.size;
}

/** Draws the rows in sight; costs no more for a million rows than for a hundred. */
export function drawList() {
  if (pages.isLoaded) currentIndex();
  const today = new Date().toDateString();
  // Rows of today tell no date.
  if (today !== day) drawn.forEach((item) => { item.row = null; });
  day = today;
  const heights = measure();
  const { box, row, drawn: height } = heights;
  const rows = byID("rows");
  rows.style.height = `${height}px`;
  const above = scrolled(heights);
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

let unnoticed = 0;

function drawUnnoticed() {
  const sign = byID("fresh");
  if (byID("list").scrollTop === 0) unnoticed = 0;
  sign.hidden = !unnoticed;
  sign.textContent = `↑ ${unnoticed.toLocaleString()} new`;
}

/** A row came on top: what is looked at stays where it is. */
export function makeRoom() {
  const now = measure();
  const above = scrolled(measure(pages.length - 1));
  if (above <= now.row / 2) return;
  unnoticed += 1;
  drawUnnoticed();
  scrollTo(now, above + now.row);
}

export function listenToList(choose, select) {
  const [list, rows] = [byID("list"), byID("rows")];
  list.addEventListener("scroll", () => { drawList(); drawUnnoticed(); }, { passive: true });
  byID("fresh").onclick = () => {
    list.scrollTop = 0;
    rows.focus({ preventScroll: true });
  };
  new ResizeObserver(drawList).observe(list);
  setInterval(drawList, 60_000);
  rows.onclick = ({ target, ctrlKey, metaKey, shiftKey }) => {
    // The message that is seen there, which may not be the one that is there by now.
    const id = Number(target.closest("[role=option]")?.dataset.id);
    if (!id) return;
    moveTo(pages.indexOf(id));
    if (target.closest(".tick") || ctrlKey || metaKey || shiftKey) select(id, shiftKey);
    else choose(id);
  };
  // A click with Shift selects messages, not their text.
  rows.onmousedown = (event) => { if (event.shiftKey) event.preventDefault(); };
}
