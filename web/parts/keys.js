// The keyboard, apart from what browsers do by themselves.

import { keep, kept, state } from "../store.js";
import { byID } from "./dom.js";

/** How long the second key of two may take, in milliseconds. */
const chordTime = 1200;

const takesText = (node) => node.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

/** Whether the focused element has a use for the key: buttons press, texts scroll, links open. */
const isTaken = ({ key, target }) => (key.length > 1 || key === " ") && !["Escape", "Delete"].includes(key)
  && target.closest("a, button, summary, article, #page, [role=tab]") !== null;

/** For who speaks to the computer, or hits keys by accident: whether they do something now. */
export function switchKeys() {
  keep("keys", kept("keys") === "off" ? "" : "off");
  return kept("keys") !== "off";
}

export function listenToKeys(commands) {
  const actions = new Map(commands.flatMap((command) => command.keys.map((key) => [key, command])));
  let [first, since] = ["", 0];
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (takesText(target)) {
      if (event.key !== "Escape" || byID("dialog").open) return;
      // Where there is no list to go to, out of the text is enough.
      /** @type {HTMLElement} */ (target).blur();
      byID("rows").focus();
      return;
    }
    if (byID("dialog").open) return;
    const isCommand = (event.ctrlKey || event.metaKey) && event.key === "k";
    if (!isCommand && (event.ctrlKey || event.metaKey || event.altKey || isTaken(event))) return;
    const key = isCommand ? "Ctrl+k" : event.key;
    if (key.length === 1 && kept("keys") === "off") return;
    const chord = event.timeStamp - since < chordTime ? `${first} ${key}` : key;
    const command = actions.get(chord) ?? actions.get(key);
    [first, since] = [command ? "" : key, event.timeStamp];
    if (!command || (command.isOfList && state.view)) return;
    event.preventDefault();
    if (command.isRepeated || !event.repeat) command.run(event.repeat);
  });
}
