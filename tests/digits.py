"""Looking for a few digits in a page, where ids and tokens hold any four of them now and then."""

import re


def stands_in(text: str, digits: str) -> bool:
    """Whether `digits` stand there by themselves, not in the midst of an id."""
    return re.search(rf"(?<![\w-]){digits}(?![\w-])", text) is not None
