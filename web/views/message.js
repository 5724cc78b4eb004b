// One message: its head, and a tab for each way to look at it.

import * as api from "../api.js";
import { byID, clock, element, mailbox, size } from "../parts/dom.js";
import { attachments, drawParts } from "./parts.js";

/** More than this is not put on screen. */
const rawLimit = 1_000_000;

const tabs = {
  text: { title: "Text", isThere: (message) => message.text !== null, draw: (message) => element("pre", {}, message.text) },
  html: { title: "HTML", isThere: (message) => message.html !== null, draw: drawHTML },
  headers: { title: "Headers", isThere: () => true, draw: drawHeaders },
  parts: { title: "Parts", isThere: () => true, draw: drawParts },
  raw: { title: "Raw", isThere: () => true, draw: drawRaw },
  session: { title: "Session", isThere: (message) => message.session !== null, draw: drawSession },
};

/** Pictures on other servers, which learn of it when they are loaded: only on request, and until the page is left. */
let showsRemote = false;

function drawHTML(message) {
  const url = () => api.htmlURL(message.id, showsRemote ? "all" : "embedded");
  const frame = element("iframe", {
    sandbox: "allow-same-origin", src: url(), title: "HTML of the message", referrerpolicy: "no-referrer",
  });
  const box = element("input", {
    type: "checkbox", checked: showsRemote,
    onchange: (event) => {
      showsRemote = event.target.checked;
      frame.src = url();
    },
  });
  return element("div", {}, element("label", {}, box, " Load pictures from other servers"), frame);
}

function drawHeaders(message) {
  const rows = message.headers.map((field) =>
    element("tr", {}, element("th", { scope: "row" }, field.name), element("td", {}, field.value)));
  return element("table", {}, element("tbody", {}, ...rows));
}

async function drawRaw(message) {
  const octets = (await api.raw(message.id)).subarray(0, rawLimit);
  const rest = message.size > rawLimit ? `\n… ${size(message.size - rawLimit)} more; download to see them` : "";
  return element("pre", {}, decode(octets) + rest);
}

/** As UTF-8 where it is UTF-8, else one character for each octet. */
function decode(octets) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder("windows-1252").decode(octets);
  }
}

async function drawSession(message) {
  const session = await api.session(message.id);
  const lines = session.dialogue.map((line) => {
    const [who, text] =
      line.client !== undefined ? ["C", line.client]
      : line.server !== undefined ? ["S", line.server]
      : line.data !== undefined ? ["C", `(${size(line.data)} of mail data)`]
      : ["", line.note];
    return element("tr", {}, element("td", {}, clock(line.at)), element("th", { scope: "row" }, who), element("td", {}, text));
  });
  const summary = `${session.client} to ${session.listener}, ${session.outcome}`;
  return element("div", {}, element("p", {}, summary), element("table", { class: "dialogue" }, element("tbody", {}, ...lines)));
}

function head(message, actions) {
  const line = (name, value) => (value ? [element("dt", {}, name), element("dd", {}, value)] : []);
  return element(
    "header", {},
    element("h2", {}, message.subject || "(no subject)"),
    element(
      "dl", {},
      ...line("From", mailbox(message.from)), ...line("To", message.to.map(mailbox).join(", ")),
      ...line("Cc", message.cc.map(mailbox).join(", ")),
      ...line("Envelope", `<${message.envelope.reversePath}> → ${message.envelope.forwardPaths.join(", ")}`),
      ...line("Received", clock(message.receivedAt)),
    ),
    attachments(message),
    element(
      "p", { class: "actions" },
      element("button", { type: "button", onclick: actions.onRemove }, "Delete"),
      element("a", { href: api.downloadURL(message.id) }, "Download"),
      element("button", { type: "button", onclick: actions.onClose }, "Close"),
    ),
  );
}

function tabList(message, current, choose) {
  const names = Object.keys(tabs).filter((name) => tabs[name].isThere(message));
  const button = (name) => element(
    "button",
    {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "tab-panel",
      "aria-selected": String(name === current), tabindex: name === current ? "0" : "-1", onclick: () => choose(name),
    },
    tabs[name].title,
  );
  const turn = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = names[(names.indexOf(current) + step + names.length) % names.length];
    choose(next);
    byID(`tab-${next}`).focus();
  };
  return element("div", { role: "tablist", "aria-label": "Views", onkeydown: turn }, ...names.map(button));
}

/** Shows `message` with a tab open: the wished one where there is one, else the best. */
export function drawMessage(message, wish, actions) {
  const best = message.html !== null ? "html" : message.text !== null ? "text" : "headers";
  const current = tabs[wish]?.isThere(message) ? wish : best;
  const panel = element("div", { role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${current}`, class: current });
  const choose = (name) => {
    actions.onTab(name);
    drawMessage(message, name, actions);
  };
  const article = byID("message");
  article.replaceChildren(head(message, actions), tabList(message, current, choose), panel);
  article.hidden = false;
  const fill = async () => panel.replaceChildren(await tabs[current].draw(message));
  fill().catch((error) => panel.replaceChildren(element("p", { class: "error" }, error.message)));
}

/** @param {string} text */
export function drawMissing(text) {
  const article = byID("message");
  article.replaceChildren(element("p", { class: "error" }, text));
  article.hidden = false;
}
