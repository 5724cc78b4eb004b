// What changes messages at the server, one or many, and takes it back.

import * as api from "./api.js";
import { choice, draw, fail, pages, state, undoTime } from "./store.js";
import { count } from "./parts/format.js";
import { toast } from "./parts/dialog.js";

/** Deletions that wait for the time to take them back. @type {Set<(isLast: boolean) => void>} */
const waiting = new Set();

addEventListener("pagehide", () => waiting.forEach((commit) => commit(true)));

/** @param {api.Choice} wanted what goes, unless it is taken back @param {number[]} ids what is known of it */
function removeLater(text, wanted, ids = []) {
  const commit = (isLast) => {
    if (!waiting.delete(commit)) return;
    api.removeAll(wanted, isLast).catch((error) => {
      ids.forEach((id) => state.leaving.delete(id));
      fail(error);
    });
  };
  waiting.add(commit);
  ids.forEach((id) => { state.leaving.add(id); state.selected.delete(id); });
  const undo = () => {
    waiting.delete(commit);
    ids.forEach((id) => state.leaving.delete(id));
    draw();
  };
  toast(text, { label: "Undo", act: undo }, undoTime, () => commit(false));
  draw();
}

/** Takes back no more: what waits concerns a store that is no longer there. */
export const forgetRemovals = () => waiting.clear();

/** @param {number[]} ids @returns {api.Choice} */
const these = (ids) => ({ q: `id:${ids.join(",")}`, inbox: "" });

/** All that the list shows, and nothing that comes later. @returns {api.Choice} */
function shown() {
  const { q, inbox } = choice();
  return { q: `${q && `(${q}) `}id:..${pages.at(0)?.id ?? 0}`, inbox };
}

/** Deletes, after a while in which it can be taken back. @param {number[]} ids */
export function removeMessages(ids) {
  if (ids.length) removeLater(`${count(ids.length, "message")} deleted.`, these(ids), ids);
}

export function removeMatches() {
  if (pages.length) removeLater(`${count(pages.length, "message")} will be deleted.`, shown());
}

export function markMatches() {
  if (!pages.length) return;
  api.markAll(shown(), true).catch(fail);
  toast("Everything on the list is marked read.");
}

export function markMessages(ids, seen) {
  const mark = (some, as) => { if (some.length) api.markAll(these(some), as).catch(fail); };
  const changed = ids.filter((id) => pages.at(pages.indexOf(id))?.seen !== seen);
  mark(ids, seen);
  toast(`${count(ids.length, "message")} marked ${seen ? "read" : "unread"}.`, { label: "Undo", act: () => mark(changed, !seen) });
}

/** @param {any} message @param {string} text names, between commas */
export function tagMessage(message, text) {
  const names = [...new Set(text.split(",").map((name) => name.trim()).filter(Boolean))];
  const before = message.tags;
  api.setTags(message.id, names).catch(fail);
  toast("Tags set.", { label: "Undo", act: () => { api.setTags(message.id, before).catch(fail); } });
}

/** Gives tags to many, besides those they bear. @param {number[]} ids @param {string} text */
export function tagMessages(ids, text) {
  const names = text.split(",").map((name) => name.trim()).filter(Boolean);
  const rows = ids.map((id) => pages.at(pages.indexOf(id))).filter(Boolean);
  rows.forEach((row) => api.setTags(row.id, [...new Set([...row.tags, ...names])]).catch(fail));
  toast(`${count(rows.length, "message")} tagged.`, {
    label: "Undo", act: () => rows.forEach((row) => api.setTags(row.id, row.tags).catch(fail)),
  });
}
