// Whether the house answers: on [data-line], with data-off as the words when it does not.
// An answer of any kind says it does; a request that found no line says it does not.
export function start() {
  window.addEventListener("offline", () => show(false));
  window.addEventListener("online", () => show(true));
  document.addEventListener("htmx:sendError", () => show(false));
  document.addEventListener("htmx:beforeOnLoad", () => show(true));
  if (!navigator.onLine) show(false);
}

function show(on) {
  for (const badge of document.querySelectorAll("[data-line]")) {
    badge.dataset.on ??= badge.textContent;
    badge.classList.toggle("state-off", !on);
    badge.textContent = on ? badge.dataset.on : badge.dataset.off;
  }
}
