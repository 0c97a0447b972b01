"""Addresses for the tests of the kit: a form, a register, a signature, and pages gone wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.template import RequestContext, Template, loader
from django.urls import path
from django.utils.translation import ngettext_lazy

from councilgov import urls
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.registers import register_page
from councilgov.forms.signature import SignatureForm
from councilgov.forms.tables import NumberColumn, RegisterTable, TagColumn
from councilgov.forms.timeline import Event
from councilgov.records import Refused
from tests.forms.kit_form import ReportForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

EXPORTED: list[tuple[str, int]] = []
SHAPES = [("round", "Round"), ("square", "Square")]
SIGNER = "Zoë Smart-O’Brien"
SEAL = "a" * 64

KIT = """{% extends "base.html" %}{% load govuk %}
{% block title %}{% govuk_error_prefix form %}Report{% endblock %}
{% block before %}{% govuk_breadcrumbs "Home" "/" "Report" %}{% endblock %}
{% block content %}
  {% govuk_error_summary form %}
  <h1 class="govuk-heading-l">Report {% govuk_tag "New" "blue" %}</h1>
  {% govuk_warning %}You can be fined{% endgovuk_warning %}
  {% govuk_details summary="What counts" %}
    <p class="govuk-body" id="folded">A lost phone.</p>
  {% endgovuk_details %}
  {% govuk_panel title="Signed" level=2 %}<strong>ACK-0091</strong>{% endgovuk_panel %}
  <h2 class="govuk-heading-m">Things to do</h2>{% govuk_task_list tasks %}
  <h2 class="govuk-heading-m">Summary</h2>{% govuk_summary_list rows %}
  {% govuk_table head cells caption="Breaches" numeric="1" %}
  <h2 class="govuk-heading-m">History</h2>{% govuk_timeline events %}
  <p class="govuk-body">Within <del>twenty</del> <ins>ten</ins> days</p>
  <form method="post" enctype="multipart/form-data" novalidate>
    {% csrf_token %}{% govuk_form form %}{% govuk_button "Send" %}
  </form>
{% endblock %}"""
SIGN = """{% extends "base.html" %}{% load govuk %}
{% block title %}{% govuk_error_prefix form %}Sign{% endblock %}
{% block before %}{% govuk_back_link "/policies/" %}{% endblock %}
{% block content %}{% govuk_error_summary form %}<h1 class="govuk-heading-l">Sign</h1>
{% include "govuk/signature.html" %}{% endblock %}"""
CONTEXT = {
    "tasks": [
        {
            "title": "Sign the protocol",
            "href": "#1",
            "hint": "Soon",
            "status": "To do",
            "colour": "blue",
        },
        {"title": "Then this", "status": "Cannot start yet"},
    ],
    "rows": [
        {
            "key": "Phone",
            "value": "BC-1",
            "actions": [{"text": "Report", "href": "#2", "hidden": "phone"}],
        },
        {"key": "Laptop", "value": ""},
    ],
    "head": ["Reference", "People"],
    "cells": [["BR-1", 3], ["BR-2", 12]],
    "events": [
        Event(
            datetime(2026, 11, 19, 9, 40, tzinfo=UTC), "Reported", "Councillor Smart", "By phone."
        )
    ],
}


def page(request: HttpRequest, source: str, **context: Any) -> HttpResponse:
    return HttpResponse(Template(source).render(RequestContext(request, context)))


@login_not_required
def report(request: HttpRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReportForm(*sent)
    if form.is_valid():
        messages.success(request, "We have your report.")
        messages.info(request, "Keep the reference.")
        form = ReportForm()
    return page(request, KIT, form=form, **CONTEXT)


@login_not_required
def sign(request: HttpRequest) -> HttpResponse:
    form = SignatureForm(
        request.POST or None,
        signer=SIGNER,
        statement="I have read the protocol and agree to follow it.",
        text_sha256=SEAL,
        tick="text" not in request.GET,
    )
    done = "Signed" if form.is_valid() else "Sign"
    return page(request, SIGN, form=form, next_steps="You get a receipt.", button=done)


class ThingTable(RegisterTable):
    """Sessions stand for the rows: a table that every installation has, and tests may fill."""

    caption = "Things"
    counted = ngettext_lazy("%(count)s thing", "%(count)s things", "count")
    empty = "There are no things yet."

    session_key = django_tables2.Column(verbose_name="Name")
    session_data = TagColumn({"round": "blue"}, verbose_name="Shape")
    year = NumberColumn(accessor="expire_date__year", verbose_name="Year", orderable=False)

    class Meta(RegisterTable.Meta):
        per_page = 10


class ThingFilter(RegisterFilter):
    search = SearchFilter(["session_key"], help_text="Name of the thing")
    shape = django_filters.MultipleChoiceFilter(
        field_name="session_data",
        choices=SHAPES,
        widget=forms.CheckboxSelectMultiple,
        label="Shape",
    )


@login_not_required
def things(request: HttpRequest) -> HttpResponseBase:
    return register_page(
        request,
        queryset=Session.objects.filter(session_data__in=dict(SHAPES)),
        table_class=ThingTable,
        filter_class=ThingFilter,
        context={"title": "Things", "section": "Test"},
        on_export=lambda *, file_format, rows: EXPORTED.append((file_format, rows)),
    )


@login_not_required
def wrong(_request: HttpRequest, kind: str) -> HttpResponse:
    faults = {
        "bad": SuspiciousOperation(),
        "forbidden": PermissionDenied(),
        "refused": Refused("Your term of office ended on 6 May 2026."),
        "broken": RuntimeError("A fault"),
    }
    if kind in faults:
        raise faults[kind]
    return HttpResponse(loader.get_template("503.html").render(), status=503)


@login_not_required
def inline(_request: HttpRequest) -> HttpResponse:
    """What our policy forbids: the browser must say so."""
    return HttpResponse("<!DOCTYPE html><title>Inline</title><script>1 + 1</script>")


urlpatterns = [
    path("test/report/", report),
    path("test/sign/", sign),
    path("test/things/", things),
    path("test/inline/", inline),
    path("test/wrong/<kind>/", wrong),
    *urls.urlpatterns,
]
