// What changes messages at the server, one or many, and takes it back.

import * as api from "./api.js";
import { choice, draw, fail, pages, state } from "./store.js";
import { count } from "./parts/format.js";
import { toast } from "./parts/dialog.js";

/** What waits for the time to take it back. @type {Set<(isLast: boolean) => void>} */
const waiting = new Set();

addEventListener("pagehide", () => waiting.forEach((commit) => commit(true)));

/** Acts, unless that is taken back. @param {(isLast: boolean) => Promise<any>} act @param {number[]} leaving what is known to go then */
function actLater(text, act, leaving = []) {
  const stay = () => { leaving.forEach((id) => state.leaving.delete(id)); draw(); };
  const commit = (isLast) => { if (waiting.delete(commit)) act(isLast).catch((error) => { stay(); fail(error); }); };
  waiting.add(commit);
  leaving.forEach((id) => { state.leaving.add(id); state.selected.delete(id); });
  toast(text, () => { if (waiting.delete(commit)) stay(); }, () => commit(false));
  draw();
}

/** What waits concerns a store that is no longer there. */
export const forgetWaiting = () => waiting.clear();

const these = (rows) => ({ q: `id:${rows.map(({ id }) => id).join(",")}`, inbox: "" });

/** All that the list shows, and nothing that comes later. */
function withShown(act) {
  const { q, inbox } = choice();
  const newest = pages.at(0)?.id;
  if (newest) act({ q: `${q && `(${q}) `}id:..${newest}`, inbox });
}

export function removeMessages(rows) {
  const staying = rows.filter(({ id }) => !state.leaving.has(id));
  if (!staying.length) return;
  actLater(`${count(staying.length, "message")} deleted.`, (isLast) => api.removeAll(these(staying), isLast), staying.map(({ id }) => id));
}

export const removeMatches = () => withShown((wanted) =>
  actLater(`${count(pages.length, "message")} will be deleted.`, (isLast) => api.removeAll(wanted, isLast)));

export const markMatches = () => withShown((wanted) =>
  actLater("Everything on the list will be marked read.", (isLast) => api.markAll(wanted, true, isLast)));

export function markMessages(rows, seen) {
  const mark = (some, as) => { if (some.length) api.markAll(these(some), as).catch(fail); };
  const changed = rows.filter((row) => row.seen !== seen);
  mark(rows, seen);
  toast(`${count(rows.length, "message")} marked ${seen ? "read" : "unread"}.`, () => mark(changed, !seen));
}

const tagNames = (text) => [...new Set(text.split(",").map((name) => name.trim()).filter(Boolean))];

/** @param {string} text names, between commas */
export function tagMessage(message, text) {
  const before = message.tags;
  api.setTags(message.id, tagNames(text)).catch(fail);
  toast("Tags set.", () => { api.setTags(message.id, before).catch(fail); });
}

/** Gives tags to many, besides those they bear. */
export function tagMessages(rows, text) {
  const change = (name, kind, some) => { if (some.length) api.changeTags(these(some), { [kind]: [name] }).catch(fail); };
  const changes = tagNames(text).map((name) => ({ name, without: rows.filter(({ tags }) => !tags.includes(name)) }));
  changes.forEach(({ name }) => change(name, "add", rows));
  toast(`${count(rows.length, "message")} tagged.`, () => changes.forEach(({ name, without }) => change(name, "remove", without)));
}
