// What is missing or too much, while the drawer is counted.
import { minor, shown } from "../ui/js/amountpad.js";

const says = document.querySelector("[data-counted]");
const field = document.querySelector("[name=counted_cash]");
const digits = Number(field?.closest("[data-amount-pad]")?.dataset.digits ?? 2);

function say() {
  const off = minor(field.value, digits) - Number(says.dataset.counted);
  says.hidden = !field.value;
  says.classList.toggle("mirror-off", off !== 0);
  says.firstElementChild.textContent = off < 0 ? says.dataset.less : off ? says.dataset.more : says.dataset.same;
  says.lastElementChild.textContent = off ? shown(Math.abs(off), digits) : "";
}
if (says && field) { field.addEventListener("input", say); say(); }
