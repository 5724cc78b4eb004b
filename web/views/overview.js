// What the newest messages are like on the whole.

import * as api from "../api.js";
import { columns } from "../parts/charts.js";
import { button, element, table } from "../parts/dom.js";
import { count, quoted, severityMark, size } from "../parts/format.js";
import { state } from "../store.js";

function charts({ minutes, sizes, scores }) {
  const began = Date.parse(minutes.from);
  const minute = (value, index) => ({ label: new Date(began + index * 60_000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }), value });
  const sizeClass = (one) => ({ label: one.upTo === null ? "more" : `≤ ${size(one.upTo)}`, value: one.messages });
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
