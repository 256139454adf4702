// The PIN pad: large keys fill a field nobody sees, dots say how many. With data-auto the form
// goes off at the last digit; with data-shown the digits stand where the dots are. The phone's
// own keyboard stays away; without a script it comes.
import { each } from "./each.js";
import { spoken } from "./spoken.js";

export function attach(root) {
  each(root, "[data-pin-pad]", (pad) => {
    const field = pad.querySelector("[data-pin]");
    pad.dataset.ready = "";
    field.inputMode = "none";
    pad.addEventListener("click", (event) => press(pad, field, event.target.closest("button")));
    field.addEventListener("input", () => show(pad, field));
    pad.addEventListener("pointerdown", (event) => {
      if (event.target.closest(".key")) event.preventDefault(); // the field keeps the focus
    });
    field.autofocus = pad.closest("dialog") !== null; // a dialog gives it the focus when it opens
    if (document.activeElement === document.body) field.focus({ preventScroll: true });
    show(pad, field);
  });
}

function press(pad, field, key) {
  if (!key) return;
  if (key.dataset.digit) field.value = (field.value + key.dataset.digit).slice(0, field.maxLength);
  else if ("erase" in key.dataset) field.value = field.value.slice(0, -1);
  else if ("clear" in key.dataset) field.value = "";
  else return;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(pad, field) {
  field.value = field.value.replace(/\D/g, "");
  const length = field.value.length;
  const dots = pad.querySelector("[data-dots]");
  const wanted = Math.max(Number(pad.dataset.length), length);
  while (dots.children.length < wanted) dots.append(document.createElement("i"));
  while (dots.children.length > wanted) dots.lastElementChild.remove();
  [...dots.children].forEach((dot, at) => {
    dot.classList.toggle("on", at < length);
    if ("shown" in pad.dataset) dot.textContent = field.value[at] ?? "";
  });
  dots.setAttribute("aria-label", spoken("typed", { number: length }));
  if (length) dots.classList.remove("wrong");
  if ("auto" in pad.dataset && length === Number(pad.dataset.length)) field.form?.requestSubmit();
}
