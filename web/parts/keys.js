// The keyboard, apart from what browsers do by themselves.

import { byID } from "./dom.js";

/** @param {{next(): void, previous(): void, read(): void, close(): void}} actions */
export function listenToKeys(actions) {
  const keys = {
    j: actions.next, ArrowDown: actions.next, k: actions.previous, ArrowUp: actions.previous,
    Enter: actions.read, Escape: actions.close, "/": () => byID("q").focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.target === byID("q")) return event.key === "Escape" ? byID("q").blur() : undefined;
    const isChord = event.ctrlKey || event.metaKey || event.altKey;
    if (isChord || byID("confirm").open || !keys[event.key] || isTaken(event)) return;
    event.preventDefault();
    keys[event.key]();
  });
}

/** Whether the focused element has a use for the key: buttons press, texts scroll, links open. */
function isTaken({ key, target }) {
  if (key.length === 1 || key === "Escape") return false;
  const link = target.closest("#rows a");
  return link ? key === "Enter" && !link.hasAttribute("aria-current") : target.closest("a, button, article") !== null;
}
