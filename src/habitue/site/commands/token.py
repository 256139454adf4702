"""`habitue token`: a token is how a program acts as a member of staff."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from habitue.house.acting import Actor
    from habitue.house.models import House, Till, Venue
    from habitue.staff.models import Token

HELP = """\
  habitue token --staff EMAIL         prints one token, and nothing else
  habitue token list                  id, person, name, since when, until when
  habitue token revoke ID             it stops working at once

A token may do what its person may do now, within its scopes. It is shown once."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=["list", "revoke"], metavar="list|revoke")
    parser.add_argument("id", nargs="?", metavar="ID", help="of the token to revoke")
    parser.add_argument("--staff", metavar="EMAIL", help="whose token it is")
    parser.add_argument("--name", default="", metavar="N", help="what it is for")
    parser.add_argument(
        "--scopes",
        nargs="+",
        metavar="S",
        help="the rights it may use, separated by commas or spaces; without it all that person"
        " may do, except present_card",
    )
    parser.add_argument("--venue", metavar="V", help="name or id of the venue it works in")
    parser.add_argument(
        "--till", metavar="T", help="name or id of the till it stands at; a new name adds a till"
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.house.scope import house_scope
    from habitue.site.console import actor_of, house_of

    house = house_of(options)
    by = actor_of(options, house)
    if options.action == "list":
        with house_scope(house):
            return _list(house)
    if options.action == "revoke":
        return _revoke(options, house, by)
    return _issue(options, house, by)


def _issue(options: argparse.Namespace, house: House, by: Actor) -> int:
    from habitue.operations.actions import Answer
    from habitue.operations.models import Operation
    from habitue.site.command import Stop
    from habitue.site.console import act
    from habitue.staff import actions as staff

    if not options.staff:
        raise Stop("Say whose token it is: --staff EMAIL.")
    scopes = _scopes(options.scopes)
    secrets = []

    def work(op: Operation) -> Answer:
        member = staff.find_member(op.house, options.staff)
        if member is None:
            raise Stop(f"Nobody with the e-mail address {options.staff} works at {house.name}.")
        venue = _venue(house, options.venue)
        till = _till(op, venue, options.till)
        token, secret = staff.issue_token(
            op, member=member, name=options.name, scopes=scopes, venue=venue, till=till
        )
        secrets.append(secret)
        return Answer(token.id, status=201)

    act(house, by, "token", work)
    print(secrets[0])
    return 0


def _scopes(words: list[str] | None) -> list[str] | None:
    from habitue.operations.rights import RIGHTS
    from habitue.site.command import Stop

    if words is None:
        return None
    scopes = [scope for word in words for scope in word.replace(",", " ").split()]
    unknown = sorted(set(scopes) - RIGHTS.keys())
    if unknown:
        raise Stop(f"There is no scope {unknown[0]!r}. The scopes are: {', '.join(RIGHTS)}.")
    return scopes


def _venue(house: House, wanted: str | None) -> Venue | None:
    from habitue.house.models import Venue
    from habitue.site.command import Stop

    if wanted is None:
        return None
    venues: list[Venue] = list(Venue.objects.of(house).order_by("name"))
    for venue in venues:
        if wanted.casefold() in (venue.name.casefold(), str(venue.id)):
            return venue
    raise Stop(f"There is no venue {wanted!r}; there is: {', '.join(map(str, venues))}.")


def _till(op: object, venue: Venue | None, wanted: str | None) -> Till | None:
    from habitue.house.models import Till
    from habitue.operations.models import Operation
    from habitue.shifts import actions as shifts
    from habitue.site.command import Stop
    from habitue.staff import actions as staff

    if wanted is None:
        return None
    assert isinstance(op, Operation)
    tills: list[Till] = list(Till.objects.of(op.house).filter(retired_at=None))
    for till in tills:
        if wanted.casefold() in (till.name.casefold(), str(till.id)):
            if venue is not None and till.venue_id != venue.id:
                raise Stop(f"The till {till.name} stands in another venue than {venue.name}.")
            return till
    return staff.add_till(op, venue=venue or shifts.venue_of(op), name=wanted)


def _list(house: House) -> int:
    from habitue.staff.models import Token

    for token in Token.objects.of(house).select_related("member").order_by("created_at"):
        print("\t".join(_columns(token)))
    return 0


def _columns(token: Token) -> list[str]:
    ended = f"revoked {token.revoked_at:%Y-%m-%d %H:%M}" if token.revoked_at else "works"
    scopes = "all" if token.scopes is None else ",".join(token.scopes)
    return [
        str(token.id),
        token.member.email or token.member.name,
        token.name or "-",
        f"{token.created_at:%Y-%m-%d %H:%M}",
        scopes,
        ended,
    ]


def _revoke(options: argparse.Namespace, house: House, by: Actor) -> int:
    from uuid import UUID

    from habitue.operations.actions import Answer
    from habitue.operations.models import Operation
    from habitue.site.command import Stop
    from habitue.site.console import act
    from habitue.staff import actions as staff
    from habitue.staff.models import Token

    try:
        wanted = UUID(options.id or "")
    except ValueError:
        raise Stop("Say which token by its id: habitue token list shows them.") from None

    def work(op: Operation) -> Answer:
        token = Token.objects.of(op.house).filter(pk=wanted).first()
        if token is None:
            raise Stop(f"There is no token {wanted}: habitue token list shows them.")
        staff.revoke_token(op, token=token)
        return Answer(token.id)

    act(house, by, "revoke", work)
    print("Revoked.")
    return 0
