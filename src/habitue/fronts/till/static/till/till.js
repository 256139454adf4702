// The till's own small habits: it locks itself, lets what is received follow what is paid, and
// takes answers that name their place whatever their status.
import { plain } from "../ui/js/amountpad.js";

const lock = document.body.dataset.lockUrl;
const after = Number(document.body.dataset.lockAfter) * 1000;
let timer = 0;
// without a line nothing can be done that needs a proof, and the names to choose from are not here
const offLine = () => !navigator.onLine || document.body.matches("[data-kept], [data-off]");

function awake() {
  clearTimeout(timer);
  const back = encodeURIComponent(location.pathname);
  if (lock) timer = setTimeout(() => (offLine() ? awake() : location.assign(`${lock}?next=${back}`)), after);
}
for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, awake, { passive: true });
awake();

// 403 and 404 may carry a sheet for a manager: they say where it goes
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget") && event.detail.serverResponse) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

const digitsOf = (field) => Number(field.closest("[data-amount-pad]")?.dataset.digits ?? 2);

document.addEventListener("input", (event) => {
  const field = event.target;
  const form = field.closest?.("[data-top-up]");
  if (form) follow(form, field);
  const settle = field.closest?.("[data-settle]");
  if (settle && "minor" in field.dataset) addUp(settle);
});

// until someone types what is received, it is what is paid
function follow(form, field) {
  const receives = form.elements.receives;
  if (field === receives && !receives.dataset.following) receives.dataset.own = "1";
  if (field.name !== "pays" || receives.dataset.own) return;
  receives.value = field.value;
  receives.dataset.following = "1";
  receives.dispatchEvent(new Event("input", { bubbles: true }));
  delete receives.dataset.following;
}

// what is chosen from the list is the same as its key, and says its own sums
document.addEventListener("change", ({ target }) => {
  const form = target.name === "product" && target.closest?.("[data-top-up]");
  if (!form) return;
  if ("fillPays" in target.selectedOptions[0].dataset) delete form.elements.receives.dataset.own;
  for (const key of form.querySelectorAll("[data-product]")) {
    const chosen = key.dataset.product === target.value;
    key.classList.toggle("btn-main", chosen);
    if (chosen) key.setAttribute("aria-current", "true");
    else key.removeAttribute("aria-current");
  }
}, true);

function addUp(form) {
  const ticked = [...form.querySelectorAll("[data-minor]:checked")];
  const whole = new Set(ticked.filter((box) => box.name === "invoices").map((box) => box.value));
  const counted = ticked.filter((box) => !whole.has(box.dataset.of));
  const sum = ticked.length
    ? counted.reduce((total, box) => total + Number(box.dataset.minor), 0)
    : Number(form.dataset.settle);
  form.elements.amount.value = plain(sum, digitsOf(form.elements.amount));
  form.elements.amount.dispatchEvent(new Event("input", { bubbles: true }));
}

// how many of each item are on the bill, after every change of it
document.addEventListener("till:counts", (event) => {
  for (const badge of document.querySelectorAll("[data-count]")) {
    badge.textContent = event.detail[badge.id] ?? "";
    badge.classList.toggle("on", badge.textContent !== "");
  }
});

// three quick presses of an item are three of it: those that come too early wait their turn
const waiting = new WeakMap();
const onTheWay = new WeakSet();
document.addEventListener("click", (event) => {
  const key = event.target.closest?.("[data-again]");
  if (!key || !onTheWay.has(key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.set(key, (waiting.get(key) ?? 0) + 1);
}, true);
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (target.matches?.("[data-again]")) onTheWay.add(target);
});
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!onTheWay.delete(target)) return;
  const left = detail.successful ? waiting.get(target) ?? 0 : 0;
  waiting.set(target, Math.max(left - 1, 0));
  if (left) setTimeout(() => target.click());
});
