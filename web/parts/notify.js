// Telling of new mail on the desktop, for who wants it.

import { keep, kept } from "../store.js";
import { toast } from "./dialog.js";
import { mailbox } from "./format.js";

const none = "This browser has no notifications.";

let isQuiet = false;

export async function switchNotices() {
  if (kept("notifies")) {
    keep("notifies", "");
    return toast("New mail is no longer told on the desktop.");
  }
  if (!("Notification" in window)) return toast(none);
  let answer = "The browser does not allow it.";
  try {
    if (await Notification.requestPermission() === "granted") {
      // Phones say that they have them, and fail here.
      new Notification("Creel", { body: "New mail is told like this.", tag: "creel" });
      answer = "";
    }
  } catch {
    answer = none;
  }
  keep("notifies", answer ? "" : "yes");
  toast(answer || "New mail is told on the desktop while this page is in the background.");
}

/** At most one a second, and only while nobody looks. */
export function notify(summary, open) {
  if (!document.hidden || isQuiet || !kept("notifies") || Notification.permission !== "granted") return;
  isQuiet = true;
  setTimeout(() => { isQuiet = false; }, 1000);
  const note = new Notification(summary.subject || "(no subject)", { body: `${mailbox(summary.from)}\n${summary.snippet}`, tag: "creel" });
  note.onclick = () => { window.focus(); note.close(); open(summary.id); };
}
