// What can be done to messages, one or many, and taken back.

import * as api from "../api.js";
import { choice, draw, fail, pages, state, undoTime } from "../store.js";
import { count } from "./format.js";
import { toast } from "./dialog.js";

/** Deletions that wait for the time to take them back. @type {Set<{ids: number[], timer: number}>} */
const waiting = new Set();

/** @param {{ids: number[], timer: number}} batch @param {boolean} isLast */
function commit(batch, isLast) {
  clearTimeout(batch.timer);
  waiting.delete(batch);
  batch.ids.forEach((id) => api.remove(id, isLast).catch((error) => {
    state.leaving.delete(id);
    if (error.status !== 404) fail(error);
  }));
}

addEventListener("pagehide", () => waiting.forEach((batch) => commit(batch, true)));

/** Deletes, after a while in which it can be taken back. @param {number[]} ids */
export function removeMessages(ids) {
  if (!ids.length) return;
  const batch = { ids, timer: 0 };
  batch.timer = setTimeout(() => commit(batch, false), undoTime);
  waiting.add(batch);
  ids.forEach((id) => { state.leaving.add(id); state.selected.delete(id); });
  const undo = () => {
    clearTimeout(batch.timer);
    waiting.delete(batch);
    ids.forEach((id) => state.leaving.delete(id));
    draw();
  };
  toast(`${count(ids.length, "message")} deleted.`, { label: "Undo", act: undo }, undoTime);
  draw();
}

/** Deletes all that the list shows, after a while in which it can be taken back. */
export function removeMatches() {
  const wanted = choice();
  const timer = setTimeout(() => api.removeAll(wanted).catch(fail), undoTime);
  toast(`${count(pages.length, "message")} will be deleted.`, { label: "Undo", act: () => clearTimeout(timer) }, undoTime);
}

/** Marks all that the list shows as read. */
export function markMatches() {
  api.markAll(choice(), true).catch(fail);
  toast("Everything on the list is marked read.");
}

/** @param {number[]} ids @param {boolean} seen */
export function markMessages(ids, seen) {
  Promise.all(ids.map((id) => api.mark(id, seen))).catch(fail);
  toast(`${count(ids.length, "message")} marked ${seen ? "read" : "unread"}.`, {
    label: "Undo", act: () => { Promise.all(ids.map((id) => api.mark(id, !seen))).catch(fail); },
  });
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
