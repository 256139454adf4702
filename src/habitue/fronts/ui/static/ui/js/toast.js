// What was done, for eight seconds; it waits while a pointer or the keyboard is on it.
import { each } from "./each.js";

const STAYS = 8000;

export function start() {
  document.addEventListener("toast", (event) => {
    const told = event.detail;
    toast(told.text ?? told.value, told);
  });
}

export function attach(root) {
  each(root, "[data-toast]", (element) => {
    if (element.closest("template")) return;
    let timer = 0;
    const wait = () => { clearTimeout(timer); timer = setTimeout(() => element.remove(), STAYS); };
    const stay = () => clearTimeout(timer);
    for (const name of ["pointerenter", "focusin"]) element.addEventListener(name, stay);
    for (const name of ["pointerleave", "focusout"]) element.addEventListener(name, wait);
    element.addEventListener("click", (event) => { if (event.target.closest("[data-dismiss]")) element.remove(); });
    element.addEventListener("htmx:afterRequest", (event) => { if (event.detail.xhr.status < 300) element.remove(); });
    wait();
  });
}

// toast("Kept", {undo: "/url", kind: "warn"})
export function toast(text, { undo = "", kind = "" } = {}) {
  const place = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!place || !template || !text) return;
  const element = template.content.firstElementChild.cloneNode(true);
  element.querySelector("span").textContent = text;
  if (kind) element.classList.add(`toast-${kind}`);
  const form = element.querySelector("form");
  if (undo) {
    form.action = undo;
    form.setAttribute("hx-post", undo);
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    token.value = document.querySelector("meta[name=csrf-token]")?.content ?? token.value;
  } else {
    form.remove();
  }
  const same = [...place.children].find((other) => other.textContent.trim() === element.textContent.trim());
  same?.remove();
  place.append(element);
  raise(place);
  attach(element);
  if (undo) window.htmx?.process(element);
}

// Above an open dialog, which covers everything else.
export function raise(place) {
  if (!place.showPopover || !document.querySelector("dialog:modal")) return;
  place.popover = "manual";
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
}
