// What waits on this phone, as its pages show it: a bar under the top, and the presses that wait
// on their bill. The worker keeps and sends (sending.js); here it hears in words what was pressed
// (saying.js), and pages hear of the line and of what waits.
import { toast } from "../ui/js/toast.js";
import { start as startSaying } from "./saying.js";

const NUDGE = 4000;
const here = navigator.serviceWorker;
const page = document.body.dataset;
const kept = "kept" in page;
const strip = document.querySelector("[data-strip]");
const words = { ...strip?.dataset };
let rows = [];
let heardYet = false;
let untold = ""; // the key of what was told to wait before it was known in words
let answered = performance.now();

const ask = (said) => here?.controller?.postMessage(said);
const say = (name, facts = {}) => (words[name] ?? "").replace(/\{(\w+)\}/g, (_all, fact) => facts[fact] ?? "");
const time = (at) => new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: page.zone || undefined,
}).format(at);

// -- what waits ------------------------------------------------------------------------------

function wordsOf(row) {
  const facts = { what: row.what ?? "", n: row.many ?? 1 };
  const kind = row.kind === "quantity" && row.many === 0 ? "off" : row.kind;
  const name = `say${kind[0].toUpperCase()}${kind.slice(1)}`;
  return (!facts.what && say(`${name}Plain`, facts)) || say(name, facts);
}

function show() {
  const waiting = rows.filter((row) => row.state !== "refused");
  const count = strip?.querySelector("[data-strip-count]");
  if (count) {
    count.textContent = [counted("waiting", waiting), counted("refused", rows.filter((row) => row.state === "refused"))]
      .filter(Boolean).join(" · ");
    strip.toggleAttribute("data-some", rows.length > 0);
  }
  for (const place of document.querySelectorAll("[data-waits-of]")) onBill(place, waiting);
}

// how many, and whose where they are not of who is here
function counted(name, some) {
  if (!some.length) return "";
  const names = [...new Set(some.filter((row) => row.who !== page.person).map((row) => row.name))].filter(Boolean);
  const said = say(name, { n: some.length });
  return names.length ? say("askedOf", { words: said, names: names.join(", ") }) : said;
}

// the same thing pressed three times in a row is three of it
function onBill(place, waiting) {
  const mine = [];
  for (const row of waiting.filter((one) => one.bill === place.dataset.waitsOf)) {
    const last = mine.at(-1);
    if (row.kind === "line" && last?.kind === "line" && last.what === row.what) last.many += row.many;
    else mine.push({ ...row });
  }
  place.replaceChildren(...mine.map((row) => Object.assign(document.createElement("li"), { textContent: wordsOf(row) })));
  place.hidden = !mine.length;
}

const tell = (row) => toast([say("waits"), row && wordsOf(row)].filter(Boolean).join(": "), { kind: "waits" });

function sayUntold() {
  const row = untold && rows.find((one) => one.key === untold);
  if (!row?.label) return;
  untold = "";
  tell(row);
}

// -- the line --------------------------------------------------------------------------------

document.addEventListener("line", ({ detail }) => setLine(detail.on));
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  const key = detail.xhr.getResponseHeader("X-Waits");
  if (!key) answered = performance.now();
  else if (!detail.xhr.getResponseHeader("HX-Redirect")) untold = key;
  sayUntold();
});
window.addEventListener("offline", () => setLine(false));

function setLine(on) {
  if (!here?.controller) return; // nothing is kept here: the badge says it all
  if (on) answered = performance.now();
  if (kept) return void (on && again());
  const was = "off" in page;
  document.body.toggleAttribute("data-off", !on);
  if (on || was) return;
  const last = say("asOf", { time: time(Date.parse(page.made) + answered) });
  for (const place of document.querySelectorAll("[data-as-of]")) if (place !== strip) place.textContent = last;
}

// a kept page is called anew when the line is back, unless a hand is in the midst of something
function again() {
  const typed = [...document.querySelectorAll("input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);
  if (!typed && !document.querySelector("dialog[open], details[open], [aria-busy=true]")) location.reload();
}

// -- leaving ---------------------------------------------------------------------------------

const leaving = document.getElementById("leaving");
let asked = null; // what was pressed to leave
for (const name of ["submit", "click"]) {
  document.addEventListener(name, (event) => {
    const way = event.target.closest?.(name === "submit" ? "form[action$='/till/leave/']" : "a[href*='/till/lock/?']");
    const n = rows.filter((row) => row.state !== "refused" && row.who === page.person).length;
    if (!way || !n || !leaving || way === asked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = way;
    const says = leaving.querySelector("[data-leaving-says]");
    says.textContent = says.dataset.says.replace("{n}", n);
    leaving.showModal();
  }, true);
}
leaving?.addEventListener("close", () => setTimeout(() => { asked = null; }));
leaving?.querySelector("[data-leave-it]").addEventListener("click", () => {
  if (asked.matches("form")) asked.requestSubmit();
  else asked.click();
});

// -- with the worker -------------------------------------------------------------------------

function heard({ data }) {
  if (!data || !("queue" in data)) return;
  if (data.queue?.length && !rows.length) navigator.storage?.persist?.().catch(() => {});
  rows = data.queue ?? rows;
  heardYet = true;
  document.dispatchEvent(new CustomEvent("waiting", { detail: { rows, wordsOf, time } }));
  if (data.line !== null) document.dispatchEvent(new CustomEvent("line", { detail: { on: data.line } }));
  show();
  if (data.just) tell(rows.at(-1));
  sayUntold();
}

function hello() {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  ask({ state: true, token });
  ask({ send: true });
  const wanted = [...document.querySelectorAll("[data-keep]")].flatMap((one) => one.dataset.keep.split(" "));
  if (!kept) ask({ keep: [words.page, location.href, ...wanted].filter(Boolean) });
}

function nudge() {
  if (!heardYet) ask({ state: true });
  if (document.visibilityState === "visible" && (rows.length || kept || "off" in page)) ask({ send: true });
}

function start() {
  if (!here) return;
  startSaying(ask);
  here.addEventListener("message", heard);
  here.startMessages?.();
  here.addEventListener("controllerchange", hello);
  if (page.worker) here.register(page.worker, { scope: "/till/", updateViaCache: "none" }).catch(() => {});
  if (here.controller) hello();
  setInterval(nudge, NUDGE);
  for (const name of ["online", "pageshow", "focus"]) window.addEventListener(name, nudge);
  document.addEventListener("visibilitychange", nudge);
}

if (kept) for (const old of document.querySelectorAll("#toasts > [data-toast]")) old.remove();
document.addEventListener("htmx:load", show);
start();
