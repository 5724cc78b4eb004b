// Everything that can be done, with its keys: the keyboard, the palette and the help sheet read this list.

import { markMatches, removeMatches, removeMessages } from "../parts/actions.js";
import { closeDialog, openDialog, toast } from "../parts/dialog.js";
import { button, byID } from "../parts/dom.js";
import { askToNotify } from "../parts/notify.js";
import { draw, fail, state } from "../store.js";
import { saveSearch } from "./head.js";
import { tabs } from "./tabs.js";

/** @typedef {{title: string, keys: string[], run(): void}} Command */

/** @param {any} page what the page can do @returns {Command[]} */
export function makeCommands(page) {
  const { go, actions } = page;
  const command = (title, keys, run) => ({ title, keys, run });
  const view = (name) => () => go({ view: name }, true);
  const escape = () => {
    if (state.view) go({ view: "" }, true);
    else if (state.id !== null) actions.close();
    else if (state.selected.size) { state.selected.clear(); draw(); }
    else if (state.q) go({ q: "" });
  };
  const remove = () => (state.selected.size || state.id === null ? removeMessages(page.chosen()) : actions.remove());
  const cycle = () => {
    const names = Object.keys(tabs);
    actions.show(names[(names.indexOf(state.tab || "preview") + 1) % names.length]);
  };
  /** @type {Command[]} */
  const commands = [
    command("Next message", ["j", "ArrowDown"], () => page.step(1)),
    command("Previous message", ["k", "ArrowUp"], () => page.step(-1)),
    command("A page down", ["PageDown"], () => page.step(10)),
    command("A page up", ["PageUp"], () => page.step(-10)),
    command("Newest message", ["Home", "g g"], () => page.step(-Infinity)),
    command("Oldest message", ["End", "G"], () => page.step(Infinity)),
    command("Open the message", ["Enter", "o"], page.openCurrent),
    command("Close, or go back", ["Escape", "u"], escape),
    command("Search", ["/"], () => byID("q").focus()),
    command("Save this search, or forget it", ["s"], () => toast(saveSearch())),
    command("Select the message", ["x", " "], () => page.selectCurrent(false)),
    command("Select all from the last selected", ["X"], () => page.selectCurrent(true)),
    command("Delete", ["#", "Delete"], remove),
    command("Delete everything on the list", [], removeMatches),
    command("Mark everything on the list read", [], markMatches),
    command("Mark unread", ["U"], () => page.mark(false)),
    command("Mark read", ["I"], () => page.mark(true)),
    command("Tags of the open message", ["t"], actions.tag),
    command("Compare with another, or the two selected", ["c"], actions.compare),
    command("Next tab of the message", ["]"], cycle),
    command("Go to an inbox", ["g i"], () => byID("inbox").focus()),
    command("Go to the messages", ["g m"], view("")),
    command("Go to the sessions", ["g s"], view("sessions")),
    command("Go to the overview", ["g o"], view("overview")),
    command("Point an application here", ["g a"], async () => {
      const panel = await import("./connect.js").then(({ drawConnect }) => drawConnect()).catch(fail);
      if (panel) openDialog("Point an application here", panel, button("Close", closeDialog));
    }),
    command("Tell of new mail on the desktop", [], askToNotify),
    command("Commands", ["Ctrl+k", ":"], page.palette),
    command("Help", ["?"], async () => (await import("./help.js")).openHelp(commands)),
  ];
  Object.entries(tabs).forEach(([name, tab], index) =>
    commands.push(command(`Show ${tab.title}`, [String(index + 1)], () => actions.show(name))));
  return commands;
}
