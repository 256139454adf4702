"""What a line says of its texts: a digest under their own salt, so that it holds anywhere.

The chain keeps the digest from being altered; once a text is erased, its salt is gone with it.
"""

import hashlib
import hmac
from typing import Any

from habitue.kit.seals import canonical, digest


def digest_of(salt: bytes, changes: Any, reason: str) -> bytes:
    text = canonical([changes, reason])
    return hmac.new(salt, text.encode(), hashlib.sha256).digest()


def fits(kept: bytes, salt: bytes, changes: Any, reason: str) -> bool:
    """Lines of the first versions were kept under the pepper as well."""
    if hmac.compare_digest(kept, digest_of(salt, changes, reason)):
        return True
    return hmac.compare_digest(kept, digest("audit", salt, canonical(changes), reason))
