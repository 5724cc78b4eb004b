// The one dialog of the page, and short notes that go by themselves.

import { button, byID, element, quiet } from "./dom.js";

/** How long something can be taken back, in milliseconds. */
const undoTime = 6000;

export function openDialog(title, ...content) {
  const dialog = byID("dialog");
  dialog.replaceChildren(element("h2", { id: "dialog-title" }, title), ...content);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input, button.first")?.focus();
  return dialog;
}

export const closeDialog = () => byID("dialog").close();

/** Asks for a line of text. @param {(text: string) => void} done */
export function ask(title, hint, value, done) {
  const input = element("input", { "aria-label": title, value, autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    closeDialog();
    done(input.value.trim());
  };
  openDialog(title, element("form", { onsubmit: submit }, element("p", hint), input,
    element("p", { class: "actions" }, element("button", "OK"), button("Cancel", closeDialog))));
  input.select();
}

/** @param {() => void} [undo] can be done in that time, which is longer for who points at it @param {() => void} [ended] nobody did */
export function toast(text, undo, ended) {
  let timer = 0;
  const close = () => { clearTimeout(timer); node.remove(); };
  const leave = () => { close(); ended?.(); };
  const [hold, wait] = [() => clearTimeout(timer), () => { clearTimeout(timer); if (node.isConnected) timer = setTimeout(leave, undoTime); }];
  const node = element("div", { class: "toast", onpointermove: hold, onfocusin: hold, onpointerleave: wait, onfocusout: wait },
    element("span", text), undo && button("Undo", () => { close(); undo(); }, { class: "act" }),
    quiet("✕", leave, { "aria-label": "Dismiss" }));
  byID("toasts").append(node);
  wait();
}

/** Takes back what was done last, as long as that can be. */
export const undoLast = () => /** @type {HTMLElement|undefined} */ ([...byID("toasts").querySelectorAll(".act")].at(-1))?.click();
