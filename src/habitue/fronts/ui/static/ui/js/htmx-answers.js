// What htmx is told beyond its settings in page.html (which let it swap 409, 410 and 422): the
// token against forged forms, and what to say when no answer came. The form stays as it was.
import { spoken } from "./spoken.js";
import { raise, toast } from "./toast.js";

const WORDS = { 401: "signedOut", 403: "forbidden", 404: "notFound", 429: "wait" };

export function start() {
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("meta[name=csrf-token]")?.content;
    if (token) event.detail.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:sendError", ({ detail }) => {
    if (detail.requestConfig?.triggeringEvent?.type !== "news") say("noLine"); // nobody asked for news
  });
  document.addEventListener("htmx:timeout", () => say("tooSlow"));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (/"toast"/.test(xhr.getResponseHeader("HX-Trigger") ?? "")) return;
    say(WORDS[xhr.status] ?? "failed");
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const place = document.getElementById("toasts");
    if (place?.contains(event.detail.elt) || event.detail.target === place) raise(place);
    event.detail.elt.querySelector?.("[data-faults]")?.focus();
  });
}

const say = (name) => toast(spoken(name), { kind: "warn" });
