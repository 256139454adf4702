"""Yes and no, person and company, in the spellings of many programs and four languages."""

from habitue.kit.text import normalise

_YES = """yes y true t 1 1.0 on x ok oui o vrai v ja j wahr si sim да д истина + ✓ ✔ ☑
    subscribed optedin opted-in enabled active allowed accepted checked actif aktiv активен
    активный confirmed granted included authorised authorized autorisé inscrit -1"""
_NO = """no n false f 0 0.0 off - non faux nein falsch нет н ложь ✗ ✘ ☐ none
    unsubscribed optedout opted-out disabled inactive denied refused unchecked inactif inaktiv
    неактивен неактивный never archived blocked suspended not_subscribed unset closed"""
_PLAINLY_NO = """no n false f 0 0.0 off - non faux nein falsch нет н ложь ✗ ✘ ☐ none never jamais
    nie никогда"""
_IN_USE = """valid | issued | sold | activated | open | opened | current | live | redeemable
    | usable | in use | unused | partially used | partially redeemed | not expired
    | active | activé | activée | valide | valable | émis | émise | vendu | vendue | ouverte
    | en cours | en service | utilisable | non utilisé | non utilisée
    | aktive | aktiviert | gültig | ausgegeben | verkauft | offen | freigeschaltet | einlösbar
    | teilweise eingelöst | nicht eingelöst
    | активна | активное | действует | действителен | действительна | включен | включена | выдана
    | продан | продана | активирован | активирована | выпущена"""
_PERSON = """person personal private individual p b2c consumer particulier personne physique
    privat privatperson natural natürlich person/personal человек физлицо физическое частное 1
    particular customer guest человек частный"""
_COMPANY = """company business b corporate organisation organization b2b entreprise société
    professionnel firma unternehmen geschäftlich компания организация юрлицо юридическое 2 legal
    commercial firm employer"""


def _set(spellings: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in spellings.split())


_FLAGS = dict.fromkeys(_set(_NO), False) | dict.fromkeys(_set(_YES), True)
_WORDS_OF_NO = _set(_PLAINLY_NO)
_WORDS_OF_USE = frozenset(normalise(word) for word in _IN_USE.split("|"))
_TYPES = dict.fromkeys(_set(_PERSON), "person") | dict.fromkeys(_set(_COMPANY), "company")


def flag(cell: str) -> bool | None:
    """Yes, no, or None when the cell says neither (`Unknown`, `maybe`)."""
    plain = normalise(cell).replace(" ", "")
    known = _FLAGS.get(plain)
    return _FLAGS.get(plain.rstrip(".!")) if known is None else known


def card_in_use(cell: str) -> bool:
    """Whether a card is in use: only what says so counts; there are many ways not to be."""
    return bool(flag(cell)) or normalise(cell).rstrip(".!") in _WORDS_OF_USE


def plainly_no(cell: str) -> bool:
    """Whether a cell says no and nothing else: “Blocked” under “Blocked” is no such no."""
    return normalise(cell).rstrip(".!") in _WORDS_OF_NO


def customer_type(cell: str) -> str | None:
    """`person`, `company`, or None when the cell says neither."""
    for word in normalise(cell).replace("-", " ").split():
        if word in _TYPES:
            return _TYPES[word]
    return None
