"""An independent client: whether Python's own TLS believes a certificate, without a network."""

from __future__ import annotations

import ssl
from contextlib import suppress
from pathlib import Path


def believed(served: Path, trusted: bytes, name: str) -> str:
    """Empty where a client that trusts `trusted` believes that this is `name`, else why not."""
    answering = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    answering.load_cert_chain(served)
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.verify_flags |= ssl.VERIFY_X509_STRICT
    if trusted:
        asking.load_verify_locations(cadata=trusted)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = asking.wrap_bio(to_client, to_server, server_hostname=name)
    server = answering.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        try:
            client.do_handshake()
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLCertVerificationError as refused:
            return refused.verify_message
        with suppress(ssl.SSLWantReadError):
            server.do_handshake()
    assert client.version()
    return ""
