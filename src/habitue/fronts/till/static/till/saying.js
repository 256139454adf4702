// What was pressed, in words, told to the worker under the press's own key: it may have to wait,
// and is then shown. Nothing of it is sent to the house.
export function start(ask) {
  const tell = (fields, pressed, form) => {
    if (!fields.operation_key) return;
    const { person, personName } = document.body.dataset;
    const label = document.querySelector("[data-label]")?.dataset.label ?? "";
    const many = pressed?.name === "quantity" ? Number(pressed.value) / 1000 : 1;
    ask({ press: { key: fields.operation_key, what: whatOf(fields, pressed ?? form), many, label, who: person, name: personName } });
  };
  document.addEventListener("submit", ({ target: form, submitter }) => {
    if (form.method !== "post" || form.matches("[hx-post]") || submitter?.matches("[hx-post]")) return;
    tell(Object.fromEntries(new FormData(form)), submitter, form);
  }, true);
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => {
    if (requestConfig.verb === "get") return;
    const { parameters, triggeringEvent } = requestConfig;
    const fields = parameters instanceof FormData ? Object.fromEntries(parameters) : { ...parameters };
    tell(fields, triggeringEvent?.submitter ?? elt, elt);
  });
}

// a guest's name, a dish, the end of a number; nothing where a signed code was read
function whatOf(fields, pressed) {
  const line = pressed.closest(".line-more")?.querySelector(".what")?.firstChild;
  const named = line ?? (pressed.matches("button") ? pressed.querySelector(".name, b") : null);
  if (named) return named.textContent.trim();
  if (fields.code) return fields.code.includes(":") ? "" : `…${fields.code.slice(-4)}`;
  const typed = fields.name || fields.label || fields.otherwise || "";
  return fields.amount ? `${typed} ${fields.amount}`.trim() : typed;
}
