// The same code within two seconds is one read: a card passed twice, a tag held a moment too long.
// Also across pages: the second pass of a card that paid must not begin a bill on the next page.
// What was read is kept as a checksum only, in this tab.
const AGAIN = 2000;
const SHELF = "wedge:last";

export function isAgain(code) {
  const now = performance.timeOrigin + performance.now();
  const [mark, at] = (kept() ?? "").split(" ");
  keep(`${marked(code)} ${now}`);
  return mark === marked(code) && Math.abs(now - Number(at)) < AGAIN;
}

function marked(code) {
  let sum = 0x811c9dc5;
  for (const letter of code) sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193);
  return (sum >>> 0).toString(36);
}

let own = null; // where the browser keeps nothing for this page
function kept() {
  try { return sessionStorage.getItem(SHELF); } catch { return own; }
}
function keep(words) {
  own = words;
  try { sessionStorage.setItem(SHELF, words); } catch { /* this page alone, then */ }
}
