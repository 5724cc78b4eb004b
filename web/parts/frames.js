// Frames of mail, into which nobody can look: keys that are pressed there do not reach the page.

const scrolling = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

let isListening = false;

/** Who scrolls the preview by keys goes into it. As long as a frame has the keys, it says so, and how to get out. */
export function listenToFrames() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!scrolling.has(event.key) || event.defaultPrevented || !target.matches("[role=tabpanel].preview")) return;
    target.querySelector("iframe")?.focus();
  }, true);
  // To the style sheet of this page a frame that has the focus has none.
  addEventListener("focus", () => document.querySelectorAll(".keyed").forEach((box) => box.classList.remove("keyed")));
  addEventListener("blur", () => {
    const frame = document.activeElement;
    if (frame instanceof HTMLIFrameElement) frame.parentElement?.classList.add("keyed");
  });
}
