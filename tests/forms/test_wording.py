"""Every complaint says what to do."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from councilgov.forms.text import as_subject, mid_sentence

pytestmark = pytest.mark.no_database

CHOICES = [("", ""), ("a", "A")]
EMPTY = SimpleUploadedFile("scan.pdf", b"")
LONGEST_EMAIL = 254  # characters, of every column of ours


def told(field, value=None, *, label="Council mailbox", files=None):
    field.label = label
    form = type("OneForm", (GovukForm,), {"it": field, "__module__": __name__})(
        {"it": value} if value else {}, files or {}
    )
    return form["it"].messages


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(), "", "Enter council mailbox"),
        (forms.CharField(max_length=3), "long", "Council mailbox must be 3 characters or less"),
        (forms.CharField(min_length=9), "short", "Council mailbox must be 9 characters or more"),
        (forms.ChoiceField(choices=CHOICES), "", "Select council mailbox"),
        (forms.ChoiceField(choices=CHOICES), "b", "Select council mailbox"),
        (forms.MultipleChoiceField(choices=CHOICES), "b", "Select council mailbox"),
        (forms.BooleanField(), "", "Tick the box: Council mailbox"),
        (forms.IntegerField(), "many", "Council mailbox must be a whole number, like 30"),
        (
            forms.IntegerField(max_value=15),
            "many",
            "Council mailbox must be a whole number, like 15",
        ),
        (forms.DecimalField(), "many", "Council mailbox must be a number, like 30"),
        (forms.IntegerField(max_value=9), "10", "Council mailbox must be 9 or less"),
        (forms.IntegerField(min_value=9), "8", "Council mailbox must be 9 or more"),
        (
            forms.EmailField(),
            "jane",
            "Enter an email address in the correct format, like name@example.com",
        ),
        (
            forms.URLField(assume_scheme="https"),
            "jane smart",
            "Enter a web address in the correct format, like https://www.example.com",
        ),
        (forms.FileField(), "", "Select council mailbox"),
    ],
)
def test_a_stock_complaint_becomes_plain(field, value, message):
    assert told(field, value) == [message]


def test_an_empty_file_is_called_empty():
    complaint = told(forms.FileField(), files={"it": EMPTY})

    assert complaint == ["The selected file is empty. Select another file"]


def test_a_question_is_asked_again_rather_than_bent_into_a_sentence():
    complaint = told(forms.CharField(), label="What happened?")

    assert complaint == ["Answer the question “What happened?”"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(max_length=3), "long", "Your answer must be 3 characters or less"),
        (forms.IntegerField(), "many", "Your answer must be a whole number, like 30"),
    ],
)
def test_a_question_does_not_begin_the_complaint_about_its_answer(field, value, message):
    assert told(field, value, label="Where are the papers kept?") == [message]


def test_a_question_does_not_begin_the_complaint_about_a_date():
    field = DateField(label="When does it meet?")

    with pytest.raises(forms.ValidationError, match="The date must be a real date"):
        field.clean(["31", "2", "2026"])


def test_a_message_that_the_form_gives_itself_is_kept():
    field = forms.CharField(error_messages={"required": "Tell us what happened"})

    assert told(field) == ["Tell us what happened"]


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Full name", "full name"), ("ICT desk", "ICT desk"), ("A reason", "a reason"), ("", "")],
)
def test_a_label_inside_a_sentence_keeps_its_capitals_only_if_they_are_its_own(label, inside):
    assert mid_sentence(label) == inside


def forms_of_the_house():
    """Every form of ours that has been imported, which the addresses of the portal see to."""
    get_resolver().url_patterns  # noqa: B018  # imports all views
    found = GovukForm.__subclasses__()
    for form in found:
        found.extend(form.__subclasses__())
    return [form for form in found if not form.__module__.startswith("tests.")]


def test_every_question_of_ours_says_itself_what_to_do():
    stock = {
        f"{form.__name__}.{name}"
        for form in forms_of_the_house()
        for name, field in form.base_fields.items()
        if field.required and str(field.label).endswith("?")
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]
    }

    assert stock == set()


def test_an_email_address_is_no_longer_than_a_column_takes():
    too_long = {
        f"{form.__name__}.{name}"
        for form in forms_of_the_house()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.EmailField) and (field.max_length or 0) > LONGEST_EMAIL
    }

    assert too_long == set()


def test_of_two_days_on_one_page_a_complaint_says_which():
    alike = {}
    for form in forms_of_the_house():
        days = [field for field in form.base_fields.values() if isinstance(field, DateField)]
        names = [day.noun or as_subject(str(day.label), question="The date") for day in days]
        if len(set(names)) < len(names):
            alike[form.__name__] = names

    assert alike == {}
