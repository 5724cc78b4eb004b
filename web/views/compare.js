// Two messages side by side.

import * as api from "../api.js";
import { element } from "../parts/dom.js";
import { mailbox } from "../parts/format.js";
import { difference, mostLines } from "../parts/difference.js";
import { state } from "../store.js";
import { frame } from "./preview.js";

function drawLines(before, after) {
  const kinds = { "-": "removed", "+": "added" };
  const isCut = Math.max(before.length, after.length) > mostLines;
  return [isCut && element("p", `Compared are the first ${mostLines} lines.`), element("div", { class: "difference", tabindex: "0", role: "group", "aria-label": "Differences" },
    difference(before, after).map(({ sign, line }) => element("pre", { class: kinds[sign], dir: "auto" }, `${sign} ${line}`)))];
}

const fields = (message) => message.headers.map((field) => `${field.name}: ${field.value}`);
const lines = (message) => (message.text ?? "").split("\n");

const rendered = (message) =>
  (message.html === null ? element("pre", { dir: "auto" }, message.text ?? "") : frame(message, { images: "embedded", width: "100%" }));

export async function draw() {
  if (state.id === null || state.with === null) return element("p", "Open a message and press c to compare it with another.");
  const [one, other] = await Promise.all([state.id, state.with].sort((a, b) => a - b).map((id) => api.message(id)));
  const head = (message) => element("h3", { dir: "auto" }, `${message.id}: ${message.subject || "(no subject)"} (${mailbox(message.from)})`);
  return element("div",
    element("h2", `Messages ${one.id} and ${other.id}`),
    element("div", { class: "sides" }, [one, other].map((message) => element("section", head(message), rendered(message)))),
    element("h3", "Header"), drawLines(fields(one), fields(other)),
    element("h3", "Text"), drawLines(lines(one), lines(other)));
}
