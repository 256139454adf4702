// The ticks of a list: shift takes a range, the head takes the page, the bar says how many and
// may take all that match. On [data-selection]; the head's box is [data-select-page].
import { each } from "./each.js";
import { spoken } from "./spoken.js";

export function attach(root) {
  each(root, "[data-selection]", (listing) => {
    let from = null;
    listing.addEventListener("click", (event) => {
      const box = event.target.closest("tbody .tick");
      if (box) {
        if (event.shiftKey && from) range(listing, from, box);
        from = box;
      }
      if (event.target.closest("[data-select-none]")) all(listing, false);
      if (event.target.closest("[data-select-everything]")) everything(listing, true);
    });
    listing.addEventListener("change", (event) => {
      if (event.target.matches("[data-select-page]")) all(listing, event.target.checked);
      if (event.target.matches(".tick")) { everything(listing, false); show(listing); }
    });
    show(listing);
  });
  each(root, "tr:has(.opens)", (row) => row.addEventListener("click", open));
}

const boxes = (listing) => [...listing.querySelectorAll("tbody .tick")];

function range(listing, from, to) {
  const list = boxes(listing);
  const [start, end] = [list.indexOf(from), list.indexOf(to)].sort((a, b) => a - b);
  if (start >= 0) for (const box of list.slice(start, end + 1)) box.checked = to.checked;
}

function all(listing, checked) {
  for (const box of boxes(listing)) box.checked = checked;
  everything(listing, false);
  show(listing);
}

function everything(listing, yes) {
  const field = listing.querySelector("[data-everything]");
  const button = listing.querySelector("[data-select-everything]");
  if (!field || !button) return;
  field.value = yes ? "1" : "";
  button.setAttribute("aria-pressed", String(yes));
  if (yes && button.dataset.total) say(listing, button.dataset.total);
}

function show(listing) {
  const list = boxes(listing);
  const ticked = list.filter((box) => box.checked).length;
  const head = listing.querySelector("[data-select-page]");
  if (head) {
    head.checked = ticked > 0 && ticked === list.length;
    head.indeterminate = ticked > 0 && ticked < list.length;
  }
  say(listing, ticked);
}

function say(listing, number) {
  const place = listing.querySelector("[data-selected-count]");
  const words = new Intl.NumberFormat(document.documentElement.lang).format(number);
  if (place) place.textContent = spoken("selected", { number: words });
}

// A press anywhere on the row opens it; its own links, buttons and ticks keep their meaning.
function open(event) {
  if (event.target.closest("a, button, input, label, summary, details, form") || getSelection().toString()) return;
  const link = event.currentTarget.querySelector(".opens");
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener"); else link.click();
}
