// The header fields, decoded and as they came.

import { check, element, table } from "../parts/dom.js";
import { copyButton } from "../parts/copy.js";

let isRaw = false;

/** @param {any} message */
export function drawHeaders(message) {
  const view = element("div");
  const redraw = () => {
    const value = (field) => (isRaw ? element("pre", {}, field.raw) : field.value);
    const whole = message.headers.map((field) => `${field.name}:${field.raw}`).join("");
    view.replaceChildren(
      element("p", { class: "tools" }, check("As they came", isRaw, (isOn) => { isRaw = isOn; redraw(); }), copyButton(whole, "Copy all")),
      table(["Field", "Value"], message.headers.map((field) => [field.name, value(field)]), { label: "Header fields" }));
  };
  redraw();
  return view;
}
