// Which mail clients understand what the HTML of a message uses.

import * as api from "../api.js";
import { check, element, table } from "../parts/dom.js";
import { toSource } from "./tabs.js";

const wish = { hasAll: false };

function sign(feature, client) {
  const [kind, text] = feature.unsupported.includes(client) ? ["error", "✖ no"] : feature.partial.includes(client) ? ["warning", "▲ part"] : ["good", "✔"];
  return element("span", { class: `mark ${kind}` }, text);
}

export async function draw(message, actions, signal) {
  const [{ clients: support }, known] = await Promise.all([api.report(message.id, signal), api.clients()]);
  if (!support.clients.length) return element("p", "This message has no HTML: every client shows it.");
  const main = new Set(known.filter((client) => client.isMain).map((client) => client.id));
  const all = [...support.clients].sort((a, b) => Number(main.has(b.client)) - Number(main.has(a.client)) || a.name.localeCompare(b.name));
  const feature = ({ advice, places, title }) =>
    element("span", { title: advice }, places.length ? toSource(actions, places[0], title) : title);
  const matrix = element("div");
  const redraw = () => {
    const columns = all.filter(({ client }) => wish.hasAll || main.has(client));
    matrix.replaceChildren(table(["Feature", ...columns.map(({ name }) => name)],
      support.features.map((one) => [feature(one), ...columns.map(({ client }) => sign(one, client))]), "Support matrix", "matrix"));
  };
  redraw();
  return element("div",
    element("h3", support.features.length ? "What some client lacks" : "Every known client supports all that this message uses"),
    support.features.length > 0 && [check(`All ${all.length} clients`, wish, "hasAll", redraw), matrix],
    element("h3", "All clients"),
    table(["Client", "Understands", "Supported", "In part", "Not"], all.map((client) => [
      client.name, client.percentage === null ? "—" : `${Math.round(client.percentage)} %`,
      `${client.supported}`, `${client.partial}`, `${client.unsupported}`])),
    element("p", { class: "faint" }, `As of ${support.date}.`));
}
