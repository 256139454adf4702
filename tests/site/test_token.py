"""`habitue token` prints one token and nothing else; list and revoke."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.house.models import Till
from habitue.staff.entry import by_token
from habitue.staff.models import StaffMember, Token
from tests.cast import Cast


@pytest.fixture
def owner(cast: Cast) -> str:
    return StaffMember.objects.of(cast.house).get(role__key="owner").email


def test_it_prints_one_token_and_nothing_else(habitue: Any, cast: Cast, owner: str) -> None:
    said = habitue("token", "--staff", owner, "--name", "Orders")

    house, actor = by_token(said.out.strip())  # type: ignore[misc]
    assert (said.code, said.err, len(said.out.split())) == (0, "", 1)
    assert house == cast.house
    assert actor.may("staff.manage")
    assert not actor.may("present_card")


@pytest.mark.parametrize("words", [["bills.see,bills.open"], ["bills.see", "bills.open"]])
def test_scopes_come_with_commas_or_spaces(habitue: Any, owner: str, words: list[str]) -> None:
    habitue("token", "--staff", owner, "--scopes", *words)

    assert Token.objects.get().scopes == ["bills.open", "bills.see"]


def test_an_unknown_scope_is_refused(habitue: Any, owner: str) -> None:
    said = habitue("token", "--staff", owner, "--scopes", "bills.eat")

    assert (said.code, said.out, "bills.eat" in said.err) == (1, "", True)
    assert not Token.objects.exists()


def test_a_new_till_is_added_and_an_old_one_found(habitue: Any, cast: Cast, owner: str) -> None:
    habitue("token", "--staff", owner, "--till", "Terrace")
    habitue("token", "--staff", owner, "--till", "terrace", "--venue", str(cast.venue))

    assert Till.objects.of(cast.house).get().name == "Terrace"
    assert Token.objects.filter(till__name="Terrace").count() == 2


def test_somebody_elses_e_mail_is_a_sentence(habitue: Any, cast: Cast) -> None:
    said = habitue("token", "--staff", "nobody@example.org")

    assert (said.code, "works at Chez Marthe" in said.err) == (1, True)


def test_only_who_manages_staff_gives_tokens(habitue: Any, cast: Cast, owner: str) -> None:
    cast.hire("Karim", "cashier", email="karim@example.org")

    said = habitue("--as", "karim@example.org", "token", "--staff", owner)

    assert (said.code, said.out, "Manage staff" in said.err) == (1, "", True)


def test_a_revoked_token_stops_working(habitue: Any, owner: str) -> None:
    secret = habitue("token", "--staff", owner).out.strip()
    id_ = habitue("token", "list").out.split("\t")[0]

    said = habitue("token", "revoke", id_)

    assert (said.code, by_token(secret)) == (0, None)
    assert "revoked" in habitue("token", "list").out


@pytest.mark.parametrize("id_", ["", "x", "01890000-0000-7000-8000-000000000000"])
def test_an_unknown_token_is_a_sentence(habitue: Any, cast: Cast, id_: str) -> None:
    assert habitue("token", "revoke", id_).code == 1
