// Numbers, times and names for people.

import { element, svg } from "./dom.js";

/** @param {number} octets */
export function size(octets) {
  if (octets < 1000) return `${octets} B`;
  if (octets < 1_000_000) return `${(octets / 1000).toFixed(1)} kB`;
  return `${(octets / 1_000_000).toFixed(1)} MB`;
}

/** @param {number} number @param {string} noun */
export const count = (number, noun) => `${number.toLocaleString()} ${noun}${number === 1 ? "" : "s"}`;

// Making these is slow, using them is not.
const shortTime = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const shortDate = new Intl.DateTimeFormat(undefined, { dateStyle: "short" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/**
 * Short and local; in full, with the zone, where it is pointed at.
 * @param {string} time RFC 3339
 */
export function clock(time) {
  const date = new Date(time);
  const today = new Date();
  const isToday = date.getDate() === today.getDate() && date.getMonth() === today.getMonth() && date.getFullYear() === today.getFullYear();
  return element("time", { datetime: time }, (isToday ? shortTime : shortDate).format(date));
}

// Only where it is pointed at, since it takes longer than all else of a row.
document.addEventListener("pointerover", ({ target }) => {
  const node = /** @type {Element} */ (target).closest?.("time:not([title])");
  const time = node?.getAttribute("datetime");
  if (time) node?.setAttribute("title", `${fullTime.format(new Date(time))}\n${time}`);
});

/** @param {string} from @param {string} to RFC 3339 */
export function between(from, to) {
  const milliseconds = Date.parse(to) - Date.parse(from);
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** @param {{name: string|null, address: string}|null} address */
export function mailbox(address) {
  if (!address) return "(nobody)";
  return address.name ? `${address.name} <${address.address}>` : address.address;
}

/** A steady colour for a name, as an angle on the colour circle. @param {string} name */
export function hue(name) {
  let hash = 0;
  for (const sign of name) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 360;
  return hash;
}

/** @param {string} name */
export function tag(name) {
  const node = element("span", { class: "tag" }, name);
  node.style.setProperty("--hue", String(hue(name)));
  return node;
}

/** Signs besides colours, for who cannot tell them apart. */
export const severitySigns = { error: "✖", warning: "▲", info: "●" };

/** @param {string|null} severity */
export function severityMark(severity) {
  if (!severity) return null;
  return element("span", { class: `mark ${severity}`, title: severity, role: "img", "aria-label": severity }, severitySigns[severity]);
}

/** @param {number} number of attachments */
export function paperclip(number) {
  return element("span", { class: "clip", title: count(number, "attachment"), role: "img", "aria-label": count(number, "attachment") },
    svg("svg", { viewBox: "0 0 16 16", width: 12, height: 12, "aria-hidden": "true" },
      svg("path", { d: "M13 7 8 12a3 3 0 0 1-4-4l6-6a2 2 0 0 1 3 3l-6 6a1 1 0 0 1-1.500-1.500L10 5" })),
    number > 1 ? String(number) : null);
}
