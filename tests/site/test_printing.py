"""The program prints: what was asked for in the office comes out, once there is paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.printers import fake_printer, until
from tests.serving import OWNER, OWNER_PASSWORD, Installation, Served, copied, serving

FORM = r'name="(csrfmiddlewaretoken|operation_key|venue)" value="([^"]+)"'


@pytest.fixture
def printing(prepared: Installation, tmp_path: Path) -> Iterator[Served]:
    """Chez Marthe served where printers may be on this machine."""
    with copied(prepared, tmp_path / "data") as installation:
        installation.settings = installation.settings | {"HABITUE_PRINT_TO": "127.0.0.0/8"}
        with serving(installation) as running:
            yield running


def test_a_test_print_comes_out_once_there_is_paper(printing: Served) -> None:
    with fake_printer() as paper, httpx.Client(base_url=printing.url, timeout=60) as http:
        paper.has_paper = False
        office = Office(http)
        office.send("printers/add", name="Bar", host="127.0.0.1", port=str(paper.port), dots="576")
        key = office.between('id="printer-', '"')
        office.send(f"printers/{key}/test")

        assert until(lambda: "out of paper" in office.shown(), 30)
        paper.has_paper = True
        assert until(lambda: paper.papers, 30)

        assert paper.read() == ["2900000000018", "https://habitue.example/b/test"]
        assert until(lambda: ">printed<" in office.shown(), 30)
        assert len(paper.papers) == 1


def test_nonsense_in_the_settings_is_one_sentence(prepared: Installation, tmp_path: Path) -> None:
    with copied(prepared, tmp_path / "data") as installation:
        installation.settings = {"HABITUE_PRINT_TO": "the bar"}

        with pytest.raises(AssertionError, match="HABITUE_PRINT_TO is 'the bar'; say networks"):
            installation.habitue("verify")


class Office:
    """The owner at the page of printers, through the front door."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        self.page = http.get("/").text
        signed = self._post("/", email=OWNER, password=OWNER_PASSWORD)
        assert signed.status_code == 302, signed.text

    def send(self, path: str, **fields: str) -> None:
        self.shown()
        answer = self._post(f"/office/settings/{path}", **fields)
        assert answer.status_code == 302, answer.text
        self.shown()

    def shown(self) -> str:
        self.page = self.http.get("/office/settings/printers").text
        return self.page

    def between(self, before: str, after: str) -> str:
        return self.page.split(before, 1)[1].split(after, 1)[0]

    def _post(self, path: str, **fields: str) -> httpx.Response:
        hidden = dict(re.findall(FORM, self.page))
        return self.http.post(path, data=hidden | fields)
