"""Puts an authority into a browser's own store, as somebody does by hand: NSS, asked directly.

    python trust_store.py HOME AUTHORITY.crt

In a process of its own: NSS opens one store in the life of a process.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

TRUSTED = 0x08 | 0x10  # a sound authority, and trusted for websites


class Item(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_int), ("data", ctypes.c_char_p), ("size", ctypes.c_uint)]


class Trust(ctypes.Structure):
    _fields_ = [("websites", ctypes.c_uint), ("mail", ctypes.c_uint), ("code", ctypes.c_uint)]


def put(home: Path, authority: bytes) -> None:
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    nss = ctypes.CDLL("libnss3.so")
    for name in ("CERT_GetDefaultCertDB", "PK11_GetInternalKeySlot", "CERT_NewTempCertificate"):
        getattr(nss, name).restype = ctypes.c_void_p
    _done(nss.NSS_InitReadWrite(f"sql:{store}".encode()))
    slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
    _done(nss.PK11_InitPin(slot, None, b""))
    book = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
    item = Item(0, authority, len(authority))
    found = ctypes.c_void_p(nss.CERT_NewTempCertificate(book, ctypes.byref(item), None, 0, 1))
    _done(nss.PK11_ImportCert(slot, found, ctypes.c_ulong(0), b"the house", 0))
    _done(nss.CERT_ChangeCertTrust(book, found, ctypes.byref(Trust(TRUSTED, 0, 0))))
    nss.CERT_DestroyCertificate(found)
    nss.PK11_FreeSlot(slot)
    _done(nss.NSS_Shutdown())


def _done(code: int) -> None:
    if code:
        raise SystemExit("NSS did not take the authority")


if __name__ == "__main__":
    put(Path(sys.argv[1]), Path(sys.argv[2]).read_bytes())
