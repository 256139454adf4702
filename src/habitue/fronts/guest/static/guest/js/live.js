// The bill as it stands: asked every two seconds while it is in sight, taken in when it changed.
// And a card held out, which becomes the bill it was read for.
const EVERY = 2000;

export function start() {
  let asking = false;
  const look = async () => {
    const place = document.querySelector("[data-live]");
    if (!place || asking || document.visibilityState !== "visible") return;
    asking = true;
    try {
      const answer = await fetch(place.dataset.live, {
        headers: { "If-None-Match": place.dataset.mark }, cache: "no-store", redirect: "manual",
      });
      lives(true);
      if (answer.status === 200) take(place, await answer.text());
      else if (answer.status === 410 || answer.status === 404) location.reload();
    } catch {
      lives(false);
    } finally {
      asking = false;
    }
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  if (document.body.dataset.watch) setInterval(watch, EVERY);
}

// the card is held out: when the waiter has read it, the bill opens here by itself
async function watch() {
  if (document.visibilityState !== "visible" || !navigator.onLine) return;
  const answer = await fetch(document.body.dataset.watch, { redirect: "manual" }).catch(() => null);
  if (answer?.status === 200) location.assign((await answer.json()).bill);
}

function take(place, text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("live");
  if (!fresh) return location.reload();
  place.replaceWith(document.adoptNode(fresh));
  window.htmx?.process(fresh);
  fresh.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: fresh } }));
  if (!fresh.dataset.live) document.querySelector("[data-lives]")?.remove();
  return undefined;
}

function lives(on) {
  for (const badge of document.querySelectorAll("[data-lives]")) {
    badge.dataset.on ??= badge.textContent;
    badge.classList.toggle("state-off", !on);
    const says = on ? badge.dataset.on : badge.dataset.off;
    if (badge.textContent !== says) badge.textContent = says;
  }
}
