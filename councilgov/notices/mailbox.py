"""The mails that the demo writes into files instead of sending them: for the page ``/mail/``."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

BETWEEN = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend puts after each mail
MOST = 50  # mails on the page
BIGGEST = 200_000  # bytes of a file


class Mail(NamedTuple):
    """One mail, as far as the page shows it."""

    subject: str
    to: str
    date: str
    text: str


def newest(folder: Path) -> list[Mail]:
    """The newest mails of the folder, newest first. Only plain files lying right in it are read."""
    files = [file for file in folder.glob("*.log") if file.is_file() and not file.is_symlink()]
    files.sort(key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    return [mail for file in files[:MOST] for mail in _mails(file)][:MOST]


def _mails(file: Path) -> Iterator[Mail]:
    with file.open("rb") as opened:
        written = opened.read(BIGGEST)
    for whole in reversed(written.split(BETWEEN)):
        if whole.strip():
            yield _mail(message_from_bytes(whole, policy=policy.default))


def _mail(message: EmailMessage) -> Mail:
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    subject, to, date = (str(message.get(name, "")) for name in ("subject", "to", "date"))
    return Mail(subject, to, date, text)
