// Picking a customer for a field: what is found stands below it; a pick fills the hidden id.
export function attach(root) {
  for (const pick of root.querySelectorAll?.("[data-pick]:not([data-picks])") ?? []) {
    pick.dataset.picks = "yes";
    const [id, name] = [pick.querySelector("[data-pick-id]"), pick.querySelector("[data-pick-name]")];
    name.addEventListener("input", () => { id.value = ""; });
    name.addEventListener("blur", () => setTimeout(() => close(pick), 200));
    pick.addEventListener("mousedown", (event) => {
      if (event.target.closest("[data-picked]")) event.preventDefault();
    });
    pick.addEventListener("click", (event) => {
      const picked = event.target.closest("[data-picked]");
      if (!picked) return;
      id.value = picked.dataset.picked;
      name.value = picked.dataset.name;
      name.dispatchEvent(new Event("change", { bubbles: true }));
      close(pick);
    });
  }
}

function close(pick) {
  pick.querySelector("[role=listbox]").replaceChildren();
}
