// The worker of /till/: pages are kept (keeping.js), presses wait (sending.js, queue.js). It needs
// https or localhost; without it everything works as it would, only not without a line.
const LEAVE = "/till/leave/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll(self.NEEDED)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("sync", (event) => event.waitUntil(send()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && mayWait(url)) event.respondWith(press(request));
  else if (request.method === "POST" && url.pathname === LEAVE) event.respondWith(leave(request));
  else if (request.method === "POST" && request.mode === "navigate") {
    event.respondWith(fetch(request).catch((fault) => without(request, fault)));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(file(event));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(event));
});

const DOES = {
  state: async ({ token }, page_) => {
    if (token) await queue.remember("token", token).catch(() => {});
    await greet(page_);
  },
  send: () => send().then(() => (line.on === false ? probe() : null)),
  press: ({ press: said }) => hear(said),
  keep: ({ keep: wanted }) => fetchToKeep(wanted),
  takeAway: ({ takeAway: n }) => alone(() => queue.remove(n)).then(() => tell()),
};

self.addEventListener("message", (event) => {
  const name = Object.keys(DOES).find((each) => each in (event.data ?? {}));
  if (name) event.waitUntil(Promise.resolve(DOES[name](event.data, event.source)).catch(() => {}));
});
