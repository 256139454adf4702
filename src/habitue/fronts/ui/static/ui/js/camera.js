// The camera on [data-camera]: it looks as long as it is seen (an open dialog, a chosen tab, a
// page in front) and says what it reads as a card reader does: `wedge:read` {code} from its own
// place, or `wedge:bank-card`. Where the browser gives no camera (plain http, refused, none) a
// photo does the same. Words: data-says, -asks, -refused, -none, -busy, -photo, -nothing, -shut.
import { each } from "./each.js";
import { look, looksItself } from "./eyes.js";
import { spoken } from "./spoken.js";
import { bankCard, heard } from "./wedge.js";

const EVERY = { itself: 120, house: 260 }; // milliseconds between two looks
const SAME = 4000; // a code still held there is not a second one
const WHY = { NotAllowedError: "refused", SecurityError: "refused", NotReadableError: "busy" };

export function attach(root) {
  each(root, "[data-camera]", (place) => {
    const eye = { place, video: place.querySelector("video"), stream: null, seen: false, last: "", at: 0 };
    place.dataset.ready = "";
    new IntersectionObserver((seen) => {
      eye.seen = seen.at(-1).isIntersecting;
      follow(eye);
    }).observe(place);
    document.addEventListener("visibilitychange", () => follow(eye));
    window.addEventListener("pagehide", () => shut(eye));
    place.querySelector("input[type=file]").addEventListener("change", (event) => photo(eye, event.target));
    place.querySelector("[data-light]").addEventListener("click", (event) => light(eye, event.currentTarget));
  });
}

function follow(eye) {
  if (eye.seen && document.visibilityState === "visible") open(eye);
  else shut(eye);
}

async function open(eye) {
  if (eye.stream || eye.opening) return;
  if (!navigator.mediaDevices?.getUserMedia) return without(eye, "photo");
  eye.opening = true;
  const asks = setTimeout(() => say(eye, "asks"), 400); // already allowed: nothing to say yes to
  try {
    const video = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    eye.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch (fault) {
    return without(eye, WHY[fault.name] ?? "none");
  } finally {
    clearTimeout(asks);
    eye.opening = false;
  }
  if (!eye.seen || document.visibilityState !== "visible") return shut(eye);
  eye.video.srcObject = eye.stream;
  await eye.video.play().catch(() => {});
  const [track] = eye.stream.getVideoTracks();
  eye.place.querySelector("[data-light]").hidden = !track?.getCapabilities?.().torch;
  show(eye, "live");
  say(eye, "says");
  watch(eye, eye.stream);
}

function shut(eye) {
  for (const track of eye.stream?.getTracks() ?? []) track.stop();
  eye.stream = null;
  eye.video.srcObject = null;
  show(eye, "");
}

// One look at a time: the next begins when the last was answered.
async function watch(eye, stream) {
  const pause = (await looksItself()) ? EVERY.itself : EVERY.house;
  while (eye.stream === stream) {
    if (eye.video.readyState >= 2) {
      try {
        const seen = await look(eye.video, { url: eye.place.dataset.cameraUrl });
        if (eye.stream === stream) found(eye, seen);
      } catch (fault) {
        if (fault.signedOut) { shut(eye); return without(eye, "shut"); }
        tell(eye, spoken("noLine"));
      }
    }
    await new Promise((go) => setTimeout(go, pause));
  }
}

function found(eye, seen) {
  say(eye, "says");
  const code = seen.bankCard ? "a bank card" : seen.code;
  if (!code) return;
  const again = code === eye.last && performance.now() - eye.at < SAME;
  eye.last = code;
  eye.at = performance.now();
  if (!again) pass(eye, seen);
}

function pass(eye, { code, bankCard: bank }) {
  if (bank) return bankCard(eye.place);
  eye.place.dataset.read = "";
  setTimeout(() => { delete eye.place.dataset.read; }, 900);
  heard(code, eye.place);
}

async function photo(eye, field) {
  const [file] = field.files;
  if (!file) return;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const seen = await look(picture, { url: eye.place.dataset.cameraUrl, longest: 1200 });
    if (seen.code || seen.bankCard) pass(eye, seen);
    else say(eye, "nothing");
  } catch (fault) {
    say(eye, fault.signedOut ? "shut" : "nothing");
  }
  field.value = "";
}

async function light(eye, button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  const [track] = eye.stream?.getVideoTracks() ?? [];
  await track?.applyConstraints({ advanced: [{ torch: on }] }).catch(() => {});
  button.setAttribute("aria-pressed", String(on));
}

function without(eye, why) {
  show(eye, "none");
  say(eye, why);
}

const show = (eye, how) => { eye.place.dataset.camera = how; };
const say = (eye, name) => tell(eye, eye.place.dataset[name] ?? "");
function tell(eye, words) {
  const place = eye.place.querySelector("[data-camera-words]");
  if (place.textContent !== words) place.textContent = words;
}
