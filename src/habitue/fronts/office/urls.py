"""The back office's addresses, from the door at `/` inwards."""

from django.urls import URLPattern, path

from habitue.fronts.office.views import (
    archive,
    bills,
    bulk,
    cards,
    customer,
    customers,
    entry,
    house,
    imports,
    new_customer,
    shelves,
    team,
    tills,
    today,
    unpaid,
    value,
)

app_name = "office"

ENTRY = [
    path("", entry.door, name="door"),
    path("setup", entry.set_up, name="set_up"),
    path("houses", entry.houses, name="houses"),
    path("language", entry.language, name="language"),
    path("sign-out", entry.sign_out, name="sign_out"),
    path("favicon.ico", entry.icon),
]
BOOK = [
    path("office/", today.index, name="today"),
    path("office/start", today.start, name="start"),
    path("office/customers/", customers.index, name="customers"),
    path("office/customers/new", new_customer.new, name="new_customer"),
    path("office/customers/create", new_customer.create, name="create_customer"),
    path("office/customers/twins", new_customer.twins, name="twins"),
    path("office/customers/pick", customers.pick, name="pick"),
    path("office/customers/export", bulk.export, name="export"),
    path("office/customers/tag", bulk.tag_many, name="tag_many"),
    path("office/customers/change", bulk.change_many, name="change_many"),
    path("office/customers/archive", customers.archive_many, name="archive_many"),
    path("office/customers/restore", customers.restore_many, name="restore_many"),
    path("office/import/", imports.index, name="import"),
    path("office/import/try", imports.try_out, name="try_import"),
    path("office/import/trial", imports.trial, name="import_trial"),
    path("office/import/take", imports.take, name="take_import"),
    path("office/import/<uuid:key>/", imports.show, name="import_taken"),
    path("office/import/<uuid:key>/refused.csv", imports.refused, name="import_refused"),
    path("office/unpaid", unpaid.index, name="unpaid"),
    path("office/bills/", bills.index, name="bills"),
    path("office/bills/<uuid:key>/", bills.show, name="bill"),
    path("office/bills/<uuid:key>/void", bills.void, name="void_bill"),
    path("office/bills/<uuid:key>/reopen", bills.reopen, name="reopen_bill"),
]
CUSTOMER = [
    path("", customer.show, name="customer"),
    path("edit", customer.edit, name="edit_customer"),
    path("movements", customer.moves, name="customer_moves"),
    path("bills", customer.bills, name="customer_bills"),
    path("people", customer.people, name="customer_people"),
    path("history", customer.changes, name="customer_changes"),
    path("top-up", value.top_up, name="top_up"),
    path("top-up/take", value.take_top_up, name="take_top_up"),
    path("settle", value.settle, name="settle"),
    path("settle/take", value.take_settlement, name="take_settlement"),
    path("pay-out", value.pay_out, name="pay_out"),
    path("remains", archive.remains, name="remains"),
    path("archive", archive.archive, name="archive"),
    path("restore", archive.restore, name="restore"),
    path("ways-in", cards.ways_in, name="ways_in"),
    path("cards", cards.give, name="give_card"),
    path("cards/<uuid:card>/block", cards.block, name="block_card"),
    path("cards/<uuid:card>/replace", cards.replace, name="replace_card"),
    path("cards/<uuid:card>/take-away", cards.take_away, name="take_card"),
    path("pin", cards.set_pin, name="set_pin"),
    path("unlock", cards.unlock, name="unlock"),
]
SETTINGS = [
    path("house", house.show, name="house"),
    path("house/change", house.change, name="change_house"),
    path("rules", house.programme, name="rules"),
    path("rules/change", house.change_programme, name="change_rules"),
    path("mandatory", house.asked, name="mandatory"),
    path("mandatory/change", house.change_asked, name="change_mandatory"),
    path("sites", house.sites, name="sites"),
    path("sites/add", house.add_site, name="add_site"),
    path("sites/<uuid:key>", house.change_site, name="change_site"),
    path("tenders", house.tenders, name="tenders"),
    path("tenders/<uuid:key>", house.change_tender, name="change_tender"),
    path("tills", tills.index, name="tills"),
    path("tills/add", tills.add, name="add_till"),
    path("tills/<uuid:key>/retire", tills.retire, name="retire_till"),
    path("team", team.index, name="team"),
    path("team/new", team.new, name="new_member"),
    path("team/hire", team.hire, name="hire"),
    path("team/<uuid:key>", team.show, name="member"),
    path("team/<uuid:key>/change", team.change, name="change_member"),
    path("team/<uuid:key>/pin", team.set_pin, name="member_pin"),
    path("team/<uuid:key>/let-in", team.let_in, name="let_in"),
    path("roles", team.roles, name="roles"),
    path("roles/change", team.change_roles, name="change_roles"),
    path("tokens", team.tokens, name="tokens"),
    path("tokens/issue", team.issue, name="issue_token"),
    path("tokens/<uuid:key>/revoke", team.revoke, name="revoke_token"),
    path("menu", shelves.menu, name="menu"),
    path("room", shelves.room, name="room"),
    path("<slug:shelf>/", shelves.index, name="shelf"),
    path("<slug:shelf>/new", shelves.new, name="new_on_shelf"),
    path("<slug:shelf>/add", shelves.add, name="add_to_shelf"),
    path("<slug:shelf>/<uuid:key>", shelves.show, name="on_shelf"),
    path("<slug:shelf>/<uuid:key>/change", shelves.change, name="change_on_shelf"),
    path("<slug:shelf>/<uuid:key>/remove", shelves.remove, name="remove_from_shelf"),
]


def _below(prefix: str, ways: list[URLPattern]) -> list[URLPattern]:
    return [path(f"{prefix}{way.pattern}", way.callback, name=way.name or "") for way in ways]


urlpatterns = [
    *ENTRY,
    *BOOK,
    *_below("office/customers/<uuid:key>/", CUSTOMER),
    *_below("office/settings/", SETTINGS),
]
