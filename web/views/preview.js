// A message as it looks. Its HTML is hostile: it lives in a frame of its own, under a policy of its own, without scripts.

import * as api from "../api.js";
import { toast } from "../parts/dialog.js";
import { check, element, menu } from "../parts/dom.js";

/** Kept from message to message. */
const wish = { form: "html", width: "100%", client: "", isRemote: false, isBlocked: false, isDark: false };

/** @type {Promise<any[]>|null} */
let clients = null;

const widths = /** @type {[string, string][]} */ ([["100%", "Full"], ["375px", "Phone, 375"], ["768px", "Tablet, 768"], ["1100px", "Desktop, 1100"]]);

/** @param {any} message */
function frame(message) {
  const images = wish.isBlocked ? "block" : wish.isRemote ? "all" : "embedded";
  const node = element("iframe", {
    // Neither scripts nor an origin: nobody can look into it, not even this page.
    sandbox: "", src: api.htmlURL(message.id, { images, client: wish.client }), title: "HTML of the message", referrerpolicy: "no-referrer",
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
  return element("div", { class: "stage" }, node);
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
        check("Remote images", wish.isRemote, (isOn) => { wish.isBlocked = false; change("isRemote")(isOn); }),
        check("No images", wish.isBlocked, change("isBlocked")), check("Dark", wish.isDark, change("isDark")),
      ]);
  };
  redraw();
  return view;
}
