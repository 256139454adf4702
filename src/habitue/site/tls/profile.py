"""The authority as an iPhone and an iPad take it: a profile that Settings installs."""

import plistlib
from uuid import NAMESPACE_URL, uuid5

from cryptography.x509.oid import NameOID

from habitue.site.tls.authority import Authority


def profile(authority: Authority) -> bytes:
    """The same authority gives the same profile: installed twice, it is there once."""
    name = called(authority)
    known = f"urn:habitue:authority:{authority.fingerprint}"
    payload = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{known}:root",
        "PayloadUUID": str(uuid5(NAMESPACE_URL, f"{known}:root")).upper(),
        "PayloadDisplayName": name,
        "PayloadCertificateFileName": "habitue.crt",
        "PayloadContent": authority.der,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": known,
            "PayloadUUID": str(uuid5(NAMESPACE_URL, known)).upper(),
            "PayloadDisplayName": name,
            "PayloadContent": [payload],
        }
    )


def called(authority: Authority) -> str:
    """As devices list it."""
    [name] = authority.root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value)
