// Pages of the phone as they were last seen, for the time without a line. The house answers first;
// a kept page says that it is one and of when. Never kept: lists of customers, searches, payments,
// anything where a PIN is typed. Who leaves, or another who comes in, empties the shelf.
const SHELF = "till-pages";
const FILES = "till-files";
const MOST = 150; // pages
const ONE = "/till/bills/[0-9a-f-]{36}/";
const PAGES = [
  [/^\/till\/(waiter|scan|waiting)\/$/, () => ""],
  [new RegExp(`^${ONE}$`), () => ""],
  [new RegExp(`^${ONE}details/$`), () => ""],
  [new RegExp(`^${ONE}customer/$`), (asked) => (/^(camera|code)$/.test(asked.get("by")) ? `?by=${asked.get("by")}` : null)],
];
const MENU = new RegExp(`^${ONE}menu/$`); // the keys of a category, for every bill
const CATEGORY = /^([0-9a-f-]{36}|none)$/;
const WAITING = "/till/waiting/";
const LOCK = "/till/lock/";
const IMPATIENT = 4000;
const FRESH = 120_000;
const OLD = 12 * 3600 * 1000;

// where a page is kept; null where it is not
function shelfMark(url) {
  const category = url.searchParams.get("c") ?? "";
  if (MENU.test(url.pathname)) return CATEGORY.test(category) ? `/till/menu/?c=${category}` : null;
  const [, asked] = PAGES.find(([path]) => path.test(url.pathname)) ?? [];
  const rest = asked?.(url.searchParams) ?? null;
  return rest === null ? null : url.pathname + rest;
}

async function page(event) {
  const { request } = event;
  const url = new URL(request.url);
  const mark = shelfMark(url);
  if (await hasLeft(url)) return Response.redirect(`${LOCK}?next=${encodeURIComponent(url.pathname)}`, 302);
  const kept = mark && (await onShelf(mark));
  if (kept && line.on === false) {
    probe();
    return shown(kept, url);
  }
  try {
    const answer = await patient(fetch(request), kept ? IMPATIENT : 20_000);
    if (answer.status >= 502 && answer.status <= 504 && kept) throw new TypeError("nobody is behind the door");
    found(true);
    if (url.pathname === LOCK && answer.ok) await forget();
    event.waitUntil(put(mark, answer.clone()).catch(() => {})); // nobody waits for the shelf
    return answer;
  } catch (fault) {
    if (request.signal.aborted) throw fault;
    found(false);
    return kept ? shown(kept, url) : elsewhere(url);
  }
}

const patient = (asked, longest) => Promise.race([
  asked, new Promise((_take, fail) => { setTimeout(() => fail(new TypeError("no answer")), longest); }),
]);
const onShelf = async (mark) => (await caches.open(SHELF)).match(mark);

// what was read, of whom, and what the house's clock says
async function put(mark, answer) {
  const person = answer.headers.get("X-Till-Person");
  if (person) await of(person);
  await clock(answer);
  if (!mark) return;
  const shelf = await caches.open(SHELF);
  if (answer.redirected && !answer.url.includes(LOCK)) await shelf.delete(mark); // a bill that ended
  if (!answer.ok || answer.redirected || answer.type !== "basic") return;
  await shelf.delete(mark);
  await shelf.put(mark, answer).catch(() => {}); // no room: then it is not kept
  const marks = await shelf.keys();
  for (const far of marks.slice(0, Math.max(marks.length - MOST, 0))) await shelf.delete(far);
}

async function of(person) {
  if ((await queue.fact("person").catch(() => person)) === person) return;
  await caches.delete(SHELF);
  await queue.remember("left", false).catch(() => {});
  await queue.remember("person", person).catch(() => {});
}

// nobody's pages are left; the page that says what waits names nobody
async function forget() {
  const shelf = await caches.open(SHELF);
  for (const one of await shelf.keys()) if (new URL(one.url).pathname !== WAITING) await shelf.delete(one);
  await queue.remember("left", false).catch(() => {});
}

// who leaves without a line has left all the same: the house hears of it with the line
async function leave(request) {
  await forget();
  return fetch(request).catch(async (fault) => {
    await queue.remember("left", true).catch(() => {});
    return without(request, fault, "left");
  });
}

async function hasLeft(url) {
  if (url.pathname === WAITING || url.pathname.startsWith(LOCK)) return false;
  return Boolean(await queue.fact("left").catch(() => false));
}

