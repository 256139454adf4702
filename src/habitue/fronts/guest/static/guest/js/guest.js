// The phone's own habits, each on what the page marks. Without them every form still works.
import { chime } from "../../ui/js/chime.js";
import { each } from "../../ui/js/each.js";
import * as keeping from "./keeping.js";
import * as live from "./live.js";

function attach(root) {
  // a code is typed or filled in by the phone: six digits, and it goes
  each(root, "input[data-six]", (field) => field.addEventListener("input", () => {
    if (field.value.replace(/\D/g, "").length === 6) field.form.requestSubmit();
  }));
  // the bill whose code was read becomes the guest's without another press
  each(root, "form[data-at-once]", (form) => setTimeout(() => form.requestSubmit(), 60));
  each(root, "[data-left]", countDown);
  each(root, "[data-pays]", addTip);
}

// counts from what the house said, not from the phone's own clock
function countDown(place) {
  const end = performance.now() + Number(place.dataset.left) * 1000;
  const bar = place.querySelector("progress");
  const says = place.querySelector("[data-seconds]");
  says.hidden = false;
  const tick = () => {
    const left = Math.max(Math.ceil((end - performance.now()) / 1000), 0);
    says.querySelector("b").textContent = left;
    bar.value = left;
    if (left) return setTimeout(tick, 250);
    place.dataset.over = "";
    place.querySelector("[data-while]").hidden = true;
    place.querySelector("[data-then]").hidden = false;
    return 0;
  };
  tick();
}

// the sum that goes, with the tip in it
function addTip(form) {
  const sum = form.querySelector("[data-sum] .money");
  const none = sum.textContent;
  const digits = (/[.,](\d+)\D*$/.exec(none)?.[1] ?? "").length;
  const show = () => {
    const other = Number((form.elements.other_tip?.value ?? "").replace(",", "."));
    const chosen = Number(form.querySelector("input[name=tip]:checked")?.dataset.minor ?? 0);
    const tip = other > 0 ? Math.round(other * 10 ** digits) : chosen;
    const minor = Number(form.dataset.pays) + tip;
    const plain = new Intl.NumberFormat(document.documentElement.lang, {
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    }).format(minor / 10 ** digits);
    sum.textContent = tip ? none.replace(/\d(?:[\d.,\s\u00a0\u202f]*\d)?/, plain) : none;
  };
  form.addEventListener("input", show);
  show();
}

// what the camera or a reader read: a bill's link leads to the bill, and nothing else does
document.addEventListener("wedge:read", (event) => {
  if (!document.querySelector("form[data-scan]")) return;
  event.preventDefault();
  chime();
  const says = document.querySelector("[data-no-bill]");
  const found = /\/b\/([\w-]{8,48})$/.exec(event.detail.code.trim());
  says.hidden = Boolean(found);
  if (found) location.assign(`/b/${found[1]}`);
}, true);

attach(document);
document.addEventListener("htmx:load", (event) => attach(event.detail.elt));
live.start();
keeping.start();
