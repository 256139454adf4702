"""Every pair of colours that carries words can be read, in both themes, on every card."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEANINGS = ("has", "owes", "gift", "earned", "warn")
TEXT = [
    *(("ink", ground) for ground in ("counter", "paper", "sheet", "well", "mark", "accent-wash")),
    *(("ink-soft", ground) for ground in ("counter", "paper", "sheet", "well")),
    *(("accent", ground) for ground in ("paper", "sheet", "accent-wash")),
    *((word, f"{word}-wash") for word in MEANINGS),
    *((word, ground) for word in MEANINGS for ground in ("paper", "sheet")),
    ("on-accent", "accent-fill"), ("sheet", "ink"), ("print-ink", "print"),
]  # fmt: skip
EDGES = [
    *((edge, ground) for edge in ("line-firm", "focus") for ground in ("paper", "sheet")),
    *((fill, "sheet") for fill in ("accent-fill", "has-fill", "owes-fill", "earned-fill")),
]
CONTRAST = """([names, colour]) => {
  const probe = document.body.appendChild(document.createElement("div"));
  if (colour) probe.dataset.colour = colour;
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = (name) => {
    probe.className = ""; probe.setAttribute("hidden", "");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.probed { color: var(--${name}) }`);
    document.adoptedStyleSheets = [sheet];
    probe.className = "probed";
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratios = names.map(([one, other]) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  });
  probe.remove();
  document.adoptedStyleSheets = [];
  return ratios;
}"""


def contrasts(page: Page, pairs: list[tuple[str, str]], colour: str = "") -> dict[str, float]:
    ratios = page.evaluate(CONTRAST, [pairs, colour])
    return {f"{one} on {other}": ratio for (one, other), ratio in zip(pairs, ratios, strict=True)}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_edges_stand_out(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)

    words = contrasts(page, TEXT)
    edges = contrasts(page, EDGES)

    assert {pair: ratio for pair, ratio in words.items() if ratio < 4.5} == {}
    assert {pair: ratio for pair, ratio in edges.items() if ratio < 3} == {}


@pytest.mark.parametrize("colour", ["", "canal", "plum", "wine", "brick", "olive", "slate", "ink"])
def test_a_card_of_any_house_can_be_read(page: Page, colour: str) -> None:
    found = contrasts(page, [("on-house", "house"), ("on-house-soft", "house")], colour)

    assert min(found.values()) >= 4.5
