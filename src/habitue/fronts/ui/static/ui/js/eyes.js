// Reads the code in a picture: by the browser's own detector where there is one that knows QR,
// else by the house, which gets the picture as raw grey dots (`POST url?w=640&h=480`, answered
// with {"code": "…"} or 204) and never keeps it.
const MOST = 1000 * 1000; // what the house takes at once

const seeing = window.BarcodeDetector ? known() : Promise.resolve(null);

async function known() {
  try {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new window.BarcodeDetector({ formats }) : null;
  } catch {
    return null; // the name is there, what it needs is not
  }
}

// {code} in `picture` (a video, an image), "" if none, or {bankCard}. `longest` bounds what is sent.
export async function look(picture, { url, longest = 640 }) {
  const detector = await seeing;
  if (!detector) return ask(url, grey(picture, longest));
  const found = await detector.detect(picture);
  return { code: (found.find(({ format }) => format === "qr_code") ?? found[0])?.rawValue ?? "" };
}

export const looksItself = () => seeing.then(Boolean);

async function ask(url, { dots, width, height }) {
  if (!url || !dots.length) return { code: "" };
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": token };
  const asked = new URL(url, location.href);
  asked.searchParams.set("w", width);
  asked.searchParams.set("h", height);
  const answer = await fetch(asked, { method: "POST", headers, body: dots, redirect: "manual" });
  if (answer.status === 204) return { code: "" };
  if (!answer.ok) throw new Unread(answer);
  const { code = "", bank_card: bankCard = false } = await answer.json();
  return { code, bankCard };
}

// The house does not read for this screen: nobody is signed in, or no longer.
export class Unread extends Error {
  constructor({ status, type }) {
    super(`answered ${status}`);
    this.signedOut = status === 401 || status === 403 || type === "opaqueredirect";
  }
}

const canvas = document.createElement("canvas");

function grey(picture, longest) {
  const wide = picture.videoWidth || picture.naturalWidth || picture.width;
  const high = picture.videoHeight || picture.naturalHeight || picture.height;
  const scale = Math.min(1, longest / Math.max(wide, high), Math.sqrt(MOST / (wide * high)));
  const width = canvas.width = Math.floor(wide * scale);
  const height = canvas.height = Math.floor(high * scale);
  if (!width || !height) return { dots: new Uint8Array(), width: 0, height: 0 };
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  paint.drawImage(picture, 0, 0, width, height);
  const { data } = paint.getImageData(0, 0, width, height);
  const dots = new Uint8Array(width * height);
  for (let at = 0, of = 0; at < dots.length; at += 1, of += 4) {
    dots[at] = (data[of] * 77 + data[of + 1] * 150 + data[of + 2] * 29) >> 8;
  }
  return { dots, width, height };
}
