// What the newest messages are like on the whole.

import * as api from "../api.js";
import { button, element, svg, table } from "../parts/dom.js";
import { count, quoted, severityMark, size } from "../parts/format.js";
import { state } from "../store.js";

/** Columns over a common base line, with the same figures as text for who cannot see them. */
function columns(title, points) {
  const [width, height] = [600, 120];
  const most = Math.max(1, ...points.map((point) => point.value));
  const step = width / points.length;
  const bar = (point, index) => {
    const tall = point.value / most * (height - 20);
    return svg("rect", { x: index * step + 1, y: height - tall, width: Math.max(1, step - 2), height: tall, class: point.kind ?? "" },
      svg("title", `${point.label}: ${point.value}`));
  };
  const total = points.reduce((sum, point) => sum + point.value, 0);
  return element("figure",
    element("figcaption", title, element("small", ` highest ${most.toLocaleString()}, in all ${total.toLocaleString()}`)),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}: ${points.filter((point) => point.value).map((point) => `${point.label} ${point.value}`).join(", ") || "nothing"}` },
      points.map(bar), svg("line", { x1: 0, x2: width, y1: height, y2: height })),
    element("div", { class: "axis", "aria-hidden": "true" }, element("span", points[0]?.label), element("span", points.at(-1)?.label)));
}

function charts({ minutes, sizes, scores }) {
  const began = Date.parse(minutes.from);
  const minute = (value, index) => ({ label: new Date(began + index * 60_000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }), value });
  const sizeClass = (one) => ({ label: one.upTo === null ? "more" : `≤ ${one.upTo / 1024} KiB`, value: one.messages });
  const score = (value, index) => ({ label: index === 10 ? "10+" : String(index), value, kind: index >= 5 ? "spam" : "" });
  return element("div", { class: "charts" },
    columns("Messages per minute", minutes.messages.map(minute)), columns("Size", sizes.classes.map(sizeClass)),
    columns("Spam score", scores.classes.map(score)));
}

export async function draw(go) {
  const statistics = await api.statistics(state.inbox);
  const search = (q, text) => button(text, () => go({ q, view: "" }, true), { class: "quiet" });
  const { sizes, scores } = statistics;
  return element("div",
    element("h2", "Overview"),
    element("p", `The newest ${count(statistics.messages, "message")}${state.inbox ? ` of ${state.inbox}` : ""}: ${size(sizes.total)}`,
      sizes.median === null ? "" : `, median ${size(sizes.median)}, largest ${size(sizes.largest)}`,
      `. ${scores.assessed.toLocaleString()} assessed, ${scores.spam.toLocaleString()} with 5 points or more.`),
    charts(statistics),
    element("div", { class: "halves" }, element("section", element("h3", "Most frequent findings"),
    table(["Rule", "Messages", "What"], statistics.findings.map((one) =>
      [search(`rule:${one.rule}`, one.rule), one.messages.toLocaleString(), [severityMark(one.severity), " ", one.summary]]))),
    element("section", element("h3", "Most frequent senders"),
    table(["From", "Messages"], statistics.senders.map((one) => [search(`from:${quoted(one.address)}`, one.address), one.messages.toLocaleString()])))));
}
