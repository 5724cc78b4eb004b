// Which mail clients understand what the HTML of a message uses.

import * as api from "../api.js";
import { element, table } from "../parts/dom.js";

const mostColumns = 14;

function sign(feature, client) {
  if (feature.unsupported.includes(client)) return element("span", { class: "mark error", title: "not supported" }, "✖ no");
  if (feature.partial.includes(client)) return element("span", { class: "mark warning", title: "in part" }, "▲ part");
  return element("span", { class: "mark good" }, "✔");
}

export async function draw(message, actions) {
  const [{ clients: support }, known] = await Promise.all([api.report(message.id), api.clients()]);
  if (!support.clients.length) return element("p", "This message has no HTML: every client shows it.");
  const main = new Set(known.filter((client) => client.isMain).map((client) => client.id));
  const all = [...support.clients].sort((a, b) => Number(main.has(b.client)) - Number(main.has(a.client)) || a.name.localeCompare(b.name));
  const columns = all.slice(0, mostColumns);
  const feature = (one) => element("span", { title: one.advice },
    one.places.length
      ? element("button", { type: "button", class: "quiet", onclick: () => actions.show("source", one.places[0].join("-")) }, one.title)
      : one.title);
  return element("div",
    element("h3", support.features.length ? "What some client lacks" : "Every known client supports all that this message uses"),
    support.features.length ? table(["Feature", ...columns.map((client) => client.name)],
      support.features.map((one) => [feature(one), ...columns.map((client) => sign(one, client.client))]), { class: "matrix", label: "Support matrix" }) : null,
    element("h3", "All clients"),
    table(["Client", "Understands", "Supported", "In part", "Not"], all.map((client) => [
      client.name, client.percentage === null ? "—" : `${Math.round(client.percentage)} %`,
      `${client.supported}`, `${client.partial}`, `${client.unsupported}`])),
    element("p", { class: "faint" }, `As of ${support.date}.`));
}
