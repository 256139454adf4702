// What a read does, where the page says so:
// an <input data-wedge-here> that has the focus takes it; else the last visible [data-wedge-url]
// (an open dialog's first) gets a POST of `code` (or data-wedge-name), answered into
// data-wedge-target with data-wedge-swap, with what stands in the form whose id is data-wedge-form
// and extra values in data-wedge-values (JSON); else a search box looks for it. A page that has
// nothing to do with a card says so.
import { chime } from "./chime.js";
import { freshKey } from "./once.js";
import { spoken } from "./spoken.js";
import { toast } from "./toast.js";

export function start() {
  document.addEventListener("wedge:read", (event) => {
    if (event.defaultPrevented) return;
    const { code } = event.detail;
    const chosen = event.target.matches?.("[data-wedge-here]") ? event.target : null;
    const container = chosen ? null : placeOf(event.target);
    const field = chosen ?? (container || isSigned(code) ? null : lastOf("[data-search]"));
    chime({ good: Boolean(container ?? field) });
    if (container) send(container, code);
    else if (field) fill(field, code);
    else toast(spoken("noPlace"), { kind: "warn" });
  });
  document.addEventListener("wedge:bank-card", () => {
    chime({ good: false });
    toast(spoken("bankCard"), { kind: "warn" });
  });
  document.addEventListener("wedge:half", () => {
    chime({ good: false });
    toast(spoken("halfCard"), { kind: "warn" });
  });
}

function fill(field, code) {
  field.value = code;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// the camera answers where it stands; a reader has no place of its own
const placeOf = (read) => read.closest?.("[data-camera]")?.closest("[data-wedge-url]") ?? lastOf("[data-wedge-url]");

// what a guest's phone shows holds for minutes: it may stand in no address, as what is searched does
const isSigned = (code) => code.includes(":");

// of those that are seen, in an open dialog before the page
function lastOf(marked) {
  const open = [...document.querySelectorAll("dialog[open]")].pop();
  const found = [...(open ?? document).querySelectorAll(marked)];
  if (open?.matches(marked)) found.unshift(open);
  return found.filter((each) => each.checkVisibility?.() ?? true).pop();
}

function send(container, code) {
  const { wedgeUrl, wedgeName = "code", wedgeTarget, wedgeSwap, wedgeForm, wedgeValues = "{}" } = container.dataset;
  const values = { ...standingIn(wedgeForm), ...JSON.parse(wedgeValues), [wedgeName]: code, operation_key: freshKey() };
  if (window.htmx && wedgeTarget) {
    asPageIfWhole(container, wedgeUrl, values);
    window.htmx.ajax("POST", wedgeUrl, { source: container, target: wedgeTarget, swap: wedgeSwap, values });
  } else {
    post(wedgeUrl, values);
  }
}

const standingIn = (form) => (form ? Object.fromEntries(new FormData(document.getElementById(form))) : {});

function asPageIfWhole(container, url, values) {
  const key = values.operation_key;
  const came = (event) => {
    const { requestConfig, serverResponse } = event.detail;
    if (requestConfig.parameters.operation_key !== key) return;
    container.removeEventListener("htmx:beforeSwap", came);
    if (!/^\s*<!doctype/i.test(serverResponse)) return;
    event.detail.shouldSwap = event.detail.isError = false;
    post(url, values);
  };
  container.addEventListener("htmx:beforeSwap", came);
}

function post(url, values) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  for (const [name, value] of Object.entries({ ...values, csrfmiddlewaretoken: token })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.requestSubmit(); // as if pressed: who listens for a press hears of it
}
