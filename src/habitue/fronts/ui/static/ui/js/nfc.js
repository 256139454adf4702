// A phone's own NFC as a reader: [data-nfc] is a button with its words beside it, hidden where the
// browser offers no Web NFC (it is Chrome's on Android, over HTTPS). A press listens for half a
// minute; a tag's serial number then does what a card read does here. Words: data-says, -asks,
// -refused, -off, -nothing, -half.
import { each } from "./each.js";
import { heard } from "./wedge.js";

const LISTENS = 30_000;
const WHY = { NotAllowedError: "refused", SecurityError: "refused", NotSupportedError: "off", NotReadableError: "off" };

export function attach(root) {
  if (!("NDEFReader" in window)) return;
  each(root, "[data-nfc]", (place) => {
    place.hidden = false;
    const ear = { place, button: place.querySelector("button"), listening: null };
    ear.button.addEventListener("click", () => (ear.listening ? stop(ear) : listen(ear)));
    document.addEventListener("visibilitychange", () => { if (document.hidden) stop(ear); });
  });
}

async function listen(ear) {
  const listening = new AbortController();
  ear.listening = listening;
  ear.button.setAttribute("aria-pressed", "true");
  say(ear, "asks");
  const reader = new window.NDEFReader();
  reader.addEventListener("reading", (event) => found(ear, listening, event.serialNumber ?? ""));
  reader.addEventListener("readingerror", () => { if (ear.listening === listening) say(ear, "half"); });
  try {
    await reader.scan({ signal: listening.signal });
  } catch (fault) {
    if (ear.listening === listening) stop(ear, WHY[fault.name] ?? "off");
    return;
  }
  if (ear.listening !== listening) return;
  say(ear, "says");
  setTimeout(() => { if (ear.listening === listening) stop(ear, "nothing"); }, LISTENS);
}

function found(ear, listening, serial) {
  if (ear.listening !== listening) return;
  const code = asRead(serial);
  if (!code) return say(ear, "half"); // a phone held as a card says no number
  stop(ear);
  heard(code, ear.place);
}

// `04:a2:b9:1c` as readers type it: 04A2B91C
export const asRead = (serial) => serial.replace(/[^0-9a-f]/gi, "").toUpperCase();

function stop(ear, why = "") {
  ear.listening?.abort();
  ear.listening = null;
  ear.button.setAttribute("aria-pressed", "false");
  say(ear, why);
}

function say(ear, name) {
  const words = ear.place.querySelector("[data-nfc-words]");
  words.textContent = name ? ear.place.dataset[name] ?? "" : "";
}
