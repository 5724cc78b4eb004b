// All that can be done, by key or name: for keyboard, palette and help.

import { markMatches, removeMatches } from "./changes.js";
import { closeDialog, openDialog, toast, undoLast } from "./parts/dialog.js";
import { button, byID } from "./parts/dom.js";
import { switchKeys } from "./parts/keys.js";
import { switchNotices } from "./parts/notify.js";
import { draw, fail, state } from "./store.js";
import { saveSearch } from "./views/head.js";
import { tabs } from "./views/tabs.js";

/** `isOfList`: not where another view hides the list; `isRepeated`: while its key is held. */
export function makeCommands(page) {
  const { go, actions } = page;
  const command = (title, keys, run) => ({ title, keys, run });
  const ofList = (title, keys, run) => ({ title, keys, run, isOfList: true });
  const move = (title, keys, way) => ({ ...ofList(title, keys, (isHeld) => actions.step(way, isHeld)), isRepeated: true });
  const view = (name) => () => go({ view: name }, true);
  const escape = () => {
    if (state.view) go({ view: "" }, true);
    else if (state.id !== null) actions.close();
    else if (state.selected.size) { state.selected.clear(); draw(); }
    else if (state.q) go({ q: "" });
  };
  const cycle = () => {
    const names = Object.keys(tabs);
    actions.show(names[(names.indexOf(state.tab || "preview") + 1) % names.length]);
  };
  const commands = [
    move("Next message", ["j", "ArrowDown"], 1),
    move("Previous message", ["k", "ArrowUp"], -1),
    move("A page down", ["PageDown"], 10),
    move("A page up", ["PageUp"], -10),
    move("Newest message", ["Home", "g g"], -Infinity),
    move("Oldest message", ["End", "G"], Infinity),
    ofList("Open the message", ["Enter", "o"], page.openCurrent),
    command("Close, or go back", ["Escape", "u"], escape),
    command("Search", ["/"], () => byID("q").focus()),
    command("Save this search, or forget it", ["s"], () => toast(saveSearch())),
    ofList("Select the message", ["x", " "], () => page.selectCurrent(false)),
    ofList("Select all from the last selected", ["X"], () => page.selectCurrent(true)),
    ofList("Select all", ["A"], () => page.selectRows(0, Infinity)),
    ofList("Delete", ["#", "Delete"], page.remove),
    command("Undo", ["z"], undoLast),
    ofList("Delete everything on the list", [], removeMatches),
    ofList("Mark everything on the list read", [], markMatches),
    ofList("Mark unread", ["U"], () => page.mark(false)),
    ofList("Mark read", ["I"], () => page.mark(true)),
    ofList("Tags of what is selected or open", ["t"], page.tag),
    ofList("Compare with another, or the two selected", ["c"], actions.compare),
    ofList("Copy the code, or the link", ["y"], () => document.querySelector("#message .copy")?.dispatchEvent(new Event("click"))),
    ofList("Next tab of the message", ["]"], cycle),
    command("Go to an inbox", ["g i"], () => byID("inbox").focus()),
    command("Go to the messages", ["g m"], view("")),
    command("Go to the sessions", ["g s"], view("sessions")),
    command("Go to the overview", ["g o"], view("overview")),
    command("Point an application here", ["g a"], async () => {
      const panel = await import("./views/connect.js").then(({ drawConnect }) => drawConnect()).catch(fail);
      if (panel) openDialog("Point an application here", panel, button("Close", closeDialog));
    }),
    command("Tell of new mail on the desktop, or no longer", [], switchNotices),
    command("Turn single keys off or on", [], () => toast(switchKeys() ? "Single keys do something." : "Single keys do nothing; Ctrl+K does.")),
    command("Commands", ["Ctrl+k", ":"], page.palette),
    command("Help", ["?"], async () => (await import("./views/palette.js")).openHelp(commands)),
    ...Object.entries(tabs).map(([name, title], index) => ofList(`Show ${title}`, [`${index + 1}`], () => actions.show(name))),
  ];
  return commands;
}
