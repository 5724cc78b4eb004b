// The ways to look at a message.

import { quiet } from "../parts/dom.js";

/** Titles, by the file that draws it. @type {Object<string, string>} */
export const tabs = {
  preview: "Preview", report: "Report", clients: "Clients", source: "Source", parts: "Parts", headers: "Headers", session: "Session",
  links: "Links & codes",
};

/** Each is loaded when it is opened for the first time. */
export const drawTab = async (name, ...given) => (await import(`./${name}.js`)).draw(...given);

/** Leads to these octets in the source. @param {number[]} range */
export const toSource = (actions, [start, end], label = `octets ${start}–${end}`) =>
  quiet(label, () => actions.show("source", `${start}-${end}`));
