// The worker of /me/: keeps one page, the card last held out, with the files it needs. Nothing
// else of value is kept: no balance, no bill, no code to spend. The house always answers first.
const SHELF = "habitue-card"; // the page; keeping.js empties it when one signs out
const FILES = "habitue-files";
const CARD = /^\/me\/houses\/[0-9a-f-]+\/hand\//;
const LEAVES = /^\/me\/(leave|houses\/[0-9a-f-]+\/leaving)\/$/;
const KEPT = "/me/the-card-kept";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll(self.NEEDED)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const { keep } = event.data ?? {};
  if (keep && CARD.test(new URL(keep).pathname)) event.waitUntil(card(new Request(keep)).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && LEAVES.test(url.pathname)) event.waitUntil(caches.delete(SHELF));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && url.pathname.startsWith("/me/")) event.respondWith(page(request, url));
});

// a page of the guest's: from the house, else the card that was kept
async function page(request, url) {
  try {
    return CARD.test(url.pathname) ? await card(request) : await fetch(request);
  } catch (fault) {
    const kept = await (await caches.open(SHELF)).match(KEPT);
    if (!kept) throw fault;
    return kept;
  }
}

// what the house says now is what is kept; a card that is no longer theirs is forgotten
async function card(request) {
  const answer = await fetch(request);
  const shelf = await caches.open(SHELF);
  if (answer.ok && !answer.redirected && answer.type === "basic") await shelf.put(KEPT, answer.clone());
  else if (answer.status < 500) await shelf.delete(KEPT);
  return answer;
}

async function file(request) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await files.put(request, answer.clone());
    return answer;
  } catch (fault) {
    const kept = await files.match(request, { ignoreSearch: true });
    if (!kept) throw fault;
    return kept;
  }
}
