"""Who works here, what they may do, the tokens of programs, the tills."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.office import asking
from habitue.fronts.office.acting import do, run
from habitue.fronts.office.asking import Ask, Form, FormRefused
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.fronts.ui import figures
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.operations.rights import RIGHTS
from habitue.staff import actions as staff
from habitue.staff import letting_in
from habitue.staff.models import Role, StaffMember, Token


@desk("staff.manage")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Everyone, those who left last."""
    rows = StaffMember.objects.of(request.house).select_related("role")
    return _page(request, "people", rows=list(rows.order_by("-active", "name")))


def _asks(request: OfficeRequest, *, hired: bool) -> list[Ask]:
    roles = [(role.key, str(role)) for role in Role.objects.of(request.house).order_by("key")]
    asks = [
        Ask("name", gettext_lazy("Name"), needed=True, most=120),
        Ask("role", gettext_lazy("Role"), "choice", choices=roles, needed=True),
    ]
    if hired:
        return [*asks, Ask("active", gettext_lazy("Works here"), "flag")]
    return [
        *asks,
        Ask(
            "email",
            gettext_lazy("E-mail"),
            "email",
            most=254,
            hint=gettext_lazy("For tokens and reports; the till needs none."),
        ),
        Ask(
            "pin",
            gettext_lazy("PIN for the till"),
            "pins",
            most=8,
            hint=gettext_lazy("4 to 8 digits. They choose it, you only type it."),
        ),
    ]


@desk("staff.manage")
@require_GET
def new(request: OfficeRequest) -> HttpResponse:
    return _page(request, "person", form=_form(request, hired=False, initial={"role": "waiter"}))


@desk("staff.manage", again=new)
@require_POST
def hire(request: OfficeRequest) -> HttpResponse:
    values = Form(_asks(request, hired=False), request.house, sent=request.POST).read()
    do(request, staff.hire, **values)
    says = _("{name} works here.").format(name=values["name"])
    return done(
        request, "office:new_member" if request.POST.get("another") else "office:team", says
    )


@desk("staff.manage")
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    one = found(StaffMember, request, key, "role")
    initial = {"name": one.name, "role": one.role.key, "active": one.active}
    form = _form(request, hired=True, initial=initial)
    return _page(request, "person", row=one, form=form)


@desk("staff.manage", again=show)
@require_POST
def change(request: OfficeRequest, key: UUID) -> HttpResponse:
    one = found(StaffMember, request, key, "role")
    values = Form(_asks(request, hired=True), request.house, sent=request.POST).read()
    do(request, staff.change, member=one, **values)
    return done(request, "office:team", _("Kept."))


@desk("staff.manage", again=show)
@require_POST
def set_pin(request: OfficeRequest, key: UUID) -> HttpResponse:
    one = found(StaffMember, request, key)
    hashed = staff.hash_pin(one, request.POST.get("pin", "").strip())
    do(request, staff.set_pin, member=one, pin_hash=hashed)
    return done(request, "office:team", _("{name} has a new PIN.").format(name=one.name))


