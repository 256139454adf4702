// Choosing a country proposes its currency and time zone; either stays free to change.
export function attach(root) {
  const form = root.querySelector?.("form[data-proposals]");
  const known = document.getElementById("proposals");
  if (!form || !known) return;
  const proposed = JSON.parse(known.textContent);
  form.elements.country.addEventListener("change", () => {
    const [currency, zone] = proposed[form.elements.country.value] ?? [];
    if (currency) form.elements.currency.value = currency;
    if (zone) form.elements.timezone.value = zone;
  });
}
