// Every command by name, and all keys on one sheet.

import { closeDialog, openDialog } from "../parts/dialog.js";
import { button, element } from "../parts/dom.js";
import { state } from "../store.js";

export function openPalette(commands) {
  const list = element("ul", { role: "listbox", id: "palette", "aria-label": "Commands" });
  const all = commands.filter((command) => !command.isOfList || !state.view);
  let [found, place] = [all, 0];
  const run = (command) => { closeDialog(); command?.run(); };
  const redraw = () => {
    list.replaceChildren(...found.map((command, index) => element("li", {
      role: "option", id: `command-${index}`, "aria-selected": String(index === place), onclick: () => run(command),
    }, command.title, " ", element("kbd", command.keys[0] ?? ""))));
    input.setAttribute("aria-activedescendant", `command-${place}`);
    list.children[place]?.scrollIntoView({ block: "nearest" });
  };
  const type = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    found = all.filter((command) => words.every((word) => command.title.toLowerCase().includes(word)));
    place = 0;
    redraw();
  };
  const press = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) place = Math.max(0, Math.min(found.length - 1, place + step));
    else if (event.key !== "Enter") return;
    event.preventDefault();
    if (step) redraw();
    else run(found[place]);
  };
  const input = element("input", {
    role: "combobox", "aria-label": "Command", "aria-expanded": "true", "aria-controls": "palette", autocomplete: "off",
    oninput: type, onkeydown: press,
  });
  openDialog("Commands", input, list);
  redraw();
}

const names = { " ": "Space", ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", PageDown: "Page ↓", PageUp: "Page ↑" };

export function openHelp(commands) {
  const lines = commands.filter(({ keys }) => keys.length).map(({ keys, title }) =>
    [element("dt", keys.map((key) => [element("kbd", names[key] ?? key), " "])), element("dd", title)]);
  openDialog("Keys", element("dl", { class: "keys" }, lines), button("Close", closeDialog, { class: "first" }));
}
