// Keeps the last card held out on this phone, so that it shows without a connection; forgets it
// when one signs out. The worker does the keeping (worker.js); this says what and when.
export const SHELF = "habitue-card";

export function start() {
  const worker = document.body.dataset.worker;
  if (worker && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(worker, { scope: "/me/" }).catch(() => {});
    if ("keep" in document.body.dataset && navigator.onLine) keep();
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-leaves]")) globalThis.caches?.delete(SHELF);
  });
  window.addEventListener("online", () => show(false));
  window.addEventListener("offline", () => show(true));
  show(!navigator.onLine);
}

// the first card is shown before the worker watches: it is told which page to fetch once more
async function keep() {
  const ready = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) ready.active.postMessage({ keep: location.href });
}

function show(off) {
  for (const words of document.querySelectorAll("[data-offline]")) words.hidden = !off;
}
