// A bill or a guest's page that somebody else changes: [data-live] asks its address when others
// touched it (or something of data-about), with data-seen as what it shows, and is drawn again
// when the house answers with something newer.
// Nothing is asked while the page is hidden or while a hand is in the midst of something: an
// open dialog, a line unfolded, something typed. data-live-whole: the page is called anew.
import { concerns } from "../ui/js/news.js";
import { toast } from "../ui/js/toast.js";

let acts = 0; // what was begun here since the question: its answer is newer than ours
let asking = false;
let missed = false; // something came while it could not be asked
let leaving = false;

document.addEventListener("htmx:beforeRequest", ({ detail }) => { if (detail.requestConfig.verb !== "get") acts += 1; });
document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.requestConfig.verb !== "get") acts += 1; });
document.addEventListener("submit", () => { acts += 1; });
document.addEventListener("news", ({ detail }) => {
  const live = document.querySelector("[data-live]");
  if (detail.kinds.some((kind) => kind.startsWith("menu."))) document.body.dispatchEvent(new CustomEvent("till:edition"));
  if (live && concerns(detail, `${live.dataset.live} ${live.dataset.about ?? ""}`)) ask();
});
setInterval(() => { if (missed) ask(); }, 500);
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => { leaving = false; }, 5000); // somebody stayed after all
});
async function ask() {
  const live = document.querySelector("[data-live]");
  if (!live || document.visibilityState !== "visible") return;
  missed = asking || leaving || inHand(live);
  if (missed) return;
  asking = true;
  const before = acts;
  try {
    const answer = await fetch(address(live), { headers: { "HX-Request": "true" }, redirect: "manual" });
    line(true);
    const drawn = answer.status === 200 ? await answer.text() : "";
    if (acts === before && !leaving && live.isConnected && !inHand(live)) take(live, answer, drawn);
    else missed = true;
  } catch {
    line(false);
  } finally {
    asking = false;
  }
}

const line = (on) => document.dispatchEvent(new CustomEvent("line", { detail: { on } }));

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
  const focusAgain = focusOf(live);
  window.htmx.swap(live, drawn, { swapStyle: "outerHTML" });
  focusAgain();
  const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
  if (told["till:counts"]) document.dispatchEvent(new CustomEvent("till:counts", { detail: told["till:counts"] }));
  if (told.toast) toast(told.toast.text, told.toast);
}

// whoever stands on something of it by keyboard stands on the same in what is drawn instead
function focusOf(live) {
  const { activeElement } = document;
  if (!live.contains(activeElement)) return () => {};
  const same = (one) => [one.tagName, one.getAttribute("href"), one.name, one.value, one.textContent.trim()].join();
  const alike = () => [...document.querySelectorAll(`[data-live] ${activeElement.tagName}`)]
    .filter((one) => same(one) === same(activeElement));
  const at = alike().indexOf(activeElement);
  return () => alike()[at]?.focus({ preventScroll: true });
}

// the same page keeps what was chosen on it: the tender, the part
function go(where) {
  if (new URL(where, location.href).pathname === location.pathname) location.reload();
  else location.assign(where);
}
