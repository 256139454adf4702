// [data-copy="text"] or [data-copy-from="#field"]: onto the clipboard, also on pages without https.
import { spoken } from "./spoken.js";
import { toast } from "./toast.js";

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    await put(button.dataset.copy || source?.value || source?.textContent.trim() || "", button);
    toast(spoken("copied"));
  });
}

async function put(text, button) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text, className: "sr" });
  button.after(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  return undefined;
}
