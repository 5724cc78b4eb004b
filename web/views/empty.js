// The list when nothing is on it: how to point an application here.

import { element, menu } from "../parts/dom.js";
import { copyable } from "../parts/copy.js";
import { state } from "../store.js";
import { frameworks } from "./frameworks.js";

let chosen = "swaks";

/** @returns {Node[]} */
export function emptyState() {
  if (state.q) return [element("h2", {}, "No message matches"), element("p", {}, "What matches later appears here by itself.")];
  const host = location.hostname.replace(/^\[|\]$/g, "") || "localhost";
  const panel = element("div");
  const show = (name) => {
    chosen = name;
    panel.replaceChildren(copyable(frameworks[name](host, 1025, state.inbox), "Copy the settings"));
  };
  show(chosen);
  return [
    element("h2", {}, state.inbox ? `Inbox ${state.inbox} is empty` : "No mail yet"),
    element("p", {}, "Point an application's SMTP at Creel, and its mail appears here by itself. The port is 1025 unless --smtp says otherwise."),
    element("p", {}, menu("Settings for", Object.keys(frameworks).map((name) => [name, name]), chosen, show)),
    panel,
  ];
}
