"""What was not sent, for officers; and in the demo, what was."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from councilgov.access import Right
from councilgov.notices import actions, mailbox
from councilgov.notices.models import Notice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from councilgov.http import Request

PER_PAGE = 25
SENDS = permission_required(Right.SEND_NOTICE_AGAIN, raise_exception=True)


@require_safe
@permission_required(Right.SEE_UNSENT_NOTICES, raise_exception=True)
def unsent(request: Request) -> HttpResponse:
    """Messages that were given up, and those that wait."""
    dead = Paginator(Notice.objects.dead().select_related("to"), PER_PAGE)
    waiting = Notice.objects.undone().select_related("to")
    context = {
        "dead": dead.get_page(request.GET.get("page")),
        "waiting": waiting[:PER_PAGE],
        "waiting_count": waiting.count(),
        "may_send_again": request.user.has_perm(Right.SEND_NOTICE_AGAIN),
    }
    return render(request, "outbox/unsent.html", context)


@require_POST
@SENDS
def send_again(request: Request, pk: int) -> HttpResponse:
    """Send a message again that was given up."""
    notice = get_object_or_404(Notice, pk=pk)
    actions.send_again(notice=notice, by=request.user)
    messages.success(request, _("The message is on its way again."))
    return redirect("notices:unsent")


@require_POST
@SENDS
def send_all_again(request: Request) -> HttpResponse:
    """Send everything again that was given up, once the mail server is well."""
    count = actions.send_all_again(by=request.user)
    told = ngettext(
        "%(count)d message is on its way.", "%(count)d messages are on their way.", count
    )
    messages.success(request, told % {"count": count})
    return redirect("notices:unsent")


@login_not_required
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The outgoing mail of the demo, without signing in: a newcomer follows its links.

    Only in the demo, and only for somebody on this machine: the mails hold links to passwords.
    """
    if not settings.DEMO or not _is_from_this_machine(request):
        raise Http404
    folder = settings.EMAIL_FILE_PATH  # empty where mail goes to a real server
    mails = mailbox.newest(Path(folder)) if folder else []
    return render(request, "outbox/mail.html", {"mails": mails})


def _is_from_this_machine(request: HttpRequest) -> bool:
    """A proxy on this machine asks from the loopback too, for whomever; it names them."""
    came_through_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not came_through_proxy and ip_address(request.META["REMOTE_ADDR"]).is_loopback
