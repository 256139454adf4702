// The keyboard in a search: arrows walk through what was found, Enter takes it, Esc empties the
// box and then leaves. Asking while one types is htmx's own (150 ms, the newest question wins).
// Enter before the answer to what stands in the box waits for it: what is shown until then answers
// fewer letters, and may be somebody else. Answers are [role=option] with an id, links or buttons,
// inside the box's aria-controls.
import { each } from "./each.js";

const answered = new WeakMap(); // box: what the list below it answers
const waits = new WeakSet(); // boxes whose Enter waits

export function attach(root) {
  each(root, "input[data-search]", (box) => {
    answered.set(box, box.defaultValue);
    box.addEventListener("keydown", (event) => keys[event.key]?.(box, event));
    box.addEventListener("input", () => waits.delete(box));
    document.addEventListener("htmx:afterSwap", ({ detail }) => {
      if (detail.target === list(box)) swapped(box, detail.requestConfig?.parameters?.[box.name]);
    });
    for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
      box.addEventListener(name, () => waits.delete(box));
    }
  });
  each(root, "button[data-search-empty]", (button) => button.addEventListener("click", () => {
    empty(button.parentElement.querySelector("input"));
  }));
}

const keys = {
  ArrowDown: (box, event) => walk(box, event, 1),
  ArrowUp: (box, event) => walk(box, event, -1),
  Enter: (box, event) => {
    if (answered.get(box) !== box.value) return wait(box, event);
    const at = current(box);
    if (!at) return;
    event.preventDefault();
    at.click();
  },
  Escape: (box, event) => {
    if (!box.value) return void box.blur();
    event.preventDefault();
    event.stopPropagation();
    empty(box);
  },
};

function swapped(box, asked) {
  answered.set(box, asked ?? box.value);
  point(box, box.value ? options(box)[0] : null);
  if (!waits.has(box) || asked !== box.value) return;
  waits.delete(box);
  current(box)?.click();
}

function wait(box, event) {
  event.preventDefault();
  waits.add(box);
  box.dispatchEvent(new Event("search", { bubbles: true })); // asks now, not after the pause
}

const list = (box) => document.getElementById(box.getAttribute("aria-controls"));
const options = (box) => [...(list(box)?.querySelectorAll("[role=option]") ?? [])];
const current = (box) => options(box).find((each_) => each_.getAttribute("aria-selected") === "true");

function walk(box, event, step) {
  const all = options(box);
  if (!all.length) return;
  event.preventDefault();
  const at = all.indexOf(current(box)) + step;
  point(box, all[(at + all.length) % all.length] ?? all[0]);
}

function point(box, option) {
  for (const other of options(box)) other.setAttribute("aria-selected", String(other === option));
  box.setAttribute("aria-expanded", String(options(box).length > 0));
  if (!option) return void box.removeAttribute("aria-activedescendant");
  option.id ||= `${list(box).id}-${options(box).indexOf(option)}`;
  box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function empty(box) {
  box.value = "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("search", { bubbles: true }));
  box.focus();
}
