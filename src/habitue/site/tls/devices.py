"""The kinds of device that people bring, and which one is asking."""

KINDS = ("android", "apple", "windows", "mac", "firefox", "linux")


def kinds_for(browser: str) -> list[str]:
    """Every kind, that of this browser first."""
    own = kind_of(browser)
    return [own, *(kind for kind in KINDS if kind != own)]


def kind_of(browser: str) -> str:
    """By what it says of itself; Firefox keeps a list of its own wherever it runs on a desk."""
    if "Android" in browser:
        return "android"
    if any(word in browser for word in ("iPhone", "iPad", "iPod")):
        return "apple"
    if "Firefox/" in browser:
        return "firefox"
    for word, kind in (("Windows", "windows"), ("Macintosh", "mac"), ("Linux", "linux")):
        if word in browser:
            return kind
    return KINDS[0]
