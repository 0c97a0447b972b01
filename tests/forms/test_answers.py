"""What a form makes of what was sent."""

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from councilgov.forms.kit import GovukForm, GovukModelForm
from councilgov.forms.text import is_storable
from councilgov.records import Refused
from tests.forms.kit_form import GOOD, ReportForm
from tests.forms.test_fields import data, drawn, told

UNSTORABLE = ["\0", "a\0b", "\ud800", "smile \udc0a"]


def test_a_good_report_is_taken_whole():
    form = ReportForm(data())

    assert form.is_valid(), form.errors
    assert form.cleaned_data["asset_tag"] == "BC-01432"


def test_an_answer_to_a_question_that_was_not_shown_does_not_count():
    form = ReportForm(data(kind="post", asset_tag="BC-01432"))

    assert form.is_valid()
    assert form.cleaned_data["asset_tag"] == ""


def test_a_question_that_was_not_shown_need_not_be_answered():
    assert ReportForm(data(kind="else", asset_tag="")).is_valid()


def test_a_question_that_was_shown_must_be_answered():
    form = ReportForm(data(asset_tag=""))

    assert told(form, "asset_tag") == ["Enter asset tag"]


def test_a_refusal_in_a_form_leads_to_where_it_can_be_put_right():
    form = ReportForm(data())
    form.is_valid()
    form.refuse(Refused("It is lost.", way=("/devices/1/", "See what can be done now")))

    page = Template("{% load govuk %}{% govuk_error_summary form %}").render(
        Context({"form": form})
    )

    assert "<li>It is lost.</li>" in page
    assert '<li><a href="/devices/1/">See what can be done now</a></li>' in page


@pytest.mark.parametrize("typed", UNSTORABLE)
@pytest.mark.parametrize("name", [name for name in GOOD if name != "is_true"])
def test_what_no_column_can_hold_is_refused_as_an_error_of_its_field(name, typed):
    form = ReportForm(data(**{name: typed}))

    assert not form.is_valid()
    assert list(form.errors) == ["happened_on" if name.startswith("happened_on") else name]
    drawn(form).encode()


@pytest.mark.parametrize("typed", UNSTORABLE)
def test_a_choice_from_a_table_that_no_column_can_hold_is_refused(typed):
    class Pick(GovukForm):
        one = forms.ModelChoiceField(ContentType.objects.all(), to_field_name="model")
        many = forms.ModelMultipleChoiceField(ContentType.objects.all(), to_field_name="model")

    form = Pick(MultiValueDict({"one": [typed], "many": ["user", typed]}))

    assert set(form.errors) == {"one", "many"}
    drawn(form).encode()


def test_lines_end_in_one_character_so_that_the_count_is_what_was_seen():
    form = ReportForm(data(summary="a\r\n" * 99))

    assert form.is_valid(), form.errors
    assert "\r" not in form.cleaned_data["summary"]


def test_a_model_form_refuses_as_the_others_do():
    class KindForm(GovukModelForm):
        class Meta:
            model = ContentType
            fields = ["app_label", "model"]

    form = KindForm({"app_label": "x\0", "model": "y"})

    assert told(form, "app_label") == [
        "App label contains a character that cannot be saved. Type it again"
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "cost", "email", "paper"]),
        st.text(st.characters(), max_size=300),
    )
)
def test_nothing_that_can_be_typed_breaks_a_form(typed):
    form = ReportForm(MultiValueDict({name: [text] for name, text in typed.items()}))

    form.is_valid()

    drawn(form).encode()
    assert all(is_storable(value) for value in getattr(form, "cleaned_data", {}).values())
