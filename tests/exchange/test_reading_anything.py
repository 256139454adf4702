"""Whatever bytes arrive: a table whose every row has a fate, or one sentence; never a crash."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habitue.exchange.reading import UnreadableFile
from tests.exchange.reads import fates, table

LINES = st.lists(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                ["Name", "Phone", "Birthday", "Balance", "E-mail", "01/02/03", "1.234", '"', "+33"]
            ),
        ),
        max_size=6,
    ),
    max_size=8,
)


def survives(content: bytes, encoding: str | None = None) -> None:
    try:
        found = table(content, "fr", encoding)
        rows = len(list(found.rows()))
        said = fates(found)
    except UnreadableFile as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert [fate.row for fate in said] == list(range(1, rows + 1))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    survives(content)


@settings(deadline=None)
@given(LINES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_cells(rows: list[list[str]], mark: str, end: str) -> None:
    survives(end.join(mark.join(row) for row in rows).encode("utf-8", "replace"))


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1252", "ascii", "cp932"]))
def test_any_text_in_any_encoding(text: str, encoding: str) -> None:
    survives(text.encode("utf-8", "replace"), encoding)
    survives(b"BEGIN:VCARD\n" + text.encode("utf-8", "replace") + b"\nEND:VCARD\n")


@pytest.mark.parametrize("seed", range(3))
def test_real_files_with_bytes_knocked_about(seed: int, shared: Path) -> None:
    dice = random.Random(seed)

    for path in sorted((shared / "data/customer-files").glob("*.[cv][sc][vf]")):
        content = bytearray(path.read_bytes())
        for _ in range(max(1, len(content) // 200)):
            content[dice.randrange(len(content))] = dice.choice([0, 10, 34, 44, 59, 255, 128])
        survives(bytes(content))
