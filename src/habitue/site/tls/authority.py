"""The authority a house's devices trust, and the certificates it stands for.

The authority signs one certificate in its life, the signer's, and its key is then forgotten. The
signer may speak for private names and for what the house was told to be called, for nothing else
on the internet: whoever steals this machine cannot read what a waiter's phone says to a bank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_network
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from habitue.site.tls.names import PRIVATE_NAMES, PRIVATE_NETWORKS, Address, Names

AUTHORITY_LASTS = timedelta(days=3_652)
LEAF_LASTS = timedelta(days=390)  # with BEFORE, less than the 397 days that browsers allow
BEFORE = timedelta(days=2)  # a phone whose clock is behind by a day is not turned away
Key = ec.EllipticCurvePrivateKey
Extensions = Iterable[tuple[x509.ExtensionType, bool]]


class Damaged(Exception):
    """A file of ours that does not hold what it should."""


@dataclass(frozen=True)
class Authority:
    """`root` is what devices trust; `signer` stands under it and signs, with `key`."""

    root: x509.Certificate
    signer: x509.Certificate
    key: Key

    @property
    def der(self) -> bytes:
        return self.root.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """As devices show it: the SHA-256 in pairs."""
        return sha256(self.der).digest().hex(":").upper()

    @property
    def begins(self) -> datetime:
        return self.root.not_valid_before_utc

    @property
    def ends(self) -> datetime:
        return self.root.not_valid_after_utc

    def may_say(self, names: Names) -> Names:
        """Those of `names` that it was allowed at its making."""
        said = self.signer.extensions.get_extension_for_class(x509.NameConstraints).value
        allowed = [each.value for each in said.permitted_subtrees or ()]
        hosts = [each for each in allowed if isinstance(each, str)]
        networks = [each for each in allowed if not isinstance(each, str)]
        return Names(
            tuple(h for h in names.hosts if any(h == n or h.endswith(f".{n}") for n in hosts)),
            tuple(a for a in names.addresses if any(a in network for network in networks)),
        )

    def file(self) -> bytes:
        return _private(self.key) + _public(self.signer) + _public(self.root)

    @classmethod
    def read(cls, content: bytes) -> Self:
        key, signer, root = _read(content)
        return cls(root, signer, key)


@dataclass(frozen=True)
class Leaf:
    """What this machine shows to whoever asks: its certificate, with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def names(self) -> Names:
        said = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        hosts = said.value.get_values_for_type(x509.DNSName)
        addresses = said.value.get_values_for_type(x509.IPAddress)
        return Names(tuple(hosts), tuple(a for a in addresses if isinstance(a, Address)))

    @property
    def begins(self) -> datetime:
        return self.certificate.not_valid_before_utc

    @property
    def ends(self) -> datetime:
        return self.certificate.not_valid_after_utc

    def is_of(self, authority: Authority) -> bool:
        try:
            self.certificate.verify_directly_issued_by(authority.signer)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True

    def file(self, authority: Authority) -> bytes:
        """Key and chain in one file: they can only change together."""
        return _private(self.key) + _public(self.certificate) + _public(authority.signer)

    @classmethod
    def read(cls, content: bytes) -> Self:
        key, certificate, _signer = _read(content)
        return cls(certificate, key)


def make(called: str, own: Names, now: datetime) -> Authority:
    """An authority for the machine `called` so, which may say private names and `own`."""
    root_key, key = _new_key(), _new_key()  # the first is gone when this returns
    root_name, ends = _name(f"Habitué, authority of {called}"), now + AUTHORITY_LASTS
    root = _signed(
        _builder(root_name, root_key, now, ends).issuer_name(root_name),
        [*_ca(root_key, below=1)],
        root_key,
    )
    signer = _signed(
        _builder(_name(f"Habitué, signer of {called}"), key, now, ends).issuer_name(root_name),
        [*_ca(key, below=0), (_constraints(own), True), (_issued_by(root), False)],
        root_key,
    )
    return Authority(root, signer, key)


def issue(authority: Authority, names: Names, now: datetime) -> Leaf:
    """A certificate for `names`, which the authority may all say."""
    key = _new_key()
    ends = min(now + LEAF_LASTS, authority.ends)
    alternatives = [x509.DNSName(host) for host in names.hosts]
    addresses = [x509.IPAddress(address) for address in names.addresses]
    certificate = _signed(
        _builder(_name(names.words[0]), key, now, ends).issuer_name(authority.signer.subject),
        [
            (x509.SubjectAlternativeName([*alternatives, *addresses]), False),
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (_usage(digital_signature=True), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
            (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            (_issued_by(authority.signer), False),
        ],
        authority.key,
    )
    return Leaf(certificate, key)


def _new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())  # what every phone in use knows


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:64])])


def _builder(name: x509.Name, key: Key, now: datetime, ends: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(ends)
    )


def _signed(
    builder: x509.CertificateBuilder, extensions: Extensions, key: Key
) -> x509.Certificate:
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(key, SHA256())


def _ca(key: Key, *, below: int) -> Extensions:
    yield x509.BasicConstraints(ca=True, path_length=below), True
    yield _usage(key_cert_sign=True, crl_sign=True), True
    yield x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _constraints(own: Names) -> x509.NameConstraints:
    hosts = dict.fromkeys([*PRIVATE_NAMES, *own.hosts])
    networks = dict.fromkeys([*PRIVATE_NETWORKS, *map(ip_network, own.addresses)])
    return x509.NameConstraints(
        [*map(x509.DNSName, hosts), *map(x509.IPAddress, networks)], excluded_subtrees=None
    )


def _issued_by(authority: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    known = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)


def _private(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _read(content: bytes) -> tuple[Key, x509.Certificate, x509.Certificate]:
    try:
        key = load_pem_private_key(content, None)
        first, second = x509.load_pem_x509_certificates(content)
    except (ValueError, TypeError) as problem:
        raise Damaged(str(problem)) from problem
    if not isinstance(key, Key) or key.public_key() != first.public_key():
        raise Damaged("the key does not belong to the certificate")
    return key, first, second
