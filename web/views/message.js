// One message: its head, and a tab for each way to look at it.

import * as api from "../api.js";
import { copyButton } from "../parts/copy.js";
import { button, byID, element } from "../parts/dom.js";
import { clock, mailbox, size, tag } from "../parts/format.js";
import { state } from "../store.js";
import { attachments } from "./parts.js";
import { drawTab, tabs } from "./tabs.js";

/**
 * What a tab may do besides drawing.
 * @typedef {{show(tab: string, at?: string): void, close(): void, remove(): void, tag(): void, compare(): void,
 *   share(node: HTMLElement): void}} Actions
 */

/** Recipients of the envelope that no header field names: blind copies, lists, or mistakes. */
function envelopeOnly(message) {
  const named = new Set([...message.to, ...message.cc].map((address) => address.address.toLowerCase()));
  return message.envelope.forwardPaths.filter((path) => !named.has(path.toLowerCase()));
}

function recipients(message) {
  const hidden = new Set(envelopeOnly(message));
  const item = (path) => element("span", { class: "path" }, element("bdi", {}, path),
    hidden.has(path) ? element("span", { class: "badge", title: "No To or Cc field names this recipient" }, "envelope only") : null);
  return message.envelope.forwardPaths.map(item);
}

function head(message, actions) {
  const line = (name, value) => (value?.length ? [element("dt", {}, name), element("dd", { dir: "auto" }, value)] : []);
  const { reversePath } = message.envelope;
  const isOther = reversePath.toLowerCase() !== message.from?.address.toLowerCase();
  return element("header", {},
    element("h2", { dir: "auto" }, message.subject || "(no subject)"),
    element("dl", {},
      line("From", [mailbox(message.from)]), line("To", message.to.map(mailbox).join(", ")),
      line("Cc", message.cc.map(mailbox).join(", ")),
      line("Envelope", [
        element("span", { class: "path" }, element("bdi", {}, reversePath ? `<${reversePath}>` : "<> (null path: a bounce or notice)"),
          isOther && reversePath ? element("span", { class: "badge", title: "The From field has another address" }, "not From") : null),
        " → ", recipients(message)]),
      line("Code", message.codes.slice(0, 4).map((code) => [element("code", {}, code), copyButton(code)])),
      line("Received", [clock(message.receivedAt), ` in ${message.inbox}, ${size(message.size)}`, message.tags.map((name) => [" ", tag(name)]).flat()].flat())),
    attachments(message),
    element("p", { class: "actions" },
      button("Delete", actions.remove), button("Tags…", actions.tag), button("Compare…", actions.compare),
      button("Copy link", (event) => actions.share(event.currentTarget)),
      element("a", { class: "button", href: api.downloadURL(message.id) }, "Download"), button("✕", actions.close, { "aria-label": "Close", title: "Close (Esc)" })));
}

function tabList(current, actions) {
  const names = Object.keys(tabs);
  const make = (name) => button(tabs[name], () => actions.show(name), {
    role: "tab", id: `tab-${name}`, "aria-controls": "tab-panel", "aria-selected": String(name === current),
    tabindex: name === current ? "0" : "-1",
  });
  const turn = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = names[(names.indexOf(current) + step + names.length) % names.length];
    actions.show(next);
    byID(`tab-${next}`).focus();
  };
  return element("div", { role: "tablist", "aria-label": "Views of the message", onkeydown: turn }, names.map(make));
}

/** Counts what was drawn: what comes late for another message is dropped. */
let drawing = 0;

/** Shows `message` with the chosen tab open. @param {any} message @param {Actions} actions */
export async function drawMessage(message, actions) {
  const current = tabs[state.tab] ? state.tab : "preview";
  const panel = element("div", { role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${current}`, class: current, tabindex: "0" });
  const article = byID("message");
  const { activeElement } = document;
  article.replaceChildren(head(message, actions), tabList(current, actions), panel);
  article.hidden = false;
  article.dataset.id = message.id;
  // What had the focus is no more; its like has it.
  if (activeElement && !activeElement.isConnected) (document.getElementById(activeElement.id) ?? article).focus({ preventScroll: true });
  drawing += 1;
  const mine = drawing;
  try {
    const content = await drawTab(current, message, actions);
    if (mine === drawing) panel.replaceChildren(content);
  } catch (error) {
    if (mine === drawing) panel.replaceChildren(element("p", { class: "error" }, error.message));
  }
  panel.querySelector("mark")?.scrollIntoView({ block: "center" });
}

export function drawMissing(text, close) {
  drawing += 1;
  byID("message").replaceChildren(element("p", { class: "error" }, text), element("p", { class: "actions" }, button("Close", close)));
  byID("message").hidden = false;
}
