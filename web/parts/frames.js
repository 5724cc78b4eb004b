// Frames of mail, into which nobody can look: the keys that are pressed there are lost to the page.

/** How long after Tab a frame has the focus by that key, in milliseconds. */
const byKey = 300;
/** How long a frame is lent the focus for Ctrl+C, in milliseconds. */
const lent = 1500;

const scrolling = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

let isListening = false;

/** What takes the focus in place of a frame. */
const keeper = (frame) => /** @type {HTMLElement|null} */ (frame.parentElement?.closest("[tabindex]"));

/**
 * A click leaves the keys to the page. Who goes in by Tab, or scrolls, stays there and is told the way back; Ctrl finds
 * the frame that was clicked, to copy what is selected.
 */
export function listenToFrames() {
  if (isListening) return;
  isListening = true;
  // A screen reader goes in without a mouse, and without a key that is told here.
  let [tabbed, hasMouse] = [-Infinity, false];
  addEventListener("pointermove", () => { hasMouse = true; }, { once: true });
  /** @type {HTMLIFrameElement|null} */
  let clicked = null;
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.key === "Tab") tabbed = event.timeStamp;
    const isMine = clicked?.isConnected && keeper(clicked) === target;
    if (isMine && (event.key === "Control" || event.key === "Meta")) {
      const frame = clicked;
      frame.focus();
      setTimeout(() => { if (document.activeElement === frame) keeper(frame)?.focus({ preventScroll: true }); }, lent);
      tabbed = event.timeStamp;
      clicked = null;
    }
    if (!scrolling.has(event.key) || event.defaultPrevented || !target.matches("[role=tabpanel].preview")) return;
    tabbed = event.timeStamp;
    target.querySelector("iframe")?.focus();
  }, true);
  addEventListener("focus", () => document.querySelector(".keyed")?.classList.remove("keyed"));
  addEventListener("blur", (event) => {
    const frame = document.activeElement;
    if (!(frame instanceof HTMLIFrameElement)) return;
    // To the style sheet of this page it has no focus.
    if (!hasMouse || event.timeStamp - tabbed < byKey) return void frame.parentElement?.classList.add("keyed");
    clicked = frame;
    keeper(frame)?.focus({ preventScroll: true });
  });
}
