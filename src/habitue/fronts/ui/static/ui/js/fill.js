// select[data-fills]: an option says what else it fills in, data-fill-<name of the field>.
export function start() {
  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.("select[data-fills]")) return;
    for (const [key, text] of Object.entries(target.selectedOptions[0].dataset)) {
      const field = target.form.elements[key.slice("fill".length).toLowerCase()];
      if (!key.startsWith("fill") || !field) continue;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
