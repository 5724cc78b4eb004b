// The keys, on one sheet.

import { closeDialog, openDialog } from "../parts/dialog.js";
import { button, element } from "../parts/dom.js";

const names = { " ": "Space", ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", PageDown: "Page ↓", PageUp: "Page ↑" };

export function openHelp(commands) {
  const keys = (command) => command.keys.map((key) => element("kbd", names[key] ?? key)).flatMap((node) => [node, " "]);
  const lines = commands.filter((command) => command.keys.length)
    .map((command) => [element("dt", keys(command)), element("dd", command.title)]);
  openDialog("Keys", element("dl", { class: "keys" }, lines.flat()), button("Close", closeDialog, { class: "first" }));
}
