// Tests a card reader and learns how it types. While this page is open no read does anything: what
// came is shown, a bank card's digits as dots. Three reads of one card fill the form beside.
import { isBankCard } from "../ui/js/bank-cards.js";
import { chime } from "../ui/js/chime.js";
import { isEnd, isHalf, meant } from "../ui/js/wedge-keys.js";
import { SILENCE, lend } from "../ui/js/wedge.js";

const HAND = 150; // no reader is so slow
const SHORTEST = 4;
const WANTED = 3;
const NOTHING = 20_000;

const place = document.querySelector("[data-reader]");
const form = document.querySelector("form[action]:has([name=prefix])");
const words = place.dataset;
let keys = [];
let reads = [];
let over = 0;
let silent = setTimeout(() => say(words.silent), NOTHING);

lend((event) => {
  if (event.target.closest?.("input, select, textarea")) return; // somebody types into the form
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const end = isEnd(event);
  const character = end ? "" : meant(event);
  const fast = keys.length > 0 && event.timeStamp - keys.at(-1).at <= HAND;
  if (!character && !(end && fast)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  keys.push({ character, end: end ? (event.code || event.key).replace("Numpad", "").toLowerCase() : "", shown: event.key, at: event.timeStamp });
  clearTimeout(silent);
  clearTimeout(over);
  over = setTimeout(conclude, SILENCE);
});

function conclude() {
  const typed = keys.filter(({ character }) => character);
  const read = {
    text: typed.map(({ character }) => character).join(""),
    end: keys.find(({ end }) => end)?.end ?? "",
    gaps: keys.slice(1).map(({ at }, which) => at - keys[which].at),
    strange: typed.find(({ character, shown }) => shown.length === 1 && shown !== character),
  };
  keys = [];
  const fault = wrongWith(read);
  chime({ good: !fault });
  if (fault) {
    show(read, fault === "bank" || fault === "half");
    return say(words[fault].replace("{n}", read.text.length));
  }
  if (reads.length === WANTED || (reads.length && reads[0].text !== read.text)) {
    const other = reads[0].text !== read.text;
    begin();
    if (other) return say(words.differs);
  }
  reads.push(read);
  show(read);
  learn();
}

function wrongWith({ text, gaps }) {
  if (isBankCard(text)) return "bank";
  if (middle(gaps) > HAND || gaps.length === 0) return "hand";
  if (isHalf(text)) return "half";
  if (text.length < SHORTEST) return "short";
  const [first] = reads;
  const part = first && text.length < first.text.length && first.text.includes(text);
  return part ? "half" : "";
}

function begin() {
  reads = [];
  place.querySelector("[data-reader-reads]").replaceChildren();
}

// As it came, in its own line; of a bank card, or of a part that may be one, no digit.
function show({ text, end }, hidden = false) {
  const row = document.createElement("li");
  const came = document.createElement("code");
  came.textContent = hidden ? "••••" : text;
  row.append(came);
  if (end) row.append(" ", Object.assign(document.createElement("kbd"), { textContent: end === "tab" ? "Tab" : "Enter" }));
  place.querySelector("[data-reader-reads]").append(row);
}

function learn() {
  const slowest = Math.max(...reads.flatMap(({ gaps }) => gaps));
  const usual = Math.round(middle(reads.flatMap(({ gaps }) => gaps)));
  const { text, end, strange } = reads[0];
  const first = firstOf(text);
  const last = end || lastOf(text) || "none";
  place.querySelector("[data-reader-facts]").hidden = false;
  fact("speed", words.ms.replace("{n}", usual).replace("{most}", Math.round(slowest)));
  fact("first", first || words.nothing);
  fact("last", { enter: "Enter", tab: "Tab", none: words.silence }[last] ?? last);
  fact("layout", strange ? words.other.replace("{was}", strange.character).replace("{shown}", strange.shown) : words.plain);
  if (reads.length < WANTED) return say(words.again.replace("{n}", reads.length));
  say(words.same);
  fill({ prefix: first, suffix: end ? "" : last, gap: Math.min(150, Math.max(40, Math.ceil((slowest * 1.5) / 5) * 5)) });
}

// Signs before the first letter or digit; those of a magnetic stripe are understood without.
const firstOf = (text) => (isStripe(text) ? "" : /^[^a-z0-9]{0,8}/i.exec(text)[0]);
const lastOf = (text) => (isStripe(text) ? "" : /[^a-z0-9]{0,8}$/i.exec(text)[0]);
const isStripe = (text) => /^[%;].*\?$/.test(text);

function fill(values) {
  const lasts = form.elements.suffix;
  if (![...lasts.options].some(({ value }) => value === values.suffix)) lasts.add(new Option(values.suffix));
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.querySelector("button").focus({ preventScroll: true });
}

function middle(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function fact(name, text) { place.querySelector(`[data-fact=${name}]`).textContent = text; }
function say(text) { place.querySelector("[data-reader-says]").textContent = text; }
