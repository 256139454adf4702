// Finds what is not yet attached, below a root and the root itself, and attaches it once.
const attached = new WeakMap();

export function each(root, selector, attach) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    const known = attached.get(element) ?? new Set();
    if (known.has(selector)) continue;
    attached.set(element, known.add(selector));
    attach(element);
  }
}
