"""Who works here: rights, tokens, PINs at the till."""

from typing import Any

import pytest

from habitue.house.models import Till
from habitue.operations.rights import RIGHTS
from habitue.staff import actions as staff
from habitue.staff import pins
from habitue.staff.entry import by_device, by_token, memberships
from habitue.staff.models import Login, Role, StaffMember
from habitue.staff.pins import Approval
from habitue.staff.roles import STARTING
from tests.cast import PIN, WRONG_PIN, Cast, refused


def member(cast: Cast, role: str = "cashier", **terms: Any) -> StaffMember:
    return cast.hire("Karim", role, **terms)


@pytest.mark.parametrize("role", ["manager", "cashier", "waiter", "bookkeeper"])
def test_a_role_is_a_table_of_rights(cast: Cast, role: str) -> None:
    actor = cast.actor(member(cast, role))

    assert {right for right in RIGHTS if actor.may(right)} == set(STARTING[role])


def test_the_owner_may_everything_there_is_and_will_be(cast: Cast) -> None:
    assert all(cast.owner.may(right) for right in RIGHTS)


def test_only_the_owner_manages_staff(cast: Cast) -> None:
    for by in (cast.manager, cast.cashier, cast.zoe):
        with refused("right_missing", right="staff.manage"):
            cast.act(staff.hire, name="Eve", role="owner", by=by)


def test_rights_change_at_once_with_their_bounds(cast: Cast) -> None:
    karim = member(cast)
    role = Role.objects.of(cast.house).get(key="cashier")
    cast.act(staff.set_rights, role=role, rights={"prepaid.top_up": 5_000, "bills.open": None})

    actor = cast.actor(karim)

    assert actor.may("prepaid.top_up", 5_000) and not actor.may("prepaid.top_up", 5_001)
    assert actor.may("bills.open", 10**9) and not actor.may("bills.link")
    with refused("malformed", field="rights"):
        cast.act(staff.set_rights, role=role, rights={"fly": None})


def test_an_email_is_one_persons_here(cast: Cast) -> None:
    member(cast, email=" Karim@Example.org ")

    with refused("email_taken", field="email"):
        member(cast, email="karim@example.ORG")
    assert Cast(cast.other).hire("Karim", "waiter", email="karim@example.org")
    with refused("not_found", field="role"):
        member(cast, role="juggler")


def test_the_last_owner_stays(cast: Cast) -> None:
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")

    for terms in ({"active": False}, {"role": "waiter"}):
        with refused("last_owner"):
            cast.act(staff.change, member=cast.again(owner), **terms)
    second = member(cast, "owner")
    cast.act(staff.change, member=cast.again(owner), active=False)
    assert cast.again(second).active


def test_a_token_may_what_its_person_may_but_present_no_card(cast: Cast) -> None:
    _token, secret = cast.act(staff.issue_token, member=cast.manager_member)

    found = by_token(secret)

    assert found is not None
    house, actor = found
    assert house == cast.house
    assert actor.may("bills.void") and not actor.may("present_card")
    assert (actor.till_id, actor.venue_id) == (None, None)


def test_scopes_narrow_and_never_widen(cast: Cast) -> None:
    zoe = member(cast, "waiter")
    scopes = ["bills.open", "bills.void", "present_card"]
    _token, secret = cast.act(staff.issue_token, member=zoe, scopes=scopes, till=cast.till)

    found = by_token(secret)

    assert found is not None
    assert set(found[1].rights) == {"bills.open", "present_card"}
    assert (found[1].till_id, found[1].venue_id) == (cast.till.id, cast.venue.id)
    with refused("malformed", field="scopes"):
        cast.act(staff.issue_token, member=zoe, scopes=["fly"])


def test_a_token_ends_when_revoked_or_its_person_leaves(cast: Cast) -> None:
    karim = member(cast)
    token, secret = cast.act(staff.issue_token, member=karim)
    _other, leaving = cast.act(staff.issue_token, member=karim)
    assert secret not in str(token.__dict__)

    cast.act(staff.revoke_token, token=token)
    assert (by_token(secret), by_token("hab_nobody")) == (None, None)
    assert by_token(leaving) is not None
    cast.act(staff.change, member=cast.again(karim), active=False)
    assert by_token(leaving) is None


def test_a_till_is_one_browser_at_a_time(cast: Cast) -> None:
    _device, first = cast.act(staff.enrol, till=cast.till, by=cast.manager)
    _device, second = cast.act(staff.enrol, till=cast.till, by=cast.manager)

    assert by_device(first) is None
    enrolled = by_device(second)
    assert enrolled is not None and enrolled.house == cast.house
    Till.objects.filter(pk=cast.till.pk).update(retired_at=cast.house.created_at)
    assert by_device(second) is None
    with refused("right_missing", right="tills.enrol"):
        cast.act(staff.enrol, till=cast.till, by=cast.cashier)


def test_the_pin_at_the_till(cast: Cast) -> None:
    karim = member(cast, pin=PIN)

    assert pins.prove(cast.house, karim.id, PIN) == karim
    with refused("pin_wrong"):
        pins.prove(cast.house, karim.id, WRONG_PIN)
    with refused("not_found", field="staff"):
        pins.prove(cast.other, karim.id, PIN)


def test_ten_wrong_lock_even_with_right_ones_between(cast: Cast) -> None:
    karim = member(cast, pin=PIN)
    for _round in range(2):
        for _try in range(5):
            with refused("pin_wrong"):
                pins.prove(cast.house, karim.id, WRONG_PIN)
        if _round == 0:
            pins.prove(cast.house, karim.id, PIN)

    with refused("spending_locked"):
        pins.prove(cast.house, karim.id, PIN)
    fresh = staff.hash_pin(karim, "8264")
    cast.act(staff.set_pin, member=cast.again(karim), pin_hash=fresh)
    assert pins.prove(cast.house, karim.id, "8264") == karim


def test_whoever_has_no_pin_or_left_proves_nothing(cast: Cast) -> None:
    karim = member(cast)
    with refused("pin_wrong"):
        pins.prove(cast.house, karim.id, "")

    cast.act(staff.change, member=karim, active=False)
    with refused("not_found"):
        pins.prove(cast.house, karim.id, PIN)


def test_an_approval_is_a_person_with_their_pin(cast: Cast) -> None:
    marthe = cast.hire("Marthe", "manager", pin=PIN)

    approver = pins.approver(cast.house, Approval(marthe.id, PIN, "regular"))

    assert approver.label == f"staff:{marthe.id}"
    assert approver.may("house_accounts.override_limit")
    with refused("pin_wrong"):
        pins.approver(cast.house, Approval(marthe.id, WRONG_PIN, "regular"))


def test_a_login_opens_the_houses_it_works_in(cast: Cast) -> None:
    login = Login.objects.create_user("karim@example.org", "a long password")
    member(cast, email="karim@example.org", login=login)
    theirs = Cast(cast.other).hire("Karim", "waiter", login=login)

    assert [one.house for one in memberships(login)] == [cast.house, cast.other]
    Cast(cast.other).act(staff.change, member=theirs, active=False)
    assert [one.house for one in memberships(login)] == [cast.house]


def test_another_houses_staff_are_not_there(cast: Cast) -> None:
    theirs = Cast(cast.other).hire("Karim", "waiter")

    for action, terms in (
        (staff.change, {"active": False}),
        (staff.set_pin, {"pin_hash": "x"}),
        (staff.issue_token, {}),
    ):
        with refused("not_found", field="member"):
            cast.act(action, member=theirs, **terms)
