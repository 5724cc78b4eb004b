// A message as it looks. Its HTML is hostile: it lives in a frame of its own, under a policy of its own, without scripts.

import * as api from "../api.js";
import { toast } from "../parts/dialog.js";
import { check, element, menu } from "../parts/dom.js";
import { listenToFrames } from "../parts/frames.js";

listenToFrames();

/** Kept from message to message. */
const wish = { form: "html", width: "100%", client: "", images: "embedded", isDark: false };

/** @type {Promise<any[]>|null} */
let clients = null;

const widths = /** @type {[string, string][]} */ ([["100%", "Full"], ["375px", "Phone, 375"], ["768px", "Tablet, 768"], ["1100px", "Desktop, 1100"]]);

const images = /** @type {[string, string][]} */ ([["embedded", "Its own"], ["all", "Remote, too"], ["block", "None"]]);

/** @param {any} message */
function frame(message) {
  const node = element("iframe", {
    // Neither scripts nor an origin: nobody can look into it, not even this page.
    sandbox: "", src: api.htmlURL(message.id, { images: wish.images, client: wish.client }), title: "HTML of the message", referrerpolicy: "no-referrer",
    class: wish.isDark ? "dark" : "light",
  });
  node.style.width = wish.width;
  let loads = 0;
  node.addEventListener("load", () => {
    loads += 1;
    if (loads === 1) return;
    // A link was followed, to where the policy lets no frame go.
    node.parentElement?.replaceWith(frame(message));
    toast("Links do not open in the preview; Links & codes has them.");
  });
  return element("div", { class: "stage" }, node,
    element("p", { class: "hint" }, "Keys scroll the mail. ", element("kbd", {}, "Shift+Tab"), " leads back."));
}

const text = (message) =>
  element("pre", { dir: "auto", class: "text" }, message.text ?? "This message has no text part.");

/** @param {any} message */
function stage(message) {
  return wish.form === "html" && message.html !== null ? frame(message) : text(message);
}

/** @param {any} message */
export async function drawPreview(message) {
  clients ??= api.clients().catch(() => []);
  const known = await clients;
  const view = element("div", { class: "fill" });
  const redraw = () => view.replaceChildren(tools(), stage(message));
  const change = (name) => (value) => { wish[name] = value; redraw(); };
  const tools = () => {
    if (message.html === null) return element("p", { class: "tools" }, "This message has no HTML.");
    const isHTML = wish.form === "html";
    const seen = known.map((client) => /** @type {[string, string]} */ ([client.id, `${client.family}, ${client.platform}`]));
    return element("div", { class: "tools" },
      menu("Show", [["html", "HTML"], ["text", "Text"]], wish.form, change("form")),
      isHTML && [
        menu("Width", widths, wish.width, change("width")),
        menu("As seen by", [["", "a browser"], ...seen], wish.client, change("client")),
        menu("Images", images, wish.images, change("images")), check("Dark", wish.isDark, change("isDark")),
      ]);
  };
  redraw();
  return view;
}
