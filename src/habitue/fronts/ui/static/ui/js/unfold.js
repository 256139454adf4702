// Menus: one open at a time, Esc and a press elsewhere close it. [data-toggle] turns aria-expanded.
export function start() {
  document.addEventListener("click", (event) => {
    const inside = event.target.closest?.("details[data-more]");
    for (const menu of document.querySelectorAll("details[data-more][open]")) {
      if (menu !== inside || event.target.closest(".more-list > *")) setTimeout(() => { menu.open = false; });
    }
    const toggle = event.target.closest?.("[data-toggle]");
    if (toggle) toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true"));
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-more][open]");
    if (!menu) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
