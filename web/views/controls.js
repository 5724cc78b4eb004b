// The search box, and deleting what it found.

import { byID } from "../parts/dom.js";

/** @param {{search(q: string): void, question(): string, removeAll(): void}} actions */
export function listenToControls(actions) {
  let typing = 0;
  byID("q").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => actions.search(byID("q").value.trim()), 200);
  });
  byID("search").addEventListener("submit", (event) => event.preventDefault());

  const dialog = byID("confirm");
  byID("delete-all").addEventListener("click", () => {
    byID("confirm-question").textContent = actions.question();
    dialog.showModal();
  });
  byID("confirm-no").addEventListener("click", () => dialog.close());
  byID("confirm-yes").addEventListener("click", () => {
    dialog.close();
    actions.removeAll();
  });
}

/** Shows the query where it is not what is being typed already. */
export function showQuery(q) {
  const box = byID("q");
  if (box.value.trim() !== q) box.value = q;
}
