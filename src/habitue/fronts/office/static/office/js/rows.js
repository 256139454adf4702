// From the search down into the list and back: arrows walk, Enter opens what is found first.
const links = () => [...document.querySelectorAll("#found .opens")];

export function attach(root) {
  for (const button of root.querySelectorAll?.("[data-downloads]:not([data-goes])") ?? []) {
    button.dataset.goes = "yes";
    button.addEventListener("click", download);
  }
  const box = root.querySelector?.("input[data-rows]");
  if (!box || box.dataset.walks) return;
  box.dataset.walks = "yes";
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && links().length) { event.preventDefault(); links()[0].focus(); }
    if (event.key === "Enter" && box.value && links().length && !box.closest("form").matches(".htmx-request")) {
      event.preventDefault();
      links()[0].click();
    }
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    (all[at + step] ?? (step < 0 ? box : all[at])).focus();
  });
}

// A download leaves the page as it is, so the form is not sent: what is ticked goes along.
function download(event) {
  event.preventDefault();
  const form = event.currentTarget.form;
  const address = new URL(event.currentTarget.getAttribute("formaction"), location);
  if (form.querySelector("[data-everything]")?.value) return location.assign(address);
  const ticked = [...form.querySelectorAll(".tick[name]:checked")];
  const asked = new URLSearchParams(ticked.map((box) => [box.name, box.value]));
  location.assign(`${address.pathname}?${asked}`);
}
