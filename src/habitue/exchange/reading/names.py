"""Names in one piece: whether of a person or a company, and where the family name begins."""

import re

from habitue.kit.text import normalise

# Legal forms, and the words houses of business carry in their names.
_COMPANY = re.compile(
    r"\b(?:gmbh|mbh|ag|kg|ohg|gbr|e\.? ?k\.?|e\.? ?v\.?|ug|sarl|sas|sasu|eurl|sa|sci|snc|scop"
    r"|ltd|limited|llc|llp|plc|inc|corp|corporation|co|company|bv|nv|vof|spa|srl|oy|aps"
    r"|sp\.? z ?o\.? ?o|s\.r\.o|kft|d\.o\.o|group|groupe|gruppe|holding|associes|associates"
    r"|association|hotel|restaurant|cafe|mairie|lycee|universite|university|universitat|bank"
    r"|banque|services|agency|agence|studio|consulting|ооо|оао|зао|пао|ао|ип|гуп|муп)\b\.?"
)
_JOINED = re.compile(r" & | \+ | und partner| et fils| and sons")
_ASIDE = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|prof|mme|mlle|m|herr|frau|г-н|г-жа)\.? ", re.IGNORECASE
)
_FAMILY_FIRST = frozenset({"zh", "ja", "ko", "vi", "hu"})
_A_NAME = re.compile(r"[^\W\d_][\w’'.\-]*")


def is_company(name: str) -> bool:
    """Whether a name speaks of a firm: a legal form, or partners."""
    plain = normalise(name)
    return bool(_COMPANY.search(plain) or _JOINED.search(plain))


def split(name: str, language: str) -> tuple[str, str]:
    """First and last name; everything is last name wherever the seam is not certain."""
    name = " ".join(name.split())
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first:
        return first.strip(), last.strip()
    words = _ASIDE.sub("", name + " ").split()
    shouted = [word for word in words if len(word) > 1 and word.isupper()]
    if shouted and len(shouted) < len(words):
        quiet = [word for word in words if word not in shouted]
        return " ".join(quiet), " ".join(shouted)
    if len(words) == 2 and all(_A_NAME.fullmatch(word) for word in words):
        pair = words if language[:2] not in _FAMILY_FIRST else words[::-1]
        return pair[0], pair[1]
    return "", name
