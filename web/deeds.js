// What is done with the message that is open, chosen or at the cursor. The list is there before this is loaded.

import { forgetWaiting, markMessages, removeMessages, tagMessage, tagMessages } from "./changes.js";
import { makeCommands } from "./commands.js";
import { ask, toast } from "./parts/dialog.js";
import { button, byID, element } from "./parts/dom.js";
import { count } from "./parts/format.js";
import { listenToKeys } from "./parts/keys.js";
import { notify } from "./parts/notify.js";
import { draw, keep, pages, state } from "./store.js";
import { currentIndex, moveBy, moveTo } from "./views/list.js";

export { forgetWaiting, notify, toast };

const separated = "Names, between commas.";

export function begin({ go, message }) {
  function compare(one, other) {
    if (one && other) go({ view: "compare", id: one, with: other }, true);
    else toast("There is none to compare with.");
  }

  const actions = {
    show(tab, at = "") {
      if (!at) keep("tab", tab);
      go({ tab, at }, at !== "");
    },
    step(distance, isHeld = false) {
      moveBy(distance);
      arrive(isHeld);
    },
    close() {
      go({ id: null, at: "" }, true);
      byID("rows").focus();
    },
    remove() { if (message()) remove([message()]); },
    tag() {
      const one = message();
      if (one) ask("Tags", separated, one.tags.join(", "), (text) => tagMessage(one, text));
    },
    compare() {
      if (state.selected.size === 2) return compare(...state.selected.keys());
      const one = state.id ?? currentRow()?.id;
      const place = pages.indexOf(one);
      ask("Compare with", "The number of another message, or nothing for the one below in the list.", "", (text) =>
        compare(one, Number(text) || (place >= 0 && pages.at(place + 1)?.id)));
    },
  };

  /** Opens the row that it came to, where one is open. */
  function arrive(isPassing = false) {
    const row = currentRow();
    if (row && state.id !== null) go({ id: row.id, at: "" }, false, isPassing);
  }

  /** Deletes, and goes on to the nearest row that stays. */
  function remove(rows) {
    removeMessages(rows);
    if (state.id !== null && !state.leaving.has(state.id)) return;
    for (const way of [1, -1]) {
      let place = currentIndex();
      while (pages.has(place) && state.leaving.has(pages.at(place).id)) place += way;
      if (place < 0 || place >= pages.length) continue;
      moveTo(place);
      return arrive();
    }
    if (state.id !== null) actions.close();
  }

  const chosen = () => (state.selected.size ? [...state.selected.values()]
    : [state.id === null ? currentRow() : message() ?? pages.at(pages.indexOf(state.id))].filter(Boolean));

  const tagChosen = (_, rows = chosen()) => rows.length && ask("Add tags", separated, "", (text) => tagMessages(rows, text));

  function drawBulk() {
    const bar = byID("bulk");
    const { size } = state.selected;
    if (bar.dataset.size === String(size)) return;
    bar.dataset.size = size;
    if (bar.contains(document.activeElement)) byID("rows").focus();
    bar.hidden = !size;
    bar.replaceChildren(
      element("span", { role: "status" }, `${count(size, "message")} selected`), button("Delete", () => removeMessages(chosen())),
      button("Mark read", () => markMessages(chosen(), true)), button("Mark unread", () => markMessages(chosen(), false)),
      button("Tag…", tagChosen),
      size === 2 ? button("Compare", actions.compare) : "", button("Select none", () => { state.selected.clear(); draw(); }));
  }

  const openPalette = async () => (await import("./views/palette.js")).openPalette(commands);

  const commands = makeCommands({
    go, actions,
    openCurrent() {
      const row = currentRow();
      if (row) go({ id: row.id, at: "" }, true);
      byID("message").focus();
    },
    selectRows,
    tag: () => (message() && !state.selected.size ? actions.tag() : tagChosen()),
    selectCurrent: (isRange) => select(currentRow()?.id, isRange),
    palette: openPalette,
    mark: (seen) => markMessages(chosen(), seen),
    remove: () => remove(chosen()),
  });
  listenToKeys(commands);
  return { actions, drawBulk, openPalette };
}

const currentRow = () => pages.at(currentIndex());

/** The one selected last. */
let anchor = 0;

/** @param {boolean} isRange all from the one selected last, as far as they are here */
export function select(id, isRange = false) {
  if (!id) return;
  const { selected } = state;
  const [from, to] = [pages.indexOf(anchor), pages.indexOf(id)];
  if (isRange && from >= 0) selectRows(Math.min(from, to), Math.max(from, to));
  else if (!selected.delete(id)) selected.set(id, pages.at(to));
  anchor = id;
  draw();
}

/** Selects what is here, and says how many are not. */
function selectRows(first, last) {
  let missing = 0;
  for (let at = first; at <= last && at < pages.length; at += 1) {
    if (pages.has(at)) state.selected.set(pages.at(at).id, pages.at(at));
    else missing += 1;
  }
  if (missing) toast(`${count(missing, "message")} not loaded yet, and not selected.`);
  draw();
}
