// Recent connections, those that were refused or broke among them, as they end.

import * as api from "../api.js";
import { closeDialog, openDialog } from "../parts/dialog.js";
import { button, check, element, table } from "../parts/dom.js";
import { clock } from "../parts/format.js";
import { fail, soon, state } from "../store.js";
import { drawDialogue, encryption, outcomes } from "./session.js";

/** Sessions in sight as others end. */
const most = 1000;

const wish = { q: "", onlyTroubled: false };

const asked = () => `${wish.q}${wish.onlyTroubled ? " is:troubled" : ""}`;

/** @type {(session: any) => void} what the open view does with one that ended; `null`: any may have */
let take = () => {};

addEventListener("session", (event) => take(/** @type {CustomEvent} */ (event).detail));

const isTroubled = (session) => session.refused > 0 || !["quit", "open"].includes(session.outcome);

async function show({ id }) {
  try {
    openDialog(`Session ${id}`, drawDialogue(await api.oneSession(id)), button("Close", closeDialog, { class: "first" }));
  } catch (error) {
    fail(error);
  }
}

function row(session) {
  const outcome = outcomes[session.outcome] ?? session.outcome;
  return [
    button(clock(session.startedAt, "moment"), () => show(session), { class: "quiet", "data-id": session.id, "aria-label": `Session of ${session.client}` }),
    `${session.client}${session.greeting ? ` (${session.greeting})` : ""}`, session.listener,
    element("span", { class: isTroubled(session) ? "refusal" : "" }, `${isTroubled(session) ? "▲ " : ""}${session.reason ?? outcome}`),
    encryption(session.tls), session.user ?? "", `${session.accepted}`, `${session.refused}`,
  ];
}

export async function draw() {
  let known = new Map();
  let next = null;
  const [found, problem] = [element("div"), element("p", { role: "alert", class: "error" })];
  const sorted = () => [...known.values()].sort((a, b) => Number(b.id) - Number(a.id));
  const search = () => { known.clear(); readSoon(); };
  const view = element("div", element("h2", "Sessions"), element("p", { class: "tools" },
    element("input", {
      type: "search", value: wish.q, "aria-label": "Search sessions", placeholder: "words, client:, user:, outcome:tlsFailed", autocomplete: "off",
      oninput: (event) => { wish.q = event.target.value.trim(); search(); },
    }),
    check("Only refused or broken ones", wish, "onlyTroubled", search)), problem, found);
  /** @param {string|null} before those older than this one, or the newest */
  const read = async (before = null) => {
    const q = asked();
    try {
      const page = await api.sessions(q, before);
      if (q !== asked() || (before && before !== next)) return;
      // Older ones are kept, if there is no gap above them.
      const isJoined = before || page.sessions.some(({ id }) => known.has(id));
      if (!isJoined) known.clear();
      if (before || !isJoined) next = page.next;
      page.sessions.forEach((session) => known.set(session.id, session));
      if (!before && known.size > most) {
        const kept = sorted().slice(0, most);
        known = new Map(kept.map((session) => [session.id, session]));
        next = kept[most - 1].id;
      }
      problem.textContent = "";
      redraw();
    } catch (error) {
      if (q === asked()) problem.textContent = error.message;
    }
  };
  const redraw = () => {
    const rows = sorted().map(row);
    const drawn = element("div",
      table(["Began", "Client", "Listener", "Outcome", "Encrypted", "User", "Accepted", "Refused"], rows, "Sessions"),
      rows.length ? "" : element("p", asked() ? "None is like that." : "None yet."),
      next && button("Older sessions", () => read(next)));
    // Nothing changes under the hand of who is at it.
    if (drawn.isEqualNode(found)) return;
    const focused = /** @type {any} */ (document.activeElement).dataset.id;
    found.replaceChildren(...drawn.childNodes);
    if (focused) /** @type {any} */ (found.querySelector(`[data-id="${focused}"]`))?.focus();
  };
  const readSoon = soon(read);
  take = (session) => {
    if (state.view !== "sessions") return;
    if (known.has(session?.id)) known.set(session.id, session);
    readSoon();
  };
  await read();
  return view;
}
