// A card or barcode reader types like a keyboard, only faster. It is heard anywhere on the page,
// whatever has the focus; what it types is kept out of fields. Says `wedge:read` {code},
// `wedge:half` where only part of a card came, or `wedge:bank-card` without saying which.
// Settings on <body>, as /till/reader/ taught them: data-wedge-gap (ms between keys),
// data-wedge-prefix (what the reader sends first), data-wedge-suffix (what it sends last: Enter
// or Tab always do; else a sign, or "none" where silence is the end).
import { isBankCard } from "./bank-cards.js";
import { bare, isEnd, isHalf, meant } from "./wedge-keys.js";
import { isAgain } from "./wedge-last.js";

const GAP = 40;
const SHORTEST = 4;
const SHORTEST_UNENDED = 8; // with neither a sign first nor one last, a hand is too easily taken for it
const PATIENCE = 60; // what a busy machine may add before a fast hand gets its letters
export const SILENCE = 250; // ends a read that nothing else ends; a busy machine stutters for longer than a key
const SWIPE = 500;

let burst = null; // {raw, at, field, value, held}
let lately = { text: "", at: -SWIPE }; // a swipe that stuttered is still one swipe
let done = -SWIPE; // when a read ended: a second Enter right behind it presses nothing
let timer = 0;
let learning = null; // the page that tests a reader hears every key itself

export function start() {
  window.addEventListener("keydown", hear, true);
  window.addEventListener("blur", () => { release(); burst = null; });
}

// Is a reader typing just now? Shortcuts ask before they act on a letter.
export const isReading = () => burst !== null && burst.raw.length > 1;

export const lend = (ear) => { learning = ear; };

const gap = () => Number(document.body.dataset.wedgeGap) || GAP;
const prefix = () => document.body.dataset.wedgePrefix ?? "";
const suffix = () => document.body.dataset.wedgeSuffix ?? "";
const sign = () => (suffix() === "none" ? "" : suffix());

function hear(event) {
  if (learning) return learning(event);
  if (event.repeat) return stop(); // a key that is held down is no reader
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return stop();
  if (event.key === "Shift" || event.key === "CapsLock") return;
  const fast = burst !== null && event.timeStamp - burst.at <= gap();
  if (isEnd(event)) return end(event, fast);
  done = -SWIPE;
  const character = meant(event);
  if (!character || event.key === "Dead") return stop();
  if (!fast) begin(event);
  const near = event.timeStamp - lately.at <= SWIPE;
  lately = { text: (near ? lately.text : "") + character, at: event.timeStamp };
  burst.raw += character;
  burst.at = event.timeStamp;
  if (fast || begunByPrefix()) hold(event);
  if (fast && sign() && burst.raw.endsWith(sign()) && isLong(SHORTEST)) finish();
}

const isLong = (least) => burst.raw.length >= least + prefix().length + sign().length;
const begunByPrefix = () => prefix() !== "" && burst.raw.startsWith(prefix());

function begin(event) {
  stop();
  const field = "value" in event.target ? event.target : null;
  burst = { raw: "", at: event.timeStamp, field, value: field?.value, held: "" };
}

// From the second fast key on nothing lands. If it was a fast hand after all, it gets its letters back.
function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.key.length === 1) burst.held += event.key;
  clearTimeout(timer);
  timer = setTimeout(settle, suffix() === "none" || begunByPrefix() ? SILENCE : gap() + PATIENCE);
}

// Silence: a reader with a prefix and no suffix has finished; a hand gets its letters.
function settle() {
  if (burst && (begunByPrefix() ? isLong(SHORTEST) : suffix() === "none" && isLong(SHORTEST_UNENDED))) finish();
  else release();
}

function release() {
  clearTimeout(timer);
  if (!burst?.held) return;
  const { field, held } = burst;
  burst.held = "";
  if (!field || field !== document.activeElement || field.readOnly || field.disabled) return;
  if (!document.execCommand("insertText", false, held)) {
    field.setRangeText?.(held, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function stop() {
  release();
  burst = null;
}

function end(event, fast) {
  const behind = burst === null && event.timeStamp - done <= gap() + PATIENCE;
  if (!behind && (!fast || (burst.raw.length < SHORTEST && !isHalf(burst.raw, prefix())))) return stop();
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!behind) finish();
  done = event.timeStamp;
}

function finish() {
  clearTimeout(timer);
  done = burst.at;
  const { raw, field, value } = burst;
  burst = null;
  if (field && field.value !== value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  tell(raw, field);
}

function tell(raw, field) {
  const swiped = lately.text;
  lately = { text: "", at: -SWIPE };
  if (isBankCard(swiped)) return bankCard(field);
  // what came just before belongs to it: the end of a number may be another guest's
  if (swiped !== raw || isHalf(raw, prefix())) return say("wedge:half", {}, field);
  heard(bare(raw, prefix(), sign()), field, raw);
}

// What was read, by a reader, the camera or a phone's NFC: once, and never a bank card.
export function heard(code, field, raw = code) {
  if (isBankCard(raw)) return bankCard(field);
  if (code && !isAgain(code)) say("wedge:read", { code }, field);
}

export const bankCard = (field) => say("wedge:bank-card", {}, field);

function say(name, detail, field) {
  const where = field?.isConnected ? field : document.activeElement ?? document.body;
  where.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }));
}
