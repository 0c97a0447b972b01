"""Passwords and keys of this machine, made once and kept under ``var/``."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "keys.json"


def new_password() -> str:
    """A password of 256 random bits that needs no quoting in a URL, a file or a command."""
    return secrets.token_hex(32)


def new_signing_key() -> str:
    """The seed of an Ed25519 key: 32 random bytes in base64, as ``CERTIFICATE_KEY`` wants it."""
    return base64.b64encode(os.urandom(32)).decode()


@dataclass(frozen=True)
class Keys:
    """Everything secret that ``make run`` needs; without it the data beside it stay shut."""

    secret_key: str = field(default_factory=new_password, repr=False)
    certificate_key: str = field(default_factory=new_signing_key, repr=False)
    postgres_password: str = field(default_factory=new_password, repr=False)
    owner_password: str = field(default_factory=new_password, repr=False)
    web_password: str = field(default_factory=new_password, repr=False)
    valkey_password: str = field(default_factory=new_password, repr=False)


def kept_keys(home: Path) -> Keys:
    """The keys of this folder; made, and readable by their owner only, if there are none yet."""
    path = home / FILE
    if path.exists():
        return Keys(**json.loads(path.read_text()))
    keys = Keys()
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(draft, "x", opener=private) as file:
        json.dump(asdict(keys), file, indent=1)
    draft.rename(path)
    return keys


def private(path: str, flags: int) -> int:
    """Open a file that only its owner may read, from its first moment."""
    return os.open(path, flags, 0o600)
