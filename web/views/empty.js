// The list when nothing is on it.

import { element } from "../parts/dom.js";
import { state } from "../store.js";
import { drawConnect } from "./connect.js";

export async function emptyState() {
  if (state.q) return [element("h2", "No message matches"), element("p", "What matches later appears here by itself.")];
  return [
    element("h2", state.inbox ? `Inbox ${state.inbox} is empty` : "No mail yet"),
    element("p", "Point an application's SMTP here, and its mail appears by itself. None of it goes any further."),
    await drawConnect().catch((error) => element("p", { class: "error" }, error.message)),
  ];
}