@desk("staff.manage", again=show)
@require_POST
def let_in(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The office opens to them, as far as their role reaches."""
    one = found(StaffMember, request, key)
    hashed = letting_in.hash_password(request.POST.get("password", "")[:1000])
    email = request.POST.get("email", "")[:254]
    do(request, letting_in.let_in, member=one, email=email, password_hash=hashed)
    says = _("{name} can sign in to the office.").format(name=one.name)
    return done(request, "office:team", says)


def _form(request: OfficeRequest, *, hired: bool, initial: dict[str, Any]) -> Form:
    sent = request.POST if "name" in request.POST else None
    return Form(
        _asks(request, hired=hired),
        request.house,
        initial=initial,
        sent=sent,
        refusal=request.refusal,
    )


# -- roles ---------------------------------------------------------------------------------------


@desk("staff.manage")
@require_GET
def roles(request: OfficeRequest) -> HttpResponse:
    """Every right against every role; a tick gives it, an amount bounds it."""
    rows = list(Role.objects.of(request.house).prefetch_related("rights").order_by("key"))
    held = {role.id: {one.right: one.most_minor for one in role.rights.all()} for role in rows}
    order = ["owner", "manager", "cashier", "waiter", "bookkeeper"]
    rows.sort(key=lambda role: order.index(role.key) if role.key in order else len(order))
    table = [
        (right, words, [(role, *_held(request, role, held, right)) for role in rows])
        for right, words in RIGHTS.items()
    ]
    return _page(
        request, "roles", roles=rows, table=table, faults=asking.faults_of(request.refusal)
    )


def _held(
    request: OfficeRequest, role: Role, held: dict[UUID, dict[str, int | None]], right: str
) -> tuple[bool, str]:
    """Whether ticked, and the amount beside it: as sent, else as it stands."""
    if role.holds_everything:
        return True, ""
    if request.POST:
        name = f"{role.key}:{right}"
        return bool(request.POST.get(name)), request.POST.get(f"{name}:most", "")
    most = held[role.id].get(right)
    shown = figures.in_field(request.house.money(most)) if most is not None else ""
    return right in held[role.id], shown


@desk("staff.manage", again=roles)
@require_POST
def change_roles(request: OfficeRequest) -> HttpResponse:
    """All roles of the table in one act."""
    rows = Role.objects.of(request.house).filter(holds_everything=False)
    wanted = {role: _ticked(request, role) for role in rows}

    def work(op: Operation) -> Answer:
        for role, rights in wanted.items():
            staff.set_rights(op, role=role, rights=rights)
        return Answer()

    run(request, work)
    return done(request, "office:roles", _("Kept."))


def _ticked(request: OfficeRequest, role: Role) -> dict[str, int | None]:
    rights: dict[str, int | None] = {}
    for right in RIGHTS:
        name = f"{role.key}:{right}"
        if not request.POST.get(name):
            continue
        try:
            most = asking.money(request.house, request.POST.get(f"{name}:most", "").strip())
        except ValueError as says:
            raise FormRefused({name: f"{role}, {RIGHTS[right]}: {says}"}) from None
        rights[right] = most.amount if most else None
    return rights


# -- tokens --------------------------------------------------------------------------------------


@desk("staff.manage")
@require_GET
def tokens(request: OfficeRequest) -> HttpResponse:
    """Programs that act for someone; a secret is shown once and never again."""
    rows = Token.objects.of(request.house).select_related("member", "venue", "till")
    members = StaffMember.objects.of(request.house).filter(active=True).order_by("name")
    return _page(
        request,
        "tokens",
        rows=list(rows.order_by("revoked_at", "-created_at")[:200]),
        members=list(members),
        rights=list(RIGHTS.items()),
        secret="",
    )


@desk("staff.manage", again=tokens)
@require_POST
def issue(request: OfficeRequest) -> HttpResponse:
    """A new token; the page that follows is the only one to show it."""
    asks = [Ask("name", pgettext("thing", "Name"), most=60)]
    name = Form(asks, request.house, sent=request.POST).read()["name"]
    member = found(StaffMember, request, _member(request))
    scopes = request.POST.getlist("scopes") or None
    shown: list[str] = []

    def work(op: Operation) -> Answer:
        token, secret = staff.issue_token(op, member=member, name=name, scopes=scopes)
        shown.append(secret)
        return Answer(token.id, status=201)

    run(request, work)
    facts: dict[str, Any] = {
        "secret": shown[0] if shown else "",
        "given": True,
        "name": name or member.name,
    }
    return _page(request, "token", **facts)


def _member(request: OfficeRequest) -> UUID:
    try:
        return UUID(request.POST.get("member", ""))
    except ValueError:
        raise FormRefused({"member": _("Choose someone.")}) from None


@desk("staff.manage", again=tokens)
@require_POST
def revoke(request: OfficeRequest, key: UUID) -> HttpResponse:
    do(request, staff.revoke_token, token=found(Token, request, key))
    return done(request, "office:tokens", _("This token no longer works."))


def _page(request: OfficeRequest, tab: str, **facts: Any) -> HttpResponse:
    tabs = [
        ("people", _("People"), "/office/settings/team"),
        ("roles", _("Rights"), "/office/settings/roles"),
        ("tokens", _("Tokens"), "/office/settings/tokens"),
    ]
    current = {"person": "people", "token": "tokens"}.get(tab, tab)
    return page(request, f"office/settings/{tab}.html", "team", tabs=tabs, tab=current, **facts)
