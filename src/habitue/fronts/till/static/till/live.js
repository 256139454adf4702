// A bill that somebody else changes: [data-live] asks its address every two seconds, with
// data-seen as what it shows, and is drawn again when the house answers with something newer.
// Nothing is asked while the page is hidden or while a hand is in the midst of something: an
// open dialog, a line unfolded, something typed. data-live-whole: the page is called anew.
import { toast } from "../ui/js/toast.js";

const EVERY = 2000;
let acts = 0; // what was begun here since the question: its answer is newer than ours
let asking = false;
let leaving = false;

document.addEventListener("htmx:beforeRequest", ({ detail }) => { if (detail.requestConfig.verb !== "get") acts += 1; });
document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.requestConfig.verb !== "get") acts += 1; });
document.addEventListener("submit", () => { acts += 1; });
document.addEventListener("visibilitychange", ask);
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => { leaving = false; }, 5000); // somebody stayed after all
});
setInterval(ask, EVERY);

async function ask() {
  const live = document.querySelector("[data-live]");
  if (!live || asking || leaving || document.visibilityState !== "visible" || inHand(live)) return;
  asking = true;
  const before = acts;
  try {
    const answer = await fetch(address(live), { headers: { "HX-Request": "true" }, redirect: "manual" });
    const drawn = answer.status === 200 ? await answer.text() : "";
    if (acts === before && !leaving && live.isConnected && !inHand(live)) take(live, answer, drawn);
  } catch {
    // no line: the tables' own question says so
  } finally {
    asking = false;
  }
}

function address(live) {
  const asked = new URL(live.dataset.live, location.href);
  asked.searchParams.set("seen", live.dataset.seen);
  if ("liveWhole" in live.dataset) asked.searchParams.set("whole", "1");
  return asked;
}

function inHand(live) {
  if (document.querySelector("dialog[open], [aria-busy=true], details[data-more][open]")) return true;
  if (live.querySelector("details[open]")) return true;
  return [...live.querySelectorAll("input:not([type=hidden]), textarea")].some(typedIn);
}

const typedIn = (field) => (field.type === "radio" || field.type === "checkbox"
  ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

function take(live, answer, drawn) {
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) return void go(elsewhere);
  if (!drawn) return;
  window.htmx.swap(live, drawn, { swapStyle: "outerHTML" });
  const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
  if (told["till:counts"]) document.dispatchEvent(new CustomEvent("till:counts", { detail: told["till:counts"] }));
  if (told.toast) toast(told.toast.text, told.toast);
}

// the same page keeps what was chosen on it: the tender, the part
function go(where) {
  if (new URL(where, location.href).pathname === location.pathname) location.reload();
  else location.assign(where);
}
