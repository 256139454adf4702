// A till's screen stays awake while a page with [data-awake] is in sight (needs https or localhost).
export function start() {
  const hold = () => {
    if (document.visibilityState === "visible" && document.querySelector("[data-awake]")) {
      navigator.wakeLock?.request("screen").catch(() => {}); // low battery: the system decides
    }
  };
  document.addEventListener("visibilitychange", hold);
  hold();
}
