"""Officers publish the terms on which the council keeps ward records; councillors accept them.

A processor acts under "a contract or other legal act" (UK GDPR Article 28(3)): before the first
ward record, and again when a new version says so.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.accepting.checks import terms_in_force
from consent.models import ProcessingTerms, TermsAcceptance
from councilgov.forms.signature import check_name
from councilgov.ledger.actions import record
from councilgov.ledger.certificates import issue as certificate_for
from councilgov.notices.actions import tell
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.ledger.canonical import JSON

logger = logging.getLogger(__name__)

STATEMENT = gettext_noop(
    "I have read these terms. The council keeps my ward records for me on these terms."
)


@transaction.atomic
def publish_terms(
    *, text: str, asks_again: bool, replaces: int, by: User | None, **foresees: bool
) -> ProcessingTerms:
    """The terms get a new version. Older ones, and who accepted them, stay.

    ``foresees`` are ``foresees_opening`` and ``foresees_holding``: they say that an officer can
    open ward records for some hours, or keep them while a request or a case is open.
    ``replaces`` is the number of the version that the officer changed, 0 before the first. Raises
    ``Refused`` for the same text, and where somebody else was faster.
    """
    text = text.replace("\r\n", "\n").strip()
    digest = hashlib.sha256(text.encode()).hexdigest()
    _check_is_next(digest, replaces)
    terms = ProcessingTerms(
        number=replaces + 1,
        text=text,
        sha256=digest,
        asks_again=asks_again or not replaces,
        published_at=timezone.now(),
        published_by=by,
        **foresees,
    ).keep(by=by, why="Terms published")
    named = ("number", "sha256", "asks_again", "foresees_opening", "foresees_holding")
    facts: dict[str, JSON] = {name: getattr(terms, name) for name in named}
    record(kind="consent.terms_published", actor=by, subject=terms, facts=facts)
    if terms.asks_again:
        _tell_who_accepted_before(terms)
    return terms


def _check_is_next(sha256: str, replaces: int) -> None:
    latest = terms_in_force()
    if (latest.number if latest else 0) != replaces:
        raise Refused(_("Somebody published another version a moment ago. Read it first."))
    if latest and latest.sha256 == sha256:
        raise Refused(_("These are the terms in force. Change them first."), field="text")


@transaction.atomic
def accept_terms(*, by: User, typed_name: str, text_sha256: str) -> TermsAcceptance:
    """A councillor accepts the terms in force with their name, and has a certificate of it.

    Raises ``Refused`` out of office, for another name, twice, before there are any terms, and for
    a text that is no longer in force.
    """
    if not by.is_councillor:
        raise Refused(_("Only a councillor in office keeps ward records."))
    terms = terms_in_force()
    if terms is None:
        raise Refused(_("There are no terms yet. The Monitoring Officer publishes them."))
    if terms.sha256 != text_sha256:
        raise Refused(_("The terms changed while you read them. Read the new version."))
    check_name(by.full_name, typed_name)
    row = TermsAcceptance(
        councillor=by,
        terms=terms,
        accepted_at=timezone.now(),
        typed_name=" ".join(typed_name.split()),
        statement=_(STATEMENT),
    ).keep(by=by, why="Terms accepted")
    _certify(row, by=by)
    logger.info("Terms of ward records accepted", extra={"acceptance": row.pk, "by": by.pk})
    return row


def _certify(row: TermsAcceptance, *, by: User) -> None:
    entry = record(
        kind="consent.terms_accepted",
        actor=by,
        subject=row,
        facts={
            "councillor": row.councillor_id,
            "terms": row.terms_id,
            "terms_sha256": row.terms.sha256,
            "accepted_at": row.accepted_at.isoformat(),
        },
        names={"typed_name": row.typed_name, "statement": row.statement},
    )
    said: dict[str, str | datetime] = {
        _("Accepted by"): by.full_name,
        _("Accepted at"): row.accepted_at,
        _("Statement"): row.statement,
        _("Terms"): str(row.terms),
        _("SHA-256 of the terms"): row.terms.sha256,
    }
    certificate_for(entry=entry, statement=said, title=_("Terms of ward records"))


def _tell_who_accepted_before(terms: ProcessingTerms) -> None:
    """Whoever keeps ward records has to accept them anew before the next one."""
    earlier = TermsAcceptance.objects.exclude(terms=terms).values("councillor")
    for councillor in User.objects.councillors(timezone.now()).filter(pk__in=earlier):
        tell(kind="ward_terms_changed", to=councillor, cause=str(terms.number), about=terms)
