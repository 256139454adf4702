// Keys the page declares: data-shortcut="/" on a field focuses it, on a button or link presses
// it; "g c" is one after the other; "Ctrl+Enter", "F9", "Escape" work while typing too.
// `?`, or a press on [data-shortcut-help], shows them all, with data-shortcut-says or the label.
import { isReading } from "./wedge.js";

const PATIENCE = 1200;
let begun = { key: "", at: 0 };

export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shortcut-help]")) help();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const key = named(event);
    const alone = key.length === 1;
    if (alone && (typing(event.target) || event.altKey)) return;
    // a reader types letters too: wait one breath before a letter counts
    if (alone) setTimeout(() => { if (!isReading()) act(key, null); }, 60);
    else act(key, event);
  });
}

function named({ key, ctrlKey, metaKey, shiftKey }) {
  if (!ctrlKey && !metaKey) return key;
  return `Ctrl+${shiftKey && key.length > 1 ? "Shift+" : ""}${key.length === 1 ? key.toUpperCase() : key}`;
}

const typing = (element) => element.matches?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");

function act(key, event) {
  const sequence = performance.now() - begun.at < PATIENCE ? `${begun.key} ${key}` : "";
  begun = { key, at: performance.now() };
  const found = find(sequence) ?? find(key);
  if (found) {
    event?.preventDefault();
    return press(found);
  }
  if (key === "?") help();
}

function find(key) {
  const open = [...document.querySelectorAll("dialog[open]")].pop();
  if (!key) return undefined;
  return [...(open ?? document).querySelectorAll("[data-shortcut]")]
    .find((each) => each.dataset.shortcut === key && (each.checkVisibility?.() ?? true) && !each.disabled);
}

function press(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function help() {
  const sheet = document.getElementById("shortcuts");
  const list = sheet?.querySelector("[data-shortcut-list]");
  if (!list || sheet.open) return;
  list.replaceChildren();
  for (const each of document.querySelectorAll("[data-shortcut]")) {
    const key = document.createElement("dd");
    for (const part of each.dataset.shortcut.split(" ")) {
      key.append(Object.assign(document.createElement("kbd"), { textContent: part }), " ");
    }
    const words = each.dataset.shortcutSays || each.getAttribute("aria-label") || each.textContent.trim();
    list.append(Object.assign(document.createElement("dt"), { textContent: words }), key);
  }
  sheet.showModal();
}
