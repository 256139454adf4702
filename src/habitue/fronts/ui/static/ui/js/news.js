// What others did, as it happens: a stream from body[data-news] while the page is in sight. Each
// piece goes on as an event `news` on the document, and as `news` on <body> for hx-trigger. Where
// there is no stream a piece that says nothing comes every two seconds instead, and now and then
// even beside a stream: what was not heard is found out all the same.
const WITHOUT = 2_000;
const BESIDE = 30_000;
const REFUSED = 30_000; // then a stream is asked for again
const ANYTHING = { ids: [], kinds: [], unknown: true };
let source = null;
let heard = 0; // when something was last told

export function start() {
  if (!document.body.dataset.news) return;
  document.addEventListener("visibilitychange", () => (inSight() ? listen() : hush()));
  window.addEventListener("pagehide", hush);
  window.addEventListener("pageshow", listen);
  window.addEventListener("online", listen);
  setInterval(() => {
    if (inSight() && Date.now() - heard >= (isOpen() ? BESIDE : WITHOUT)) tell(ANYTHING);
  }, WITHOUT / 2);
  listen();
}

const inSight = () => document.visibilityState === "visible";
const isOpen = () => source?.readyState === EventSource.OPEN;

function listen() {
  if (!inSight() || (source && source.readyState !== EventSource.CLOSED)) return;
  source = new EventSource(document.body.dataset.news);
  source.addEventListener("open", () => tell(ANYTHING)); // what happened before it is not told
  source.addEventListener("message", ({ data }) => tell(JSON.parse(data)));
  source.addEventListener("error", ({ target }) => {
    if (target.readyState === EventSource.CLOSED) setTimeout(listen, REFUSED);
  });
}

function hush() {
  source?.close();
  source = null;
}

function tell(piece) {
  heard = Date.now();
  document.body.dispatchEvent(new CustomEvent("news", { detail: piece, bubbles: true }));
}

// whether a piece may be about `text`: an address or a list that holds ids
export const concerns = (piece, text) => piece.unknown || piece.ids.some((id) => text.includes(id));
