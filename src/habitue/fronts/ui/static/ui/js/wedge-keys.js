// What a reader means by a physical key. Readers type as if on a US keyboard, whatever the
// layout of the machine is: so the key's place counts, never the letter the layout gives it.
const SHIFTED = {
  Digit1: "!", Digit2: "@", Digit3: "#", Digit4: "$", Digit5: "%",
  Digit6: "^", Digit7: "&", Digit8: "*", Digit9: "(", Digit0: ")",
};
const SIGNS = {
  Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}", Backslash: "\\|",
  Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?", Backquote: "`~",
  IntlBackslash: "\\|", Space: "  ",
  NumpadDecimal: "..", NumpadAdd: "++", NumpadSubtract: "--", NumpadMultiply: "**", NumpadDivide: "//",
};

export const isEnd = ({ code, key }) => ["Enter", "NumpadEnter", "Tab"].includes(code || key);

// A key without a place comes from an Android's input method: then there is only the letter.
export function meant({ code, key, shiftKey }) {
  if (!code) return key?.length === 1 ? key : "";
  if (code.startsWith("Key")) return shiftKey ? code[3] : code[3].toLowerCase();
  if (code.startsWith("Digit")) return shiftKey ? SHIFTED[code] : code[5];
  if (/^Numpad\d$/.test(code)) return code[6];
  return SIGNS[code]?.[shiftKey ? 1 : 0] ?? "";
}

// Without the prefix, the last sign and those a magnetic stripe begins and ends with; track 2
// before track 1.
export function bare(raw, prefix = "", sign = "") {
  const begun = after(raw, prefix);
  const sent = sign && begun.endsWith(sign) ? begun.slice(0, -sign.length) : begun;
  const track = /;([^?;]+)\?/.exec(sent) ?? /%([^?%]+)\?/.exec(sent);
  return (track ? track[1] : sent.replace(/^[%;+]+/, "").replace(/\?+$/, "")).trim();
}

// Part of a card: a stripe that begins and does not end, or ends and did not begin, or what a
// stripe reader sends when it could not read (`;E?`).
export function isHalf(raw, prefix = "") {
  const sent = after(raw, prefix);
  if (/^[%;+]E\?/i.test(sent)) return true;
  return /^[%;]/.test(sent) ? !sent.includes("?") : /^\d+\?$/.test(sent);
}

const after = (raw, prefix) => (prefix && raw.startsWith(prefix) ? raw.slice(prefix.length) : raw);
