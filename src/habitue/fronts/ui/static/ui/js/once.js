// Pressed ten times, sent once. A form in flight stays shut until its answer; each carries an
// operation key, so that a second copy that slips through does nothing. After a success or a
// refusal (409) the next press is a new act and gets a new key; after a broken line it keeps it.
const FIELD = "operation_key";
const flying = new WeakSet();
const keys = new WeakMap();

// Random without crypto.randomUUID, which browsers keep from pages without https (a till in a LAN).
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (flying.has(form)) return event.preventDefault();
    if (!form.matches("[hx-post], [data-hx-post]")) shut(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) open(form);
  });
  document.addEventListener("htmx:configRequest", addKey);
  // htmx would queue the second press and send it after the first: it is turned away earlier
  document.addEventListener("htmx:confirm", (event) => {
    if (event.detail.verb !== "get" && flying.has(event.detail.elt)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb !== "get") shut(event.detail.elt);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.verb === "get") return;
    open(event.detail.elt);
    const status = event.detail.xhr.status;
    if (status === 409 || (status >= 200 && status < 300)) renew(event.detail.elt);
  });
}

function shut(element) {
  flying.add(element);
  if ("again" in element.dataset) return; // meant to be pressed again at once: its presses queue
  element.setAttribute("aria-busy", "true");
  // later, so that the pressed button's own name still goes along
  setTimeout(() => {
    if (!flying.has(element)) return;
    for (const button of pressable(element)) {
      if (!button.disabled) { button.disabled = true; button.dataset.shut = ""; }
    }
  });
}

function open(element) {
  flying.delete(element);
  element.removeAttribute("aria-busy");
  for (const button of pressable(element)) {
    if ("shut" in button.dataset) { button.disabled = false; delete button.dataset.shut; }
  }
}

function pressable(element) {
  if (element instanceof HTMLFormElement) return [...element.elements].filter((each) => each.type === "submit");
  return element instanceof HTMLButtonElement ? [element] : [];
}

function addKey(event) {
  if (event.detail.verb === "get") return;
  const { parameters, elt } = event.detail;
  if (parameters[FIELD]) return;
  if (!keys.has(elt)) keys.set(elt, freshKey());
  parameters[FIELD] = keys.get(elt);
}

function renew(element) {
  keys.delete(element);
  const field = element.elements?.namedItem?.(FIELD);
  if (field) field.value = freshKey();
}
