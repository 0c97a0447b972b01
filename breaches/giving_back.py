"""What somebody typed while others moved the record on is given back, to be copied."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from councilgov.access import Right
    from councilgov.http import Request

TYPED = ("text", "words", "reason")
"""The fields in which people write whole sentences."""


class Queue(NamedTuple):
    """Where people with this right work, and what they read there when something is gone."""

    right: Right
    gone: StrOrPromise
    page: str
    name: StrOrPromise


def gives_words_back(queue: Queue) -> Callable[[Callable[..., HttpResponse]], Any]:
    """Of a page with a form: whoever wrote there while a colleague passed the record to others, or
    did the same, reads what happened and gets their words back, and no word of the record. For what
    they can't see the page is the same as for a number that there never was.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def shown(request: Request, *args: object, **kwargs: object) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (Http404, PermissionDenied, Refused) as trouble:
                words = "\n\n".join(filter(None, map(request.POST.get, TYPED)))
                if not (words.strip() and request.user.has_perm(queue.right)):
                    raise
                return _given_back(request, queue, trouble, words)

        return shown

    return decorate


def _given_back(request: Request, queue: Queue, trouble: Exception, words: str) -> HttpResponse:
    told, status = queue.gone, HTTPStatus.NOT_FOUND
    if isinstance(trouble, Refused):
        told, status = str(trouble), HTTPStatus.CONFLICT
    elif isinstance(trouble, PermissionDenied):
        told, status = _("It falls to others now, so you can’t do this."), HTTPStatus.FORBIDDEN
    context = {"told": told, "words": words, "queue": queue}
    return render(request, "breaches/given_back.html", context, status=status)
