// The list of messages: rows, paging, the empty state.

import { arrange, byID, clock, element, mailbox, size } from "../parts/dom.js";

/** Rows that were drawn, by message id; a message never changes. */
const drawn = new Map();

function row(summary) {
  const known = drawn.get(summary.id);
  if (known) return known;
  const to = summary.envelope.forwardPaths;
  const item = element(
    "li", { "data-id": summary.id },
    element(
      "a", { href: `#${new URLSearchParams({ id: summary.id })}`, draggable: "false" },
      element("span", { class: "from" }, mailbox(summary.from)),
      clock(summary.receivedAt),
      element("span", { class: "subject" }, summary.subject || "(no subject)"),
      element("span", { class: "size" }, size(summary.size)),
      element("span", { class: "to" }, `to ${to.slice(0, 3).join(", ")}${to.length > 3 ? ` and ${to.length - 3} more` : ""}`),
      element("span", { class: "snippet" }, summary.snippet),
    ),
  );
  drawn.set(summary.id, item);
  return item;
}

function emptyState(state) {
  if (state.q) return [element("p", {}, "No message matches.")];
  const server = `${location.hostname || "localhost"}:1025`;
  return [
    element("h2", {}, "No mail yet"),
    element("p", {}, "Point an application's SMTP at Creel, or send a first message:"),
    element("pre", {}, `swaks --to a@example.com --server ${server}`),
    element("p", {}, "It appears here by itself. The port is another one where --smtp or a port mapping says so."),
  ];
}

/** Draws the list; costs what has changed. */
export function drawList(state) {
  const shown = new Set(state.messages.map((summary) => summary.id));
  for (const id of drawn.keys()) if (!shown.has(id)) drawn.delete(id);
  arrange(byID("rows"), state.messages.map(row));
  for (const [id, item] of drawn) {
    const isOpen = id === state.id;
    const link = item.firstElementChild;
    if (isOpen === link.hasAttribute("aria-current")) continue;
    if (isOpen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  byID("older").hidden = state.next === null;
  const isEmpty = state.isLoaded && state.messages.length === 0 && !state.error;
  const empty = byID("empty");
  if (isEmpty && empty.hidden) empty.replaceChildren(...emptyState(state));
  empty.hidden = !isEmpty;
  drawHead(state);
}

function drawHead(state) {
  const noun = state.matched === 1 ? "message" : "messages";
  byID("count").textContent = state.isLoaded ? `${state.matched.toLocaleString()} ${noun}` : "";
  byID("delete-all").disabled = state.matched === 0;
  const connection = byID("connection");
  connection.textContent = state.isLive ? "live" : "connecting…";
  connection.classList.toggle("live", state.isLive);
  const error = byID("search-error");
  error.textContent = state.error;
  error.hidden = !state.error;
  byID("q").setAttribute("aria-invalid", String(Boolean(state.error)));
}

/** Brings the row of the open message into sight. */
export function revealRow(id) {
  drawn.get(id)?.scrollIntoView({ block: "nearest" });
}

/** @param {number|null} id */
export function focusRow(id) {
  drawn.get(id)?.firstElementChild?.focus({ preventScroll: true });
}
