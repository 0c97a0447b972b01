"""The council's key: what it signs, and how a file is sealed. The format stands in ``checker``."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from councilgov.ledger.checker import BLANK, FILE, STATEMENT


def council_key() -> Ed25519PrivateKey:
    """The key in use. Raises ``ImproperlyConfigured`` if CERTIFICATE_KEY is not a key."""
    return _key_of(settings.CERTIFICATE_KEY)


@lru_cache(maxsize=2)
def _key_of(seed: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(
            "CERTIFICATE_KEY must be 32 bytes in base64: see .env.example"
        ) from error


def public_key() -> bytes:
    """The 32 bytes that everybody may know."""
    return council_key().public_key().public_bytes_raw()


def pem(public: bytes) -> str:
    """The key as other programs read it (RFC 8410)."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def base64url(found: bytes) -> str:
    """The bytes in the letters that addresses and QR codes take, without padding."""
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def sign_statement(statement: bytes) -> str:
    """The council's signature of a statement, 86 letters."""
    return base64url(council_key().sign(STATEMENT + statement))


def seal_file(file: bytes) -> bytes:
    """The file with its seal in place of the blanks: no byte can change without breaking it.

    Raises ``ValueError`` if there is no blank in it.
    """
    blank = BLANK.encode()
    if blank not in file:
        raise ValueError("The file has no place for its seal")
    return file.replace(blank, base64url(council_key().sign(FILE + file)).encode())


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key made this signature of this message: as ``checker.is_signed``, but fast."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
