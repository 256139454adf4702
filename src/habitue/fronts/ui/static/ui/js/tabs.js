// Where a row of tabs is wider than the screen, the one that is open stands in sight.
export function attach(root) {
  for (const row of root.querySelectorAll?.(".tabs") ?? []) {
    const here = row.querySelector('[aria-current], [aria-selected="true"]');
    if (!here || row.scrollWidth <= row.clientWidth) continue;
    const [outer, inner] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
    row.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }
}
