// Dialogs. [data-open="#id"] opens one, [data-close] or a press beside it closes it; the focus
// goes back by itself. What htmx puts into #dialog opens at once and is thrown away when closed.
// An answer with `HX-Trigger: sheet:close` closes them all; so does a success of [data-closes].
import { each } from "./each.js";

export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.('[data-open^="#"]');
    const dialog = opener && document.querySelector(opener.dataset.open);
    if (dialog) { event.preventDefault(); show(dialog); }
    if (event.target.closest?.("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement && beside(event)) event.target.close();
  });
  document.addEventListener("sheet:close", closeAll);
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (xhr.status >= 200 && xhr.status < 300 && elt.matches?.("[data-closes]")) elt.closest("dialog")?.close();
  });
}

export function attach(root) {
  each(root, "[data-dialogs] dialog, dialog[data-open-now]", (dialog) => {
    const loaded = dialog.closest("[data-dialogs]") !== null;
    if (loaded) dialog.addEventListener("close", () => dialog.remove());
    show(dialog);
  });
}

function show(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  // what is to be filled in comes before Close; on a screen without a mouse no keyboard pops up
  const field = dialog.querySelector(".sheet-body :is(input:not([type=hidden]), select, textarea)");
  if (field && !dialog.querySelector("[autofocus]") && matchMedia("(pointer: fine)").matches) field.focus();
}

function closeAll() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

function beside({ clientX, clientY, target }) {
  if ("stays" in target.dataset || (clientX === 0 && clientY === 0)) return false;
  const { left, right, top, bottom } = target.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
