"""A form with one field of each kind, for the tests of the kit."""

from django import forms

from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm

KINDS = [("post", "A post"), ("loss", "A lost device"), ("else", "Something else")]


class ReportForm(GovukForm):
    govuk = {
        "kind": {"conditional": {"loss": ["asset_tag"]}, "hints": {"post": "On any channel"}},
        "asset_tag": {"width": "10"},
        "cost": {"prefix": "£"},
    }

    summary = forms.CharField(
        label="What happened?",
        help_text="Do not name constituents.",
        max_length=200,
        widget=forms.Textarea,
        error_messages={"required": "Tell us what happened"},
    )
    kind = forms.ChoiceField(label="Kind of report", choices=KINDS, widget=forms.RadioSelect)
    asset_tag = forms.CharField(label="Asset tag", help_text="It is on the label.")
    happened_on = DateField(label="When?", noun="The date it happened", past=True)
    people = forms.MultipleChoiceField(
        label="Who knows", choices=KINDS, widget=forms.CheckboxSelectMultiple
    )
    channel = forms.ChoiceField(label="Channel", choices=[("", "Choose"), ("e", "Email")])
    cost = forms.DecimalField(label="Cost", required=False)
    email = forms.EmailField(
        label="Email address",
        required=False,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    paper = forms.FileField(label="Scan", required=False)
    is_true = forms.BooleanField(label="I have told the Monitoring Officer")


GOOD = {
    "summary": "A phone was left on a bus.",
    "kind": "loss",
    "asset_tag": "BC-01432",
    "happened_on_day": "27",
    "happened_on_month": "3",
    "happened_on_year": "2026",
    "people": ["post"],
    "channel": "e",
    "password": "correct horse",
    "is_true": "on",
}
