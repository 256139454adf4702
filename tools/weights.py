"""What a page weighs, and how soon it is there and answers on a slow processor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

SLOWER = 4
LOOKS = 4


@dataclass
class Weighed:
    """One page: what came over the wire the first time, and how soon it was there."""

    name: str
    kilobytes: dict[str, float]
    requests: int
    drawn: list[float]
    answered: list[float]


def weighed(page: Page, name: str, url: str, press: Callable[[Page], Locator] | None) -> Weighed:
    """First load with an empty cache at a quarter of the speed, then a press."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, tuple[str, float]] = {}
    kinds: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["type"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda said: sizes.update(
            {said["requestId"]: (kinds.get(said["requestId"], "Other"), said["encodedDataLength"])}
        ),
    )
    drawn, answered, first = [], [], {}
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for look in range(LOOKS):
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.clearBrowserCache")
        sizes.clear()
        page.goto(url, wait_until="load")
        page.wait_for_timeout(700)
        drawn.append(page.evaluate(PAINTED))
        first = first or dict(sizes)
        session.send("Network.setCacheDisabled", {"cacheDisabled": False})
        if press is not None and look:
            answered.append(_answered(page, press(page)))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    by_kind: dict[str, float] = {}
    for kind, size in first.values():
        by_kind[kind] = by_kind.get(kind, 0) + size / 1024
    return Weighed(name, by_kind, len(first), drawn, answered)


PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
# from the press until the frame that shows it pressed has been drawn
WATCH = """element => new Promise(done => {
  const before = getComputedStyle(element).backgroundColor;
  element.addEventListener("click", event => {
    const began = performance.now();
    event.preventDefault();
    requestAnimationFrame(() => requestAnimationFrame(() => done({
      took: performance.now() - began, seen: getComputedStyle(element).backgroundColor !== before,
    })));
  }, { once: true });
  element.click();
})"""


def _answered(page: Page, key: Locator) -> float:
    """Milliseconds from a press until the screen shows it."""
    said = key.first.evaluate(WATCH)
    if not said["seen"]:
        raise SystemExit(f"a press of {key} is not seen")
    return float(said["took"])
