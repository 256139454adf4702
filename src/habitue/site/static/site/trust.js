// Does this device trust the house already? The page asks it over HTTPS and says what came back.
const page = document.querySelector("[data-proof]");
const PATIENCE_MS = 8_000;

function show(state) {
  for (const part of page.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
}

// A certificate is believed between two moments of this device's own clock.
function clocksAgree() {
  const now = Date.now();
  return Number(page.dataset.begins) < now && now < Number(page.dataset.ends);
}

function tellClocks() {
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  page.querySelector("[data-clock=device]").textContent = words.format(new Date());
  page.querySelector("[data-clock=house]").textContent = words.format(new Date(Number(page.dataset.now)));
}

async function isTrusted() {
  try {
    const heard = await fetch(page.dataset.proof, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
    return (await heard.json()).authority === page.dataset.authority;
  } catch {
    return false; // turned away by the browser, or no line: the steps are the answer to both
  }
}

async function look() {
  if (!clocksAgree()) {
    tellClocks();
    show("clock");
    return;
  }
  const trusted = await isTrusted();
  show(trusted ? "trusted" : "untrusted");
  if (trusted) for (const steps of page.querySelectorAll("details")) steps.open = false;
}

// an iPad that asks for pages made for a desk says that it is a Mac; no Mac has a touch screen
if (navigator.maxTouchPoints > 1 && page.querySelector("[data-kind=mac][open]")) {
  page.querySelector("[data-kind=mac]").open = false;
  page.querySelector("[data-kind=apple]").open = true;
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
show("looking");
look();
