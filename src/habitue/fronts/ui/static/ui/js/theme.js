// Light, dark or as the system; dense or roomy. Kept in a cookie, so that the server draws the
// page right from the first byte. Buttons: [data-theme-to="dark"], [data-density-to="roomy"].
export function start() {
  document.addEventListener("click", (event) => {
    for (const name of ["theme", "density"]) {
      const button = event.target.closest?.(`[data-${name}-to]`);
      if (button) keep(name, button.dataset[`${name}To`]);
    }
  });
}

export function attach(root) {
  for (const name of ["theme", "density"]) mark(root, name);
}

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${value ? 31536000 : 0}; samesite=lax`;
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
  mark(document, name);
}

function mark(root, name) {
  const now = document.documentElement.dataset[name] ?? "";
  for (const button of root.querySelectorAll?.(`[data-${name}-to]`) ?? []) {
    button.setAttribute("aria-pressed", String(button.dataset[`${name}To`] === now));
  }
}
