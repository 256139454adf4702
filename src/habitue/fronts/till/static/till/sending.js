// The only place that sends what may wait: at once while there is a line, later otherwise, in
// order, one at a time, whatever tab it was pressed in. What is gone is gone only after a
// definite answer; what was refused stays until somebody has read it and takes it away.
const BILL = "/till/bills/([0-9a-f-]{36})/";
const KINDS = [
  ["line", new RegExp(`^${BILL}lines/$`)],
  ["quantity", new RegExp(`^${BILL}lines/[0-9a-f-]{36}/$`)],
  ["link", new RegExp(`^${BILL}customer/$`)],
  ["unlink", new RegExp(`^${BILL}customer/none/$`)],
  ["account", new RegExp(`^${BILL}account/$`)],
  ["move", new RegExp(`^${BILL}table/$`)],
];
const PROOFS = /^(pin|approval_)/; // whoever must prove something is asked again, on line
const PATIENCE = 8000;
const FORM = "application/x-www-form-urlencoded";
const told = new Map(); // by key: what a page says of a press before or after it comes here

const mayWait = (url) => KINDS.find(([, path]) => path.test(url.pathname));
const line = { on: null }; // not known until something was asked; a worker may be woken for this

function found(on) {
  if (line.on === on) return;
  line.on = on;
  tell();
}

// whether the house answers again
let probing = null;
function probe() {
  const asked = () => fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  probing ??= asked().then(({ status }) => found(status < 502), () => found(false)).finally(() => { probing = null; });
  return probing;
}

// -- a press ---------------------------------------------------------------------------------

async function press(request) {
  const body = new URLSearchParams(await request.clone().text());
  const kept = fits(request, body) && (await keep(request, body).catch(() => null));
  if (!kept) return fetch(request).catch((fault) => without(request, fault));
  const answer = line.on !== false && (await alone(() => atOnce(request, body, kept)));
  if (answer) return answer;
  if (request.mode === "navigate") await queue.remember("just", true).catch(() => {});
  else send().catch(() => {}); // the line may be back and nobody knows yet: nobody waits to find out
  self.registration.sync?.register("till").catch(() => {});
  tell();
  return waits(request, kept);
}

const alone = (work) => navigator.locks.request("habitue-till", work);

function fits(request, body) {
  if (!(request.headers.get("Content-Type") ?? "").startsWith(FORM)) return false;
  if (!body.get("operation_key") || body.get("then") === "move") return false;
  if (/^https?:/i.test(body.get("code") ?? "")) return false; // a bill's code opens that bill
  return ![...body.keys()].some((name) => PROOFS.test(name));
}

async function keep(request, body) {
  const url = new URL(request.url);
  const [kind, path] = mayWait(url);
  const key = body.get("operation_key");
  const asked = new URLSearchParams(body);
  asked.delete("csrfmiddlewaretoken");
  const [who, at] = await Promise.all([queue.fact("person"), nowThere()]);
  const press = {
    key, kind, url: url.pathname + url.search, body: asked.toString(), bill: path.exec(url.pathname)[1],
    who, at, state: "waits", label: "", ...told.get(key),
  };
  told.delete(key);
  return queue.add(press);
}

// the first try, with the page's own headers: what comes back is the page's answer
async function atOnce(request, body, kept) {
  if (!(await allBefore(kept))) return null;
  const headers = new Headers(request.headers);
  headers.set("X-Till-First", "1");
  let answer;
  try {
    answer = await fetch(request.url, {
      method: "POST", headers, body: body.toString(), referrer: request.referrer, redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    found(false);
    return null;
  }
  found(true);
  if (answer.status >= 500) return null;
  await queue.remove(kept.n).catch(() => {}); // then it is sent once more, and done no second time
  const where = answer.headers.get("X-Till-To");
  return where ? Response.redirect(where, 303) : answer;
}

async function allBefore(kept) {
  const waiting = async () => (await queue.all()).filter((one) => one.n < kept.n && one.state === "waits");
  if (!(await waiting()).length) return true;
  await sendAll((one) => one.n < kept.n);
  return !(await waiting()).length;
}

// -- later -----------------------------------------------------------------------------------

async function send() {
  await alone(() => sendAll(() => true));
}

async function sendAll(which) {
  if (await queue.fact("left")) return; // till someone comes in nobody acts here
  const waiting = (await queue.all()).filter((one) => one.state !== "refused" && which(one));
  const here = await queue.fact("person");
  const away = new Set(); // who is not at the till, and bills the house could not do something to
  for (const { n } of waiting) {
    const one = await queue.at(n);
    if (!one || away.has(one.who) || away.has(one.bill)) continue;
    if (one.who !== here) {
      await queue.change(n, { state: "person" });
      continue;
    }
    const came = await later(one);
    if (came === "no line") break;
    if (came === "person") away.add(one.who);
    if (came === "not now") away.add(one.bill);
  }
  if (waiting.length) tell();
}

async function later(one) {
  const headers = { "Content-Type": FORM, "X-CSRFToken": (await queue.fact("token")) ?? "", "X-Queued-By": one.who };
  let answer;
  try {
    answer = await fetch(one.url, {
      method: "POST", headers, body: one.body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    found(false);
    return "no line";
  }
  found(true);
  const said = await answer.json().catch(() => null);
  if (said && answer.status === 200) await queue.remove(one.n);
  else if (said?.waits) await queue.change(one.n, { state: "person" });
  else if (said?.says && answer.status < 500 && answer.status !== 429) {
    await queue.change(one.n, { state: "refused", why: said.says });
  } else return "not now";
  return said.waits ?? "";
}

// -- answers of the worker's own -------------------------------------------------------------

async function waits(request, kept) {
  const bill = `/till/bills/${kept.bill}/`;
  if (request.mode === "navigate") return Response.redirect(bill, 303);
  const headers = { "X-Waits": kept.key }; // the page says it in words
  if (["line", "quantity"].includes(kept.kind)) return new Response("", { headers: { ...headers, "HX-Reswap": "none" } });
  await queue.remember("just", true).catch(() => {});
  return new Response(null, { status: 204, headers: { ...headers, "HX-Redirect": bill } });
}

// what may not wait, or cannot be kept, and found no line: it was not done
function without(request, fault, why = "refused") {
  found(false);
  if (request.mode !== "navigate") throw fault;
  return Response.redirect(`${WAITING}?why=${why}`, 303);
}

// -- what pages are told ---------------------------------------------------------------------

async function tell(only, more) {
  const waiting = await queue.all().catch(() => null); // not read: not the same as nothing waits
  const rows = waiting?.map(({ body, ...row }) => row) ?? null;
  const said = { queue: rows, line: line.on, ...more };
  for (const page of only ? [only] : await self.clients.matchAll()) page.postMessage(said);
}

// a page that opens hears what waits, and once what the page before it began
async function greet(page_) {
  const just = Boolean(await queue.fact("just").catch(() => false));
  if (just) await queue.remember("just", false);
  await tell(page_, { just });
}

// what a page says of a press: it may come before the press itself, or after
async function hear({ key, ...more }) {
  const known = await queue.ofKey(key).catch(() => null);
  if (!known) {
    told.set(key, more);
    return setTimeout(() => told.delete(key), 60_000);
  }
  await queue.change(known.n, more);
  return tell();
}
