// What is done with the message that is open, chosen or at the cursor. The list is there before this is loaded.

import { forgetRemovals, markMessages, removeMessages, tagMessage } from "./changes.js";
import { makeCommands } from "./commands.js";
import { ask, toast } from "./parts/dialog.js";
import { byID } from "./parts/dom.js";
import { listenToKeys } from "./parts/keys.js";
import { notify } from "./parts/notify.js";
import { draw, keep, pages, state } from "./store.js";
import { currentIndex, moveTo } from "./views/list.js";

export { forgetRemovals, notify, toast };

/** @returns what can be done to messages, and `openPalette` */
export function begin({ go, message }) {
  /** Lays two messages side by side. */
  function compare(one, other) {
    if (one && other) go({ view: "compare", id: one, with: other }, true);
  }

  /** @type {import("./views/message.js").Actions} */
  const actions = {
    show(tab, at = "") {
      keep("tab", tab);
      go({ tab, at });
    },
    close() {
      go({ id: null, at: "" }, true);
      byID("rows").focus();
    },
    remove() {
      if (!message()) return;
      removeMessages([message().id]);
      if (pages.length > 1) step(currentIndex() + 1 < pages.length ? 1 : -1);
      else actions.close();
    },
    tag() {
      const one = message();
      if (one) ask("Tags", "Names, between commas.", one.tags.join(", "), (text) => tagMessage(one, text));
    },
    compare() {
      if (state.selected.size === 2) return compare(...[...state.selected].sort((a, b) => a - b));
      const one = state.id ?? currentRow()?.id;
      ask("Compare with", "The number of another message, or nothing for the one below in the list.", "", (text) =>
        compare(one, Number(text) || pages.at(pages.indexOf(one) + 1)?.id));
    },
    share: async (node) => (await import("./parts/copy.js")).copy(location.href, node),
  };

  /** Goes to another row, and opens it where one is open. */
  function step(distance) {
    moveTo(currentIndex() + distance);
    const row = currentRow();
    if (row && state.id !== null) go({ id: row.id, at: "" });
  }

  const chosen = () => (state.selected.size ? [...state.selected] : [state.id ?? currentRow()?.id].filter(Boolean));
  const openPalette = async () => (await import("./views/palette.js")).openPalette(commands);

  const commands = makeCommands({
    go, step, chosen, actions,
    openCurrent() {
      const row = currentRow();
      if (row) go({ id: row.id, at: "" }, true);
      byID("message").focus();
    },
    selectCurrent: (isRange) => select(currentRow()?.id, isRange),
    palette: openPalette,
    mark: (seen) => markMessages(chosen(), seen),
  });
  listenToKeys(commands);
  return { actions, chosen, openPalette };
}

const currentRow = () => pages.at(currentIndex());

/** The message that was selected last. */
let anchor = 0;

/** @param {boolean} isRange all from the one selected last, as far as they are here */
export function select(id, isRange = false) {
  if (!id) return;
  const [from, to] = [pages.indexOf(anchor), pages.indexOf(id)];
  if (isRange && from >= 0) {
    for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) if (pages.has(at)) state.selected.add(pages.at(at).id);
  } else if (!state.selected.delete(id)) state.selected.add(id);
  anchor = id;
  draw();
}
