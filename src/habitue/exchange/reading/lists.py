"""Lists of one kind: what a column means among gift cards or unpaid bills, not among customers."""

from habitue.customers import catalogue

Guess = dict[str, str | None]

_NAMES = frozenset({"first_name", "last_name", "full_name", "company_name"})
_BALANCES = frozenset({"opening_balance", "opening_paid", "opening_gift"})


def _keys(listed: str) -> frozenset[str]:
    return frozenset(catalogue.header_key(name) for name in listed.split("|"))


# what only a list of cards says: with how much each began
_BEGAN = _keys(
    "initial balance | initial value | initial amount | original value | last characters"
    "| valeur initiale | montant initial | ursprungswert | anfangswert | nennwert | номинал"
)
_OF_THE_CARD = _keys("id | uid | gift card id | ид")
_NUMBERS = _keys("code | number | no | num | numero | n° | nummer | nr | номер | код | card id")
# a card that is not in use must not be paid with: what is said of it is read, whatever it says
_STATES = _keys(
    "status | state | card status | gift card status | voucher status | enabled | active | valid"
    "| is active | is enabled | is valid | activated | card active | card enabled"
    "| statut | état | statut de la carte | état de la carte | statut carte | statut du bon"
    "| actif | active ? | activée | activé | carte active | valide | valable"
    "| zustand | kartenstatus | gutscheinstatus | status der karte | aktiv | aktiviert | gültig"
    "| freigeschaltet | статус | состояние | статус карты | состояние карты | статус сертификата"
    "| активен | активна | активный | активная | активирована | действует | действительна"
    "| включена"
)
_ENDED = _keys(
    "inactive | disabled | blocked | expired | deactivated | archived | cancelled | canceled"
    "| void | inactif | inactive | désactivé | désactivée | bloqué | bloquée | expiré | expirée"
    "| périmée | annulé | annulée | inaktiv | deaktiviert | gesperrt | abgelaufen | ungültig"
    "| storniert | неактивен | неактивна | отключена | заблокирована | просрочена | истекла"
    "| аннулирована"
)
_ADDRESS = frozenset({"address.street", "address.postal_code", "address.city"})
_DAYS = _keys("date | datum | дата | jour | tag | день")
_OF_THE_BILL = _keys("reference | ref | référence | referenz | beleg")


def settle(guessed: Guess) -> None:
    """Put right what the names of columns alone let guess."""
    held = set(guessed.values())
    if not held & (_BALANCES | {"opening_owes", "opening_points"}):
        _drop(guessed, "opening_on")  # a day of nothing
    if held & _BALANCES:
        _of_cards(guessed)
    if "opening_owes" in held:
        _of_bills(guessed)


def _has(guessed: Guess, names: frozenset[str]) -> bool:
    return any(catalogue.header_key(name) in names for name in guessed)


def _of_cards(guessed: Guess) -> None:
    """Where rows are cards (it is said what they began with, or cards and nobody's name) a state
    is the card's, not its owner's; so is a bare number."""
    began, nameless = _has(guessed, _BEGAN), not any(key in _NAMES for key in guessed.values())
    if (began or nameless) and "cards" not in guessed.values():
        _first(guessed, _NUMBERS, "cards")
    if not (began or (nameless and "cards" in guessed.values())):
        return
    has_address = any(key in _ADDRESS for key in guessed.values())
    for name, key in guessed.items():
        bare = catalogue.header_key(name)
        if key == "user_id" and bare in _OF_THE_CARD:
            guessed[name] = None
        elif key == "active" or (bare in _STATES and (key is None or not has_address)):
            guessed[name] = "card_active"
        elif key in ("inactive", "on_hold") or (key is None and bare in _ENDED):
            guessed[name] = "card_blocked"


def _of_bills(guessed: Guess) -> None:
    """A bare day is the bill's; so is a bare reference."""
    if "opening_on" not in guessed.values():
        _first(guessed, _DAYS, "opening_on")
    if "opening_on" in guessed.values():
        for name, key in guessed.items():
            if key == "user_id" and catalogue.header_key(name) in _OF_THE_BILL:
                guessed[name] = None


def _drop(guessed: Guess, key: str) -> None:
    guessed.update({name: None for name, taken in guessed.items() if taken == key})


def _first(guessed: Guess, names: frozenset[str], key: str) -> None:
    """The first column of these names that carries nothing yet carries `key`."""
    for name, taken in guessed.items():
        if taken is None and catalogue.header_key(name) in names:
            guessed[name] = key
            return
