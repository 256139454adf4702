// A signature: strokes on a canvas become a path of whole places, in a field of the form.
import { each } from "../ui/js/each.js";

const APART = 4; // places closer than this say nothing more

// what was signed before the house said no to something else
function drawn(path) {
  return path.split("M").slice(1).map((one) => one.split("L").map((two) => two.split(" ").map(Number)));
}

function attach(place) {
  const pad = place.querySelector("canvas");
  const field = place.querySelector("input[name=signature]");
  const again = place.querySelector("[data-sign-again]");
  const pen = pad.getContext("2d");
  let strokes = [];
  let stroke = null;

  const at = (event) => {
    const box = pad.getBoundingClientRect();
    const x = Math.round((event.clientX - box.left) / box.width * pad.width);
    const y = Math.round((event.clientY - box.top) / box.height * pad.height);
    return [Math.min(Math.max(x, 0), pad.width), Math.min(Math.max(y, 0), pad.height)];
  };
  const keep = () => {
    field.value = strokes.filter((one) => one.length > 1)
      .map((one) => "M" + one.map((two) => two.join(" ")).join("L")).join("");
  };

  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = getComputedStyle(pad).color;
  pad.hidden = again.hidden = false;
  for (const [first, ...rest] of drawn(field.value)) {
    strokes.push([first, ...rest]);
    pen.beginPath();
    pen.moveTo(...first);
    for (const one of rest) pen.lineTo(...one);
    pen.stroke();
  }
  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    stroke = [at(event)];
    strokes.push(stroke);
    pen.beginPath();
    pen.moveTo(...stroke[0]);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const next = at(event);
    const last = stroke[stroke.length - 1];
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < APART) return;
    stroke.push(next);
    pen.lineTo(...next);
    pen.stroke();
  });
  for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, () => {
    stroke = null;
    keep();
  });
  again.addEventListener("click", () => {
    strokes = [];
    pen.clearRect(0, 0, pad.width, pad.height);
    keep();
  });
}

const look = (root) => each(root, "[data-sign]", attach);
document.addEventListener("htmx:load", (event) => look(event.detail.elt));
look(document);
