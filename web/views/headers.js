// The header fields, decoded and as they came.

import { check, element, table } from "../parts/dom.js";
import { copyButton } from "../parts/copy.js";

const wish = { isRaw: false };

export function draw(message) {
  const box = element("div");
  const redraw = () => box.replaceChildren(table(["Field", "Value"],
    message.headers.map((field) => [field.name, wish.isRaw ? element("pre", field.raw) : field.value]), "Header fields"));
  redraw();
  const whole = message.headers.map((field) => `${field.name}:${field.raw}`).join("\n");
  return element("div", element("p", { class: "tools" },
    check("As they came", wish, "isRaw", redraw), copyButton(() => whole, "Copy all")), box);
}
