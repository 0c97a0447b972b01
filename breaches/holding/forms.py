"""What is asked about keeping something whole."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consent.holding.forms import HoldForm


class KeepWholeForm(HoldForm):
    """The fields are named after the arguments of ``holding.actions.hold_incident``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("You get one message on the day. A week later the Monitoring Officer gets one too")
        self.fields["review_on"].help_text = told
