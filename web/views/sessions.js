// Recent connections, those that were refused or broke among them.

import * as api from "../api.js";
import { closeDialog, openDialog } from "../parts/dialog.js";
import { button, element, table } from "../parts/dom.js";
import { clock } from "../parts/format.js";
import { fail } from "../store.js";
import { drawDialogue, outcomes } from "./session.js";

let onlyTroubled = false;

const isTroubled = (session) => session.refused > 0 || !["quit", "open"].includes(session.outcome);

/** @param {any} session */
async function show({ id }) {
  try {
    openDialog(`Session ${id}`, drawDialogue(await api.oneSession(id)), button("Close", closeDialog, { class: "first" }));
  } catch (error) {
    fail(error);
  }
}

/** @param {any} session */
function row(session) {
  const outcome = outcomes[session.outcome] ?? session.outcome;
  return [
    button(clock(session.startedAt), () => show(session), { class: "quiet", "aria-label": `Session of ${session.client}` }),
    `${session.client}${session.greeting ? ` (${session.greeting})` : ""}`, session.listener,
    element("span", { class: isTroubled(session) ? "refusal" : "" }, `${isTroubled(session) ? "▲ " : ""}${session.reason ?? outcome}`),
    `${session.accepted}`, `${session.refused}`,
  ];
}

export async function drawSessions() {
  let { sessions, next } = await api.sessions();
  const view = element("div");
  const more = async () => {
    const page = await api.sessions(next);
    sessions = [...sessions, ...page.sessions];
    next = page.next;
    redraw();
  };
  const redraw = () => {
    const rows = sessions.filter((session) => !onlyTroubled || isTroubled(session)).map(row);
    const box = element("input", { type: "checkbox", checked: onlyTroubled, onchange: (event) => { onlyTroubled = event.target.checked; redraw(); } });
    view.replaceChildren(
      element("h2", {}, "Sessions"), element("p", { class: "tools" }, element("label", {}, box, " Only refused or broken ones")),
      table(["Began", "Client", "Listener", "Outcome", "Accepted", "Refused"], rows, { label: "Sessions" }),
      rows.length ? "" : element("p", {}, "None yet."),
      next ? button("Older sessions", () => more().catch(fail)) : "");
  };
  redraw();
  return view;
}
