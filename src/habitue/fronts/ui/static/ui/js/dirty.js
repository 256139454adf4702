// What is changed and not yet kept: the save bar says what, leaving asks. On <form data-dirty>.
import { each } from "./each.js";
import { spoken } from "./spoken.js";

const changed = new Set();

export function start() {
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) if (!form.isConnected) changed.delete(form);
    if (changed.size) event.preventDefault();
  });
}

export function attach(root) {
  each(root, "form[data-dirty]", (form) => {
    const look = () => show(form, differing(form));
    form.addEventListener("input", look);
    form.addEventListener("change", look);
    form.addEventListener("reset", () => setTimeout(look));
    form.addEventListener("submit", () => changed.delete(form));
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt === form && event.detail.xhr.status >= 300) look();
    });
    look();
  });
}

function differing(form) {
  const fields = [...form.elements].filter((each_) => each_.name && each_.type !== "hidden" && differs(each_));
  return [...new Map(fields.map((each_) => [each_.name, each_])).values()];
}

function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((each_) => each_.selected !== each_.defaultSelected) && field.selectedIndex !== initial(field);
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function initial(select) {
  return Math.max(0, [...select.options].findIndex((each_) => each_.defaultSelected));
}

function show(form, fields) {
  if (fields.length) changed.add(form); else changed.delete(form);
  const bar = form.querySelector("[data-save-bar]");
  bar?.toggleAttribute("data-changed", fields.length > 0 || "unsaved" in form.dataset);
  const place = form.querySelector("[data-changes]");
  if (place) place.textContent = words(fields);
}

function words(fields) {
  if (fields.length > 1) return spoken("changedMany", { number: fields.length });
  if (!fields.length) return "";
  const label = fields[0].closest("[role=radiogroup]")?.getAttribute("aria-label") || fields[0].labels?.[0]?.firstChild;
  const text = (label?.textContent ?? label ?? "").trim() || fields[0].labels?.[0]?.textContent.trim();
  return text ? spoken("changedOne", { field: text }) : spoken("changedMany", { number: 1 });
}
