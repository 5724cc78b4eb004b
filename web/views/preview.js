// A message as it looks. Its HTML is hostile: it lives in a frame and under a policy of its own.

import * as api from "../api.js";
import { toast } from "../parts/dialog.js";
import { check, element, menu } from "../parts/dom.js";

const scrolling = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

// Who scrolls the preview by keys goes into it: keys that are pressed in a frame of mail do not reach the page.
document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (!scrolling.has(event.key) || event.defaultPrevented || !target.matches("[role=tabpanel].preview")) return;
  target.querySelector("iframe")?.focus();
}, true);

// A frame that has the keys says so, and how to get out; to the style sheet of this page it has no focus.
addEventListener("focus", () => document.querySelectorAll(".keyed").forEach((box) => box.classList.remove("keyed")));
addEventListener("blur", () => {
  const { activeElement } = document;
  if (activeElement instanceof HTMLIFrameElement) activeElement.parentElement?.classList.add("keyed");
});

/** Kept from message to message. */
const wish = { form: "html", width: "100%", client: "", images: "embedded", isDark: false };

/** The one message that may load pictures from elsewhere. @type {any} */
let allowed = null;

const imagesOf = (message) => (message === allowed ? "all" : wish.images);

let clients = null;

const widths = [["100%", "Full"], ["375px", "Phone, 375"], ["768px", "Tablet, 768"], ["1100px", "Desktop, 1100"]];

const images = [["embedded", "Its own"], ["all", "Remote, too"], ["block", "None"]];

/** @param {any} message @param {{width: string, images: string, client?: string, isDark?: boolean}} look */
export function frame(message, look) {
  const node = element("iframe", {
    // Neither scripts nor an origin: nobody can look into it, not even this page.
    sandbox: "", src: api.htmlURL(message.id, { images: look.images, client: look.client }),
    title: `HTML of message ${message.id}`, referrerpolicy: "no-referrer", class: look.isDark ? "dark" : "light",
  });
  node.style.width = look.width;
  let loads = 0;
  node.addEventListener("load", () => {
    loads += 1;
    if (loads === 1) return;
    // A link was followed, to where the policy lets no frame go.
    node.parentElement?.replaceWith(frame(message, look));
    toast("Links do not open in the preview; Links & codes has them.");
  });
  // What may be wider than its place is scrolled by keys as well.
  const isWide = look.width !== "100%";
  return element("div", { class: "stage", ...(isWide && { tabindex: "0", role: "group", "aria-label": "Preview" }) }, node,
    element("p", { class: "hint" }, "Keys scroll the mail, links do not open. ", element("kbd", "Shift+Tab"), " leads back."));
}

const text = (message) =>
  element("pre", { dir: "auto", class: "text" }, message.text ?? "This message has no text part.");

const stage = (message) =>
  (wish.form === "html" && message.html !== null ? frame(message, { ...wish, images: imagesOf(message) }) : text(message));

export async function draw(message) {
  clients ??= api.clients().catch(() => []);
  const known = await clients;
  const view = element("div", { class: "fill" });
  const restage = () => view.lastElementChild?.replaceWith(stage(message));
  const shown = { images: imagesOf(message) };
  const load = () => {
    allowed = shown.images === "all" ? message : null;
    if (!allowed) wish.images = shown.images;
    restage();
  };
  if (message.html === null) {
    view.append(element("p", { class: "tools" }, "This message has no HTML."), text(message));
    return view;
  }
  const seen = known.map((client) => [client.id, `${client.family}, ${client.platform}`]);
  const ofHTML = element("span", { class: "tools", hidden: wish.form !== "html" },
    menu("Width", widths, wish, "width", restage), menu("As seen by", [["", "a browser"], ...seen], wish, "client", restage),
    menu("Images", images, shown, "images", load), check("Dark", wish, "isDark", restage));
  const form = menu("Show", [["html", "HTML"], ["text", "Text"]], wish, "form", () => { ofHTML.hidden = wish.form !== "html"; restage(); });
  view.append(element("div", { class: "tools" }, form, ofHTML), stage(message));
  return view;
}
