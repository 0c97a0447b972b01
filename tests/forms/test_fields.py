"""Labels, hints, errors and boxes point at one another."""

from django import forms
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from councilgov.forms.bound_field import GovukBoundField
from councilgov.forms.kit import GovukForm, adopt
from tests.forms.kit_form import GOOD, ReportForm
from tests.forms.markup import Boxes


def drawn(form):
    source = "{% load govuk %}{% govuk_error_summary form %}{% govuk_form form %}"
    return Template(source).render(Context({"form": form}))


def field(html, name):
    """The part of a page that draws one field."""
    return next(part for part in html.split("govuk-form-group") if f'name="{name}"' in part)


def told(form, name):
    """What the page says about one field."""
    bound = form[name]
    assert isinstance(bound, GovukBoundField)
    return bound.messages


def data(**changes):
    return MultiValueDict(
        {
            name: value if isinstance(value, list) else [value]
            for name, value in {**GOOD, **changes}.items()
        }
    )


def test_every_id_is_used_once():
    boxes = Boxes(drawn(ReportForm({})))

    assert sorted(boxes.ids) == sorted(set(boxes.ids))


def test_everything_that_is_pointed_at_is_there():
    boxes = Boxes(drawn(ReportForm({})))

    assert set(boxes.pointers) <= set(boxes.ids)
    assert len(boxes.pointers) > 20


def test_each_link_of_the_error_summary_lands_on_a_box():
    form = ReportForm({})
    boxes = Boxes(drawn(form))

    # The asset tag is asked only of a lost device.
    assert len(boxes.links) == len(form.errors) == 7
    assert set(boxes.links) <= set(boxes.ids)


def test_every_field_of_the_form_is_drawn():
    names = set(Boxes(drawn(ReportForm())).names)
    parts = {"happened_on_day", "happened_on_month", "happened_on_year"}

    assert names == (set(ReportForm.base_fields) - {"happened_on"}) | parts


def test_a_hint_and_an_error_both_describe_the_box():
    html = drawn(ReportForm({}))

    assert 'aria-describedby="id_summary-info id_summary-hint id_summary-error"' in html


def test_the_hint_of_a_tick_stands_below_it_and_describes_it():
    class Ticked(GovukForm):
        is_given = forms.BooleanField(label="It was given to me", help_text="By the council")

    html = drawn(Ticked({}))

    assert html.count('id="id_is_given-hint"') == 1
    assert 'aria-describedby="id_is_given-hint id_is_given-error"' in html
    assert (
        html.index("<label") < html.index("govuk-checkboxes__hint") < html.index("By the council")
    )


def test_the_error_of_a_group_describes_the_group_and_no_single_box():
    html = drawn(ReportForm({}))

    assert '<fieldset class="govuk-fieldset" aria-describedby="id_kind-error">' in html


def test_the_error_summary_comes_in_the_order_of_the_fields():
    links = Boxes(drawn(ReportForm({}))).links

    assert links[:4] == ["id_summary", "id_kind_0", "id_happened_on-day", "id_people_0"]


def test_the_first_wrong_box_of_a_date_is_where_its_link_lands():
    form = ReportForm(data(happened_on_month="13"))

    assert Boxes(drawn(form)).links == ["id_happened_on-month"]


def test_no_box_leaves_the_complaining_to_the_browser():
    html = drawn(ReportForm({}))

    assert not any(f" {word}" in html for word in ("required", "maxlength=", "placeholder="))


def test_an_optional_field_says_so_and_a_needed_one_does_not():
    html = drawn(ReportForm())

    assert "Cost (optional)" in html
    assert "Channel (optional)" not in html


def test_a_number_is_typed_in_a_text_box_with_figures_at_hand():
    cost = field(drawn(ReportForm()), "cost")

    assert 'type="text"' in cost
    assert 'inputmode="numeric"' in cost
    assert 'type="number"' not in cost


def test_a_date_is_shown_again_as_it_was_typed():
    html = drawn(ReportForm(data(happened_on_day="31", happened_on_month="Feb")))

    assert 'name="happened_on_day" type="text" inputmode="numeric" value="31"' in html
    assert 'name="happened_on_month" type="text" inputmode="numeric" value="Feb"' in html


def test_a_password_is_never_shown_again():
    assert "correct horse" not in drawn(ReportForm(data(kind="nonsense")))


def test_what_was_typed_is_escaped():
    html = drawn(ReportForm(data(summary="<script>alert(1)</script>", kind="nonsense")))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_field_that_belongs_to_an_answer_stands_beneath_it():
    html = drawn(ReportForm())

    assert html.count('name="asset_tag"') == 1
    loss, other = html.index('value="loss"'), html.index('value="else"')
    assert loss < html.index("app-reveal") < html.index('name="asset_tag"') < other


def test_an_error_of_a_hidden_field_is_told_without_a_link():
    class Hashed(GovukForm):
        seal = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Reload"})

    assert "<li>Reload</li>" in drawn(Hashed({})).replace("  ", "")


def test_a_foreign_form_is_drawn_as_ours_and_keeps_its_rules():
    class Foreign(forms.Form):
        name = forms.CharField(max_length=3, widget=forms.TextInput({"placeholder": "Name"}))

    form = Foreign({"name": "Long"})
    assert not form.is_valid()

    html = drawn(adopt(form))

    assert isinstance(form["name"], GovukBoundField)
    assert "Name must be 3 characters or less" in html
    assert "placeholder" not in html


def test_the_title_says_error_while_something_is_wrong():
    source = Template("{% load govuk %}{% govuk_error_prefix form %}")

    assert source.render(Context({"form": ReportForm({})})) == "Error: "
    assert source.render(Context({"form": ReportForm(data())})) == ""
    assert source.render(Context({"form": ReportForm()})) == ""
