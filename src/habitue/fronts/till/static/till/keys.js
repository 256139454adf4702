// The till without a mouse: arrows walk over tables and dishes as they stand on the screen, Enter
// in the menu's search puts the first dish found on the bill.
const GRIDS = "#room, #menu, .guests, .tenders, .names";
const KEYS = ":is(a, button, summary):not(:disabled, [aria-disabled=true])";
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Enter" && event.target.matches?.(".tab-search input")) return first(event);
  const way = WAYS[event.key];
  const grid = way && event.target.closest?.(GRIDS);
  if (!grid || event.target.matches("input, select, textarea")) return;
  const next = nearest(event.target, [...grid.querySelectorAll(KEYS)], way);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

let wanted = null; // the search whose first dish is waited for

document.addEventListener("input", () => { wanted = null; });
document.addEventListener("htmx:afterSettle", take);

function first(event) {
  event.preventDefault();
  wanted = event.target;
  take();
}

// never a dish of the list before: only once the menu shows what is typed now
function take() {
  const asked = wanted?.value.trim();
  const menu = document.getElementById("menu");
  if (!asked || menu?.dataset.asked !== asked) return;
  const dish = menu.querySelector(".dish:not(:disabled, [data-open])");
  wanted.select();
  wanted = null;
  dish?.click();
}

// the next one in that direction: what lies straight ahead before what lies beside the way
function nearest(from, keys, [right, down]) {
  const here = middle(from);
  const ahead = keys.filter((key) => key !== from).map((key) => {
    const there = middle(key);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const along = dx * right + dy * down;
    const beside = Math.abs(dx * down) + Math.abs(dy * right);
    return { key, along, far: along + 3 * beside };
  }).filter(({ along }) => along > 4);
  return ahead.sort((one, other) => one.far - other.far)[0]?.key;
}

function middle(key) {
  const box = key.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
