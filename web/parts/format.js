// Numbers, times and names for people.

import { element, svg } from "./dom.js";

export function size(octets) {
  if (octets < 1000) return `${octets} B`;
  if (octets < 1_000_000) return `${(octets / 1000).toFixed(1)} kB`;
  return `${(octets / 1_000_000).toFixed(1)} MB`;
}

export const count = (number, noun) => `${number.toLocaleString()} ${noun}${number === 1 ? "" : "s"}`;

// Making these is slow, using them is not.
const forms = {
  time: { timeStyle: "medium" }, short: { dateStyle: "short", timeStyle: "short" },
  moment: { dateStyle: "medium", timeStyle: "medium" }, full: { dateStyle: "full", timeStyle: "long" },
};
const made = {};

const written = (form, date) => (made[form] ??= new Intl.DateTimeFormat(undefined, forms[form])).format(date);

/** Local; in full, with the zone, where it is pointed at. @param {string} time RFC 3339 @param {string} [form] the time alone for today */
export function clock(time, form) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return element("time", { datetime: time }, written(form ?? (isToday ? "time" : "short"), date));
}

// Only where it is pointed at, since it takes longer than all else of a row.
document.addEventListener("pointerover", ({ target }) => {
  const node = /** @type {Element} */ (target).closest?.("time:not([title])");
  const time = node?.getAttribute("datetime");
  if (time) node?.setAttribute("title", `${written("full", new Date(time))}\n${time}`);
});

/** @param {string} from @param {string} to RFC 3339 */
export function between(from, to) {
  const milliseconds = Date.parse(to) - Date.parse(from);
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function mailbox(address) {
  if (!address) return "(nobody)";
  return address.name ? `${address.name} <${address.address}>` : address.address;
}

/** A value in a query. */
export const quoted = (text) => (/[\s()"]/.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : text);

/** A name, in a steady colour; a click finds what bears it. */
export function tag(name, kind = "span", field = "tag") {
  const q = `${field}:${quoted(name)}`;
  const node = element(kind, { class: "tag", dir: "auto", title: q, "data-q": q }, name);
  const hue = [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 360, 0);
  node.style.setProperty("--hue", String(hue));
  return node;
}

/** Signs besides colours, for who cannot tell them apart. */
const severitySigns = { error: "✖", warning: "▲", info: "●" };

export const severityMark = (severity) =>
  severity && element("span", { class: `mark ${severity}`, title: severity, role: "img", "aria-label": severity }, severitySigns[severity]);

const icon = (path, label) => element("span", { class: "icon", title: label, role: "img", "aria-label": label },
  svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path })));

export const paperclip = (number) =>
  [icon("M13.5 7.5 8 13a3.3 3.3 0 0 1-4.7-4.7l6-6a2.2 2.2 0 0 1 3.1 3.1L6.7 11a1 1 0 0 1-1.5-1.5l5-5", count(number, "attachment")), number > 1 && `${number}`];

export const copySign = (original) => icon("M6 6h7v7H6zM3 10V3h7", `The same as message ${original}`);