// the phone's clock may be wrong: what is shown is the house's
let skew = null;
async function clock(answer) {
  const said = Date.parse(answer.headers.get("Date") ?? "") - Date.now();
  if (Number.isNaN(said) || Math.abs(said - (skew ?? Infinity)) < 2_000) return;
  skew = said;
  await queue.remember("skew", said).catch(() => {});
}

const nowThere = async () => Date.now() + (skew ?? (await queue.fact("skew").catch(() => 0)) ?? 0);

async function shown(kept, url, why = url.searchParams.get("why") ?? "") {
  const made = Date.parse(kept.headers.get("Date") ?? "");
  const old = made && (await nowThere()) - made > OLD ? "old" : "";
  let text = await kept.text();
  text = text.replace("<body ", `<body data-kept="${old}" data-why="${why.replace(/\W/g, "")}" `);
  const adding = url.searchParams.has("add") ? " adding" : "";
  text = text.replace(/class="till hand(?: adding)?"/, `class="till hand${adding}"`);
  if (adding) text = await withCategory(text.replaceAll('href="?c=', 'href="?add=1&amp;c='), url);
  // each copy begins acts of its own
  text = text.replace(/(name="operation_key" value=")[^"]*/g, (_all, before) => before + crypto.randomUUID());
  const headers = new Headers(kept.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  return new Response(text, { status: 200, headers });
}

// the keys of the category that is asked for, as they were kept from another bill
async function withCategory(text, url) {
  const wanted = url.searchParams.get("c") ?? "";
  const menu = CATEGORY.test(wanted) && (await onShelf(`/till/menu/?c=${wanted}`));
  if (!menu) return text;
  const [bill] = url.pathname.match(/[0-9a-f-]{36}/);
  const keys = (await menu.text())
    .replace(/bills\/[0-9a-f-]{36}\//g, `bills/${bill}/`)
    .replace(/(<span class=")on(" id="on-[^>]*>)[^<]*/g, "$1$2");
  return text
    .replace(/<form class="menu grow"[\s\S]*?<\/form>/, () => keys)
    .replace(/(<a class="tab"[^>]*) aria-current="page"/g, "$1")
    .replace(new RegExp(`(<a class="tab" href="[^"]*c=${wanted}")`), '$1 aria-current="page"');
}

// a list of guests is never kept: the code still finds one
async function elsewhere(url) {
  if (/\/customer\/$/.test(url.pathname) && url.searchParams.get("by") !== "code") {
    const code = new URL("?by=code", url);
    if (await onShelf(code.pathname + code.search)) return Response.redirect(code.href, 302);
  }
  return nothing("missing");
}

// one plain page: that there is no line, and what waits
async function nothing(why) {
  const kept = await onShelf(WAITING);
  if (!kept) return Response.error();
  return shown(kept, new URL(WAITING, self.location.origin), why);
}

// pages that may be wanted, fetched while there is a line; nobody has seen them yet
async function fetchToKeep(wanted) {
  for (const where of wanted) {
    const url = new URL(where, self.location.origin);
    const mark = shelfMark(url);
    if (!mark || url.origin !== self.location.origin || line.on === false) continue;
    if (await isFresh(mark)) continue;
    const answer = await fetch(url, { headers: { "X-Unseen": "1" } }).catch(() => null);
    if (!answer) return found(false);
    await put(mark, answer);
  }
  return undefined;
}

// ways to a guest say the same for as long as the bill is open; bills change
async function isFresh(mark) {
  const kept = await onShelf(mark);
  const made = Date.parse(kept?.headers.get("Date") ?? "");
  const longest = mark.startsWith("/till/menu/") ? 5 * FRESH : FRESH;
  return Boolean(kept) && (mark.includes("?by=") || (await nowThere()) - made < longest);
}

// an old phone does not write the same sixty files again with every page
const same = (kept, answer) => Boolean(kept) && ["ETag", "Last-Modified", "Content-Length"]
  .every((name) => kept.headers.get(name) === answer.headers.get(name)) && answer.headers.has("Last-Modified");

async function file(event) {
  const { request } = event;
  const files = await caches.open(FILES);
  const kept = await files.match(request, { ignoreSearch: true });
  if (kept && line.on === false) return kept;
  try {
    const answer = await patient(fetch(request), kept ? IMPATIENT : 20_000);
    if (answer.ok && !same(kept, answer)) event.waitUntil(files.put(request, answer.clone()).catch(() => {}));
    return answer;
  } catch (fault) {
    if (!request.signal.aborted) found(false);
    if (!kept) throw fault;
    return kept;
  }
}
