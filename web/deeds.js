// What can be done, by mouse, key or name. The list is there before this is loaded.

import { markMessages, removeMessages, tagMessage } from "./parts/actions.js";
import { ask, toast } from "./parts/dialog.js";
import { byID } from "./parts/dom.js";
import { listenToKeys } from "./parts/keys.js";
import { notify } from "./parts/notify.js";
import { draw, pages, state } from "./store.js";
import { makeCommands } from "./views/commands.js";
import { current, moveTo } from "./views/list.js";

export { notify, toast };

/**
 * @param {{go: import("./views/pages.js").Go, message(): any}} page
 * @returns what can be done to messages, and `openPalette`
 */
export function begin({ go, message }) {
  /** Lays two messages side by side. @param {number|undefined} one @param {number|undefined} other */
  function compare(one, other) {
    if (one && other) go({ view: "compare", id: one, with: other }, true);
  }

  /** @type {import("./views/message.js").Actions} */
  const actions = {
    show(tab, at = "") {
      localStorage.setItem("tab", tab);
      go({ tab, at });
    },
    close() {
      go({ id: null, at: "" }, true);
      byID("rows").focus();
    },
    remove() {
      if (!message()) return;
      removeMessages([message().id]);
      if (pages.length > 1) step(current + 1 < pages.length ? 1 : -1);
      else actions.close();
    },
    tag() {
      const one = message();
      if (one) ask("Tags", "Names, between commas.", one.tags.join(", "), (text) => tagMessage(one, text));
    },
    compare() {
      if (state.selected.size === 2) return compare(...[...state.selected].sort((a, b) => a - b));
      const one = state.id ?? pages.at(current)?.id;
      ask("Compare with", "The number of another message, or nothing for the one below in the list.", "", (text) =>
        compare(one, Number(text) || pages.at(pages.indexOf(one) + 1)?.id));
    },
    share: async (node) => (await import("./parts/copy.js")).copy(location.href, node),
  };

  /** Goes to another row, and opens it where one is open. @param {number} distance */
  function step(distance) {
    moveTo(current + distance);
    const row = pages.at(current);
    if (row && state.id !== null) go({ id: row.id, at: "" });
  }

  const chosen = () => (state.selected.size ? [...state.selected] : [state.id ?? pages.at(current)?.id].filter(Boolean));
  const openPalette = async () => (await import("./views/palette.js")).openPalette(commands);

  const commands = makeCommands({
    go, step, chosen, actions,
    openCurrent() {
      const row = pages.at(current);
      if (row) go({ id: row.id, view: "", at: "" }, true);
      byID("message").focus();
    },
    selectCurrent: (isRange) => select(current, isRange),
    palette: openPalette,
    mark: (seen) => markMessages(chosen(), seen),
  });
  listenToKeys(commands);
  return { actions, chosen, openPalette };
}

/** The row that was selected last. */
let anchor = 0;

/** @param {number} index @param {boolean} isRange all from the one selected last, as far as they are here */
export function select(index, isRange = false) {
  const row = pages.at(index);
  if (!row) return;
  if (isRange) {
    for (let at = Math.min(anchor, index); at <= Math.max(anchor, index); at += 1) if (pages.has(at)) state.selected.add(pages.at(at).id);
  } else if (!state.selected.delete(row.id)) state.selected.add(row.id);
  anchor = index;
  draw();
}
