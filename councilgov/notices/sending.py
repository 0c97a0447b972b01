"""The one step that hands a mail to a mail server, or a text message to GOV.UK Notify."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from councilgov.notices import notify
from councilgov.notices.kinds import kind_of

if TYPE_CHECKING:
    from councilgov.notices.models import Notice
    from councilgov.notices.texts import Text

PERMANENT = range(500, 600)  # SMTP replies that another try won't change (RFC 5321, 4.2.1)


class Undeliverable(Exception):
    """The mail server will never take mail for this person. Holds its reply code, no address."""


def send(notice: Notice, text: Text) -> None:
    """Hand the mail over. Returns once the server has taken it; the Message-ID is the notice's.

    Raises ``Undeliverable`` if the server refuses the recipient for good, else whatever went wrong.
    """
    if number := kind_of(notice.kind).number:
        return _send_text(notice, number(notice), text)
    return _send_mail(notice, text)


def _send_text(notice: Notice, number: str, text: Text) -> None:
    try:
        notify.send_text(
            number=number,
            words=text.body,
            reference=notice.message_id,
            is_again=notice.attempts > 1,
        )
    except notify.Refusal as refusal:
        raise Undeliverable(*refusal.args) from None


def _send_mail(notice: Notice, text: Text) -> None:
    mail = EmailMessage(
        subject=text.subject,
        body=text.body,
        to=[notice.email],
        reply_to=[text.reply_to],
        headers={
            "Message-ID": f"<{notice.message_id}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",  # no out-of-office replies (RFC 3834)
        },
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as refusal:
        codes = {code for code, _reply in refusal.recipients.values()}
        if codes and all(code in PERMANENT for code in codes):
            raise Undeliverable(*sorted(codes)) from None
        raise


def code_of(error: Exception) -> str:
    """What went wrong, in a form that holds no address and no text: "SMTPDataError 451"."""
    codes = [getattr(error, "smtp_code", None), *error.args[:1]]
    refused = getattr(error, "recipients", {})
    codes += [code for code, _reply in refused.values()]
    numbers = [str(code) for code in codes if isinstance(code, int)]
    return " ".join([type(error).__name__, *numbers[:1]])[:45]
