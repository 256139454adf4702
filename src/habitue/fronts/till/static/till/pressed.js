// Every press answers at once: what was pressed stays down until its answer is there. A link would
// otherwise look untouched while the next page comes, and a dish while its line is written.
const KEYS = "a.seat, a.key, a.tab, a.guest, a.open-bill, a.btn, a.strip, a.to-details, .dish, button.guest";
const LONGEST = 4000;

document.addEventListener("click", (event) => {
  const key = event.target.closest?.(KEYS);
  if (!key || event.ctrlKey || event.metaKey || event.shiftKey || key.getAttribute("aria-disabled")) return;
  key.dataset.pressed = "";
  setTimeout(() => release(key), LONGEST);
}, true);

document.addEventListener("htmx:afterRequest", ({ detail }) => release(detail.elt));
window.addEventListener("pageshow", () => document.querySelectorAll("[data-pressed]").forEach(release));

function release(key) {
  delete key.dataset?.pressed;
}
