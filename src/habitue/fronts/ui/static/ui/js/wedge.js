// A card or barcode reader types like a keyboard, only faster. It is heard anywhere on the page,
// whatever has the focus; what it types is kept out of fields. Says `wedge:read` {code}, or
// `wedge:bank-card` without saying which. Settings on <body>: data-wedge-gap (ms between keys),
// data-wedge-prefix (a sign the reader was programmed to send first).
import { isBankCard } from "./bank-cards.js";
import { isEnd, meant } from "./wedge-keys.js";

const GAP = 40;
const SHORTEST = 4;
const AGAIN = 2000;
const PATIENCE = 60; // what a busy machine may add before a fast hand gets its letters
const SWIPE = 500;

let burst = null; // {raw, at, field, value, held}
let last = { code: "", at: -AGAIN };
let lately = { text: "", at: -SWIPE }; // a swipe that stuttered is still one swipe
let timer = 0;

export function start() {
  window.addEventListener("keydown", hear, true);
  window.addEventListener("blur", () => { release(); burst = null; });
}

// Is a reader typing just now? Shortcuts ask before they act on a letter.
export const isReading = () => burst !== null && burst.raw.length > 1;

const gap = () => Number(document.body.dataset.wedgeGap) || GAP;
const prefix = () => document.body.dataset.wedgePrefix ?? "";

function hear(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return stop();
  if (event.key === "Shift" || event.key === "CapsLock") return;
  const fast = burst !== null && event.timeStamp - burst.at <= gap();
  if (isEnd(event.code)) return end(event, fast);
  const character = meant(event);
  if (!character || event.key === "Dead") return stop();
  if (!fast) begin(event);
  const near = event.timeStamp - lately.at <= SWIPE;
  lately = { text: (near ? lately.text : "") + character, at: event.timeStamp };
  burst.raw += character;
  burst.at = event.timeStamp;
  if (fast || begunByPrefix()) hold(event);
}

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
  timer = setTimeout(settle, gap() + PATIENCE);
}

// Silence: a reader with a prefix and no suffix has finished; a hand gets its letters.
function settle() {
  if (burst && begunByPrefix() && burst.raw.length >= SHORTEST + prefix().length) finish();
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
  if (!fast || burst.raw.length < SHORTEST) return stop();
  event.preventDefault();
  event.stopImmediatePropagation();
  finish();
}

function finish() {
  clearTimeout(timer);
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
  heard(bare(raw), field, raw);
}

// What was read, by a reader or by the camera: once, and never a bank card.
export function heard(code, field, raw = code) {
  if (isBankCard(raw)) return bankCard(field);
  const now = performance.now();
  const again = code === last.code && now - last.at < AGAIN;
  last = { code, at: now };
  if (code && !again) say("wedge:read", { code }, field);
}

export const bankCard = (field) => say("wedge:bank-card", {}, field);

function say(name, detail, field) {
  const where = field?.isConnected ? field : document.activeElement ?? document.body;
  where.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }));
}

// Without the prefix and the signs a magnetic stripe begins and ends with; track 2 before track 1.
function bare(raw) {
  const sent = prefix() && raw.startsWith(prefix()) ? raw.slice(prefix().length) : raw;
  const track = /;([^?;]+)\?/.exec(sent) ?? /%([^?%]+)\?/.exec(sent);
  return (track ? track[1] : sent.replace(/^[%;+]+/, "").replace(/\?+$/, "")).trim();
}
