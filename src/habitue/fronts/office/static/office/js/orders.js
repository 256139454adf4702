// A list put in order by hand: each row has a way up and a way down, and the one moved keeps it.
export function attach(root) {
  for (const list of root.querySelectorAll?.("[data-orders]:not([data-ordered])") ?? []) {
    list.dataset.ordered = "yes";
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-order]");
      if (!button) return;
      const row = button.closest("li");
      const other = button.dataset.order === "up" ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (button.dataset.order === "up") other.before(row); else other.after(row);
      button.focus();
    });
  }
}
