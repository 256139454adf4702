// [data-print] prints the page; [data-print="#id"] would be a page of its own, which is a link.
// A page with [data-print-now] goes to the printer as soon as it stands.
import { each } from "./each.js";

export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
}

export function attach(root) {
  each(root, "[data-print-now]", () => setTimeout(() => window.print(), 200));
}
