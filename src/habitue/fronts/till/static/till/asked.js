// What the guest is asked for, and the change, follow what is typed: the part that is paid now, the
// tip, the cash that was given.
import { minor, shown } from "../ui/js/amountpad.js";

const TAKEN = ".pay-mid .btn-sum .money";
const ASKED = "#pay-form :is(.pin-ask, .big-sum, .purse) .money";

function say() {
  const form = document.getElementById("pay-form");
  if (!form) return;
  const { asked, purse } = form.dataset;
  const digits = (asked.split(".")[1] ?? "").length;
  const typed = (name) => minor(form.elements[name]?.value ?? "", digits);
  const part = typed("amount") || minor(asked, digits);
  const sum = part + typed("tip");
  const own = purse ? Math.min(part, minor(purse, digits)) : sum; // the rest and the tip are owed
  for (const place of document.querySelectorAll(TAKEN)) write(place, sum, digits);
  for (const place of document.querySelectorAll(ASKED)) write(place, own, digits);
  const change = form.querySelector("[data-change]");
  if (change) sayChange(change, sum, digits);
}

function sayChange(place, sum, digits) {
  const says = place.querySelector("[data-change-says]");
  const back = minor(place.querySelector("input[name=given]").value, digits) - sum;
  says.dataset.none ??= says.textContent;
  says.textContent = back > 0 ? shown(back, digits) : says.dataset.none;
}

function write(place, sum, digits) {
  const text = shown(sum, digits);
  const cut = digits ? text.length - digits - 1 : text.length;
  place.firstChild.data = text.slice(0, cut);
  if (digits) place.lastChild.textContent = text.slice(cut);
}

document.addEventListener("input", ({ target }) => { if (target.form?.id === "pay-form") say(); });
document.addEventListener("htmx:afterSettle", say);
say();
