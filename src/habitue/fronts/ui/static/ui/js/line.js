// Whether the house answers: on [data-line], with data-off as the words when it does not; {time}
// in them is when it last did, for what is shown is as old as that.
// An answer of any kind says it does; a request that found no line says it does not, nor does an
// answer that a worker gave in the house's place (X-Waits).
let answered = new Date();

export function start() {
  window.addEventListener("offline", () => show(false));
  window.addEventListener("online", () => show(true));
  document.addEventListener("htmx:sendError", () => show(false));
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => show(!detail.xhr.getResponseHeader("X-Waits")));
  document.addEventListener("line", ({ detail }) => show(detail.on));
  if (!navigator.onLine) show(false);
}

function show(on) {
  if (on) answered = new Date();
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(answered);
  for (const badge of document.querySelectorAll("[data-line]")) {
    badge.dataset.on ??= badge.textContent;
    badge.classList.toggle("state-off", !on);
    const says = on ? badge.dataset.on : badge.dataset.off.replace("{time}", time);
    if (badge.textContent !== says) badge.textContent = says;
  }
}
