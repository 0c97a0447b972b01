"""Labels as a file to print."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from councilgov import documents
from councilgov.people.models import Council

if TYPE_CHECKING:
    from devices.models import Label, LabelBatch


def pdf(batch: LabelBatch) -> bytes:
    """The sheets of a batch, from its first free label on; replaced labels leave their place."""
    council = Council.objects.the()
    labels = list(batch.labels.live().with_row().order_by("position"))
    layout = batch.layout
    last = labels[-1].position if labels else 0
    places = list(layout.places(batch.start, last + 1))
    facts: dict[str, Any] = {
        "title": str(batch),
        "dated_at": batch.printed_at,
        "council": council.name,
        "layout": layout._asdict(),
        "pages": places[last][0] + 1,
        "labels": [
            {"place": places[label.position], "text": label.printed_text, "qr": qr_code(label)}
            for label in labels
        ],
        "words": {
            "property": _("Property of %(council)s") % {"council": council.name},
            "found": _("If found: %(address)s") % {"address": printed_address()},
            "alt": _("QR code of label"),
        },
    }
    return documents.pdf("labels", facts)


def address_of(label: Label) -> str:
    """Where a scan leads. In capitals, as a QR code of capitals alone is smaller."""
    site = urlsplit(settings.SITE_URL)
    host = f"{site.scheme}://{site.netloc}".upper()
    return f"{host}{site.path}/D/{label.token}"


def printed_address() -> str:
    """What somebody types who cannot scan it."""
    host = settings.SITE_URL.partition("//")[2]
    return f"{host}{reverse('found').rstrip('/')}"


def qr_code(label: Label) -> str:
    """As SVG without a quiet zone: the label itself is white around it."""
    code = segno.make(address_of(label), error="m", micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, nl=False, border=0)
    svg: str = drawn.getvalue().decode()
    return svg
