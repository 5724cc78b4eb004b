// One message: its head, and a tab for each way to look at it.

import * as api from "../api.js";
import { copyButton } from "../parts/copy.js";
import { button, byID, element, quiet } from "../parts/dom.js";
import { clock, count, size, tag } from "../parts/format.js";
import { state } from "../store.js";
import { attachments } from "./parts.js";
import { drawTab, tabs } from "./tabs.js";

/** Characters of a field in the head of a message. */
const mostShown = 2000;

/** Recipients in the head of a message. */
const mostNamed = 50;

/** What the fields of that name say, all of it: the row of a message keeps a part. */
const bodies = (message, name) => message.headers.filter((field) => field.name.toLowerCase() === name).map((field) => field.value).join(", ");

/** Those that are not among the others, in whichever case. */
function without(others, addresses) {
  const known = new Set(others.map((one) => one.toLowerCase()));
  return addresses.filter((one) => !known.has(one.toLowerCase()));
}

const path = (text, badge, title) => element("span", { class: "path" }, element("bdi", text), badge && element("span", { class: "badge", title }, badge));

/** What a bounce, a complaint or a receipt says of another message, in short. */
const said = (facts) => [...new Set(Object.values(facts).flat().filter(Boolean))].map((one) => (one.constructor === Object ? said(one) : one)).join(" · ");

function head(message, actions) {
  const line = (name, value) => value?.length > 0 && [element("dt", name), element("dd", { dir: "auto" }, value)];
  const field = (name) => {
    const text = bodies(message, name.toLowerCase());
    return line(name, text.length < mostShown ? text : [text.slice(0, mostShown), "… ", quiet("All of it", () => actions.show("headers"))]);
  };
  const { date, envelope: { forwardPaths, reversePath }, from, notification, receivedAt } = message;
  const isOther = reversePath !== "" && reversePath.toLowerCase() !== from?.address.toLowerCase();
  const isApart = Math.abs(Date.parse(date) - Date.parse(receivedAt)) > 600_000;
  const addresses = [...message.to, ...message.cc].map(({ address }) => address);
  const words = `${bodies(message, "to")}, ${bodies(message, "cc")}`.split(/[\s,;:<>()]+/);
  const hidden = new Set(without(addresses.concat(words), forwardPaths));
  const recipient = (one) => path(one, hidden.has(one) && "envelope only", "No To or Cc field names this recipient");
  const others = forwardPaths.slice(mostNamed);
  const missed = forwardPaths.length ? without(forwardPaths, addresses) : [];
  return element("header",
    element("h2", { dir: "auto" }, message.subject || "(no subject)"),
    element("dl",
      field("From") || line("From", "(nobody)"), ["Reply-To", "To", "Cc", "Bcc"].map(field),
      line("Envelope", [
        path(reversePath ? `<${reversePath}>` : "<> (null path: a bounce or notice)", isOther && "not From", "The From field has another address"), " → ",
        forwardPaths.slice(0, mostNamed).map(recipient), others.length > 0
          && quiet(count(others.length, "other"), ({ currentTarget: node }) => node.replaceWith(...others.map(recipient)))]),
      line("Header only", missed.map((one) => path(one))),
      notification && line("Reports", said(notification).slice(0, mostShown)),
      line("Code", message.codes.slice(0, 4).map((code) => [element("code", code), copyButton(() => code)])),
      isApart && field("Date"),
      line("Received", [clock(receivedAt, "moment"), ` in ${message.inbox}, ${size(message.size)} `, element("span", { id: "tags" }, message.tags.map((name) => tag(name, "button")))])),
    attachments(message),
    element("p", { class: "actions" },
      button("Delete", actions.remove), button("Tags…", actions.tag), button("Compare…", actions.compare), copyButton(() => location.href, "Copy link", ""),
      element("a", { class: "button", href: api.downloadURL(message.id) }, "Download"),
      button("↑", () => actions.step(-1), { id: "above", "aria-label": "Previous message" }),
      button("↓", () => actions.step(1), { id: "below", "aria-label": "Next message" }),
      button("✕", actions.close, { "aria-label": "Close", title: "Close (Esc)" })));
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

/** Ends what is asked for when something else is shown: it is not waited for, and what comes late is dropped. */
let drawing = new AbortController();

/** Puts what is shown of a message into its place; what had the focus is no more, and its like has it. @param {...Node} content */
function fill(...content) {
  const article = byID("message");
  const { activeElement } = document;
  article.replaceChildren(...content);
  if (activeElement && !activeElement.isConnected) (document.getElementById(activeElement.id) ?? article).focus({ preventScroll: true });
  drawing.abort();
  drawing = new AbortController();
  return article;
}

/** With the chosen tab open. */
export async function drawMessage(message, actions) {
  const current = tabs[state.tab] ? state.tab : "preview";
  const panel = element("div", { role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${current}`, class: current, tabindex: "0" });
  const { dataset, scrollTop, firstElementChild } = byID("message");
  // Another tab of the same begins below its head, another message at its top.
  const top = firstElementChild && dataset.id === String(message.id) ? Math.min(scrollTop, firstElementChild.offsetHeight) : -1;
  const article = fill(head(message, actions), tabList(current, actions), panel);
  dataset.id = message.id;
  article.setAttribute("aria-label", message.subject || "(no subject)");
  const { signal } = drawing;
  const content = await drawTab(current, message, actions, signal).catch((error) => element("p", { class: "error" }, error.message));
  if (signal.aborted) return;
  panel.replaceChildren(content);
  article.scrollTop = top;
  if (top < 0) article.scrollIntoView();
  (panel.querySelector("mark") ?? document.getElementById(state.at))?.scrollIntoView({ block: "center" });
}

export function drawMissing(text, close) {
  fill(element("p", { class: "error", role: "alert" }, text), element("p", { class: "actions" }, button("Close", close)));
}
