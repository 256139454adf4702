// General, Contact, Advanced: one part of the form at a time; the first fault opens its own.
export function attach(root) {
  for (const panes of root.querySelectorAll?.("[data-panes]:not([data-turns])") ?? []) {
    panes.dataset.turns = "yes";
    const tabs = [...panes.querySelectorAll(".pane-tabs a")];
    const wrong = panes.querySelector("[aria-invalid]")?.closest(".pane");
    for (const pane of panes.querySelectorAll(".pane:has([aria-invalid])")) tab(tabs, pane.id)?.setAttribute("aria-invalid", "true");
    turn(panes, tabs, wrong?.id ?? (tab(tabs, location.hash.slice(1)) ? location.hash.slice(1) : panes.dataset.panes));
    panes.addEventListener("click", (event) => {
      const pressed = event.target.closest(".pane-tabs a");
      if (!pressed) return;
      event.preventDefault();
      turn(panes, tabs, pressed.hash.slice(1));
      history.replaceState(null, "", pressed.hash);
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.(".faults a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      const pane = field?.closest(".pane");
      if (!pane) return;
      event.preventDefault();
      turn(panes, tabs, pane.id);
      field.focus();
    });
  }
}

const tab = (tabs, name) => tabs.find((each) => each.hash === `#${name}`);

function turn(panes, tabs, name) {
  for (const each of tabs) {
    if (each.hash === `#${name}`) each.setAttribute("aria-current", "true"); else each.removeAttribute("aria-current");
  }
  for (const pane of panes.querySelectorAll(".pane")) pane.toggleAttribute("data-open", pane.id === name);
}
