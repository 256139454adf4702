"""`habitue` itself: help, versions, and one sentence for a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from habitue.site.commands import COMMANDS
from tests.cast import Cast
from tests.serving import Installation


def test_help_names_every_command(habitue: Any) -> None:
    said = habitue("--help")

    assert said.code == 0
    assert [name for name in COMMANDS if f"\n    {name} " not in said.out] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(habitue: Any, name: str) -> None:
    said = habitue(name, "--help")

    assert said.code == 0
    assert "--house SLUG" in said.out


def test_the_version_is_told(habitue: Any) -> None:
    assert habitue("--version").out.startswith("habitue 0.")


@pytest.mark.parametrize(
    "words", [[], ["brew"], ["token", "--nonsense"], ["serve", "--port", "x"]]
)
def test_a_misuse_is_one_line_and_two(habitue: Any, words: list[str]) -> None:
    said = habitue(*words)

    assert said.code == 2
    assert len(said.err.splitlines()) <= 1


def test_an_empty_installation_says_what_to_do(habitue: Any) -> None:
    said = habitue("token", "--staff", "marthe@example.org")

    assert said.code == 1
    assert "habitue setup" in said.err


def test_several_houses_must_be_told_apart(habitue: Any, cast: Cast) -> None:
    assert cast.other

    said = habitue("token", "list")

    assert said.code == 1
    assert said.err == (
        "There are several houses, say which with --house: chez-marthe, chez-paul.\n"
    )


def test_a_house_that_is_not_there(habitue: Any, cast: Cast) -> None:
    said = habitue("--house", "nowhere", "token", "list")

    assert (said.code, "chez-marthe" in said.err) == (1, True)


def test_a_setting_of_nonsense_is_a_sentence(tmp_path: Path) -> None:
    broken = Installation(tmp_path, settings={"HABITUE_DATABASE_URL": "oracle://here"})

    with pytest.raises(AssertionError, match="postgresql:// or sqlite:// is meant") as said:
        broken.habitue("token", "list")

    assert "Traceback" not in str(said.value)
