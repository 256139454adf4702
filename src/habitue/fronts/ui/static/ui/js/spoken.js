// The words scripts say, translated by the page: spoken("changedOne", {field: "Phone"}).
export function spoken(name, facts = {}) {
  const words = document.getElementById("spoken")?.dataset[name] ?? "";
  return words.replace(/\{(\w+)\}/g, (whole, fact) => facts[fact] ?? whole);
}
