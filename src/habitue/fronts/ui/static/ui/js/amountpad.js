// The amount pad: digits fill from the end as on a till (1, 2, 0, 0 is 12.00), quick amounts add
// up, and whatever mirrors the amount says it at once: [data-mirror="field name"].
import { each } from "./each.js";

export function attach(root) {
  each(root, "[data-amount-pad]", (pad) => {
    const field = pad.querySelector("[data-amount]");
    const digits = Number(pad.dataset.digits);
    pad.addEventListener("click", (event) => press(field, digits, event.target.closest("button")));
    pad.addEventListener("pointerdown", (event) => { if (event.target.closest(".key")) event.preventDefault(); });
    field.addEventListener("input", () => mirror(field, digits));
    mirror(field, digits);
  });
}

function press(field, digits, key) {
  if (!key) return;
  const now = minor(field.value, digits);
  if (key.dataset.digit) put(field, digits, now * 10 ** key.dataset.digit.length + Number(key.dataset.digit));
  else if (key.dataset.add) put(field, digits, now + Number(key.dataset.add));
  else if ("erase" in key.dataset) put(field, digits, Math.floor(now / 10));
}

function put(field, digits, amount) {
  if (amount > 99_999_999_999) return;
  field.value = amount ? plain(amount, digits) : "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// "1 204,5" is 120450: the last sign with at most `digits` figures after it is the decimal one.
export function minor(text, digits) {
  const bare = text.replace(/[^\d.,]/g, "");
  const cut = digits ? new RegExp(`^(.*?)(?:[.,](\\d{0,${digits}}))?$`).exec(bare) : [bare, bare, ""];
  const whole = cut[1].replace(/\D/g, "");
  return Number(whole + (cut[2] ?? "").padEnd(digits, "0")) || 0;
}

// As one types it here: `4.80`, `4,80`; without groups.
export function plain(amount, digits) {
  const text = String(amount).padStart(digits + 1, "0");
  return digits ? `${text.slice(0, -digits)}${sign()}${text.slice(-digits)}` : text;
}

function sign() {
  const parts = new Intl.NumberFormat(document.documentElement.lang || "en").formatToParts(0.5);
  return parts.find((part) => part.type === "decimal")?.value === "," ? "," : ".";
}

// As one reads it here: `1,204.80`, with groups.
export const shown = (amount, digits) => new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: digits, maximumFractionDigits: digits,
}).format(amount / 10 ** digits);

function mirror(field, digits) {
  const words = shown(minor(field.value, digits), digits);
  const scope = field.form ?? document;
  for (const each_ of scope.querySelectorAll(`[data-mirror="${field.name}"]`)) each_.textContent = words;
}
