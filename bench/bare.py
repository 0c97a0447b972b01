"""The yardstick: a signed-in Django page with one indexed query, and nothing of ours around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path

from councilgov.people.models import User
from councilgov.urls import urlpatterns as ours

if TYPE_CHECKING:
    from django.http import HttpRequest

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
PAGE = Template(
    "<!DOCTYPE html><title>People</title><p>{{ me.email }}</p><table>{% for row in rows %}"
    "<tr><td>{{ row.pk }}</td><td>{{ row.full_name }}</td><td>{{ row.email }}</td>"
    "<td>{{ row.known_as }}</td></tr>{% endfor %}</table>"
)


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Twenty rows by their key."""
    rows = User.objects.order_by("pk")[:20]
    return HttpResponse(PAGE.render(Context({"rows": rows, "me": request.user})))


urlpatterns = [*ours, path("bare/", page)]
