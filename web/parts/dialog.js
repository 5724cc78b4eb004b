// The one dialog of the page, and short notes that go by themselves.

import { button, byID, element } from "./dom.js";

/** @param {string} title @param {...any} content */
export function openDialog(title, ...content) {
  const dialog = byID("dialog");
  dialog.replaceChildren(element("h2", { id: "dialog-title" }, title), ...content.flat().filter(Boolean));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input, button.first")?.focus();
  return dialog;
}

export const closeDialog = () => byID("dialog").close();

/**
 * Asks for a line of text.
 * @param {string} title
 * @param {string} hint
 * @param {string} value
 * @param {(text: string) => void} done
 */
export function ask(title, hint, value, done) {
  const input = /** @type {HTMLInputElement} */ (element("input", { "aria-label": title, value, autocomplete: "off" }));
  const submit = (event) => {
    event.preventDefault();
    closeDialog();
    done(input.value.trim());
  };
  openDialog(title, element("form", { onsubmit: submit }, element("p", {}, hint), input,
    element("p", { class: "actions" }, element("button", {}, "OK"), button("Cancel", closeDialog))));
  input.select();
}

/**
 * @param {string} text
 * @param {{label: string, act(): void}|null} action
 * @param {number} time in milliseconds
 * @returns {() => void} takes it away
 */
export function toast(text, action = null, time = 6000) {
  const close = () => node.remove();
  const node = element("div", { class: "toast" }, element("span", {}, text),
    action ? button(action.label, () => { close(); action.act(); }) : null, button("✕", close, { "aria-label": "Dismiss", class: "quiet" }));
  byID("toasts").append(node);
  setTimeout(close, time);
  return close;
}
