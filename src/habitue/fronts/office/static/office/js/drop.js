// The file that was chosen or dropped is named at once.
export function attach(root) {
  for (const drop of root.querySelectorAll?.(".drop:not([data-drops])") ?? []) {
    drop.dataset.drops = "yes";
    const input = drop.querySelector("input[type=file]");
    const words = drop.querySelector("b");
    input.addEventListener("change", () => {
      if (input.files.length) words.textContent = input.files[0].name;
    });
    for (const [event, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
      drop.addEventListener(event, () => drop.classList.toggle("over", over));
    }
  }
}
