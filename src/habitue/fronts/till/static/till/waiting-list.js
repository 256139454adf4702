// The page of what waits and what was refused: whose, of which bill, since when. Whoever takes
// something away is asked once.
const place = document.querySelector("[data-waiting-page]");
const list = place.querySelector("[data-rows]");
const row = place.querySelector("template[data-row]");
const sheet = document.getElementById("take-away");
const ask = (said) => navigator.serviceWorker?.controller?.postMessage(said);
let taken = null;

document.addEventListener("waiting", ({ detail }) => {
  list.replaceChildren(...detail.rows.map((one) => drawn(one, detail)));
  list.hidden = !detail.rows.length;
  place.querySelector("[data-none]").hidden = detail.rows.length > 0;
  place.querySelector("[data-send]").hidden = !detail.rows.some((one) => one.state !== "refused");
});

function drawn(one, { wordsOf, time }) {
  const drawnRow = row.content.firstElementChild.cloneNode(true);
  drawnRow.querySelector("[data-says]").textContent = wordsOf(one);
  const bill = drawnRow.querySelector("[data-label]");
  bill.textContent = one.label;
  bill.href = `/till/bills/${one.bill}/`;
  drawnRow.querySelector("[data-state]").textContent = stateOf(one, time);
  drawnRow.classList.toggle("refused", one.state === "refused");
  drawnRow.querySelector("[data-take]").addEventListener("click", () => {
    taken = one.n;
    sheet.querySelector("[data-take-what]").textContent = [wordsOf(one), one.label].filter(Boolean).join(" · ");
    sheet.showModal();
  });
  return drawnRow;
}

function stateOf(one, time) {
  const { waitsFor, waitsLine, since } = place.dataset;
  const how = { refused: one.why, person: waitsFor.replace("{name}", one.name ?? "") }[one.state] ?? waitsLine;
  return [how, since.replace("{time}", time(one.at)), one.state === "person" ? "" : one.name].filter(Boolean).join(" · ");
}

sheet.querySelector("[data-take-it]").addEventListener("click", () => {
  ask({ takeAway: taken });
  sheet.close();
});
place.querySelector("[data-send] .btn").addEventListener("click", () => ask({ send: true }));
if (!navigator.serviceWorker?.controller) {
  const says = place.querySelector("[data-none]");
  says.hidden = false;
  says.querySelector("p").textContent = place.dataset.nothing;
}
