"""What is asked about results. Fields are named after wards, seats and those who sit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from councilgov.days import weekday_in_words
from councilgov.deadlines import retirement_day
from councilgov.elections.models import Contest, ContestStatus, Kind, Outcome
from councilgov.elections.returning.actions import Return
from councilgov.elections.returning.checks import leaving_anyway, sitting_in
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from councilgov.forms.names import is_same_name
from councilgov.people.models import ClosureDay, Council, TermOfOffice, User, Ward
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from councilgov.elections.models import Election

MOST_SEATS = 20
NOBODY = ("", _("Choose somebody"))
NOWHERE = ("", _("Choose a ward"))
WITHOUT_POLL = (Outcome.RETIRES, Outcome.ELSEWHERE, Outcome.STAYS)
OF_A_POLL = tuple(one for one in Outcome if one != Outcome.RETIRES)


class SeatsForm(GovukForm):
    """How many each ward elects, and the day of change."""

    marks_optional = False
    changes_on = DateField(
        label=_("Day on which councillors change"),
        error_messages={"required": _("Enter the day on which councillors change")},
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wards = list(wards_of(election))
        day = self.fields["changes_on"]
        day.help_text, suggested = hint_of_day(election)
        day.initial = election.changes_on or suggested
        first = first_seats(election)
        for ward in self.wards:
            self.fields[f"ward_{ward.pk}"] = forms.IntegerField(
                label=_now("Seats in %(ward)s") % {"ward": ward},
                min_value=1,
                max_value=MOST_SEATS,
                required=False,
                initial=first.get(ward.pk),
                widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
            )
        self.is_of_mayor = election.kind == Kind.MAYORAL

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.wards and not self.errors and not self.seats():
            name = f"ward_{self.wards[0].pk}"
            self.add_error(name, _("Enter the seats of at least one ward"))
        return cleaned

    def seats(self) -> Mapping[int | None, int]:
        """How many by the key of the ward; the mayor has none."""
        if self.is_of_mayor:
            return {None: 1}
        asked = {ward.pk: self.cleaned_data.get(f"ward_{ward.pk}") for ward in self.wards}
        return {pk: n for pk, n in asked.items() if n}


def wards_of(election: Election) -> QuerySet[Ward]:
    """Those in which it may be held."""
    if election.kind == Kind.MAYORAL:
        return Ward.objects.none()
    some = Ward.objects.filter(pk__in=election.wards.values("ward"))
    return Ward.objects.all() if election.is_whole_area else some


def first_seats(election: Election) -> Mapping[int, int]:
    """What was entered; before that, at an ordinary election, how many sit for each ward."""
    entered = {one.ward_id: one.seats for one in election.contests.all() if one.ward_id}
    if entered or not election.ends_seats:
        return entered or dict.fromkeys((ward.pk for ward in wards_of(election)), 1)
    found: dict[int, int] = {}
    sitting = TermOfOffice.objects.filter(ends_at=None, starts_on__lt=election.poll_on)
    for ward in sitting.exclude(ward=None).values_list("ward", flat=True):
        found[ward] = found.get(ward, 0) + 1
    return found


def hint_of_day(election: Election) -> tuple[str, date | None]:
    """What the law says of the day, and the day that follows from it, where it is built in."""
    if not election.ends_seats:
        return _now(
            "The first day in office of who is elected, as the returning officer says"
        ), None
    try:
        nation, holidays = Council.objects.the().nation, ClosureDay.objects.holidays()
        proclaimed = set(holidays.values_list("day", flat=True))
        day = retirement_day(election.poll_on, nation=nation, holidays=proclaimed)
    except Refused as refusal:
        return str(refusal), None
    told = _now(
        "Councillors who are not elected again retire on it, and new ones come in: the fourth day "
        "after the poll, or the next that is no bank holiday: %(day)s. Check it with the returning "
        "officer"
    )
    return told % {"day": weekday_in_words(day)}, day


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Somebody, by the name under which registers list them."""

    def label_from_instance(self, obj: User) -> str:
        return obj.full_name


class ResultForm(GovukForm):
    """What the poll in one ward means for each who sits, and who is new."""

    marks_optional = False

    def __init__(self, *args: Any, contest: Contest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contest = contest
        self.sitting = list(sitting_in([contest])[contest.pk].values())
        self.has_poll = not contest.asks_who_retires
        self.leaving = leaving_anyway(contest)
        others = contest.election.contests.exclude(pk=contest.pk)
        is_held = ~Q(status=ContestStatus.COUNTERMANDED) & Q(countermanded_because="")
        self.others = list(others.filter(is_held).select_related("ward"))
        held = {row.person_id: row for row in contest.results.all() if row.person_id}
        new = [row for row in contest.results.all() if not self._sits(row.person_id)]
        looks: dict[str, Any] = {}
        for term in self.sitting:
            self._ask_sitting(term, held.get(term.councillor_id), looks)
        known = User.objects.filter(terms__isnull=False).distinct()
        known = known.exclude(pk__in=[term.councillor_id for term in self.sitting])
        self.known = list(known) if self.places else []
        names = [NOBODY, *((one.pk, one.full_name) for one in self.known)]
        for n in self.places:
            self._ask_new(n, new[n - 1] if n <= len(new) else None, known)
            self._choices(f"known_{n}", names)
            self._ask_namesake(n)
        self.govuk = looks  # type: ignore[misc]  # of this ward alone

    @property
    def places(self) -> range:
        """One for each seat; none without a poll."""
        return range(1, self.contest.seats + 1 if self.has_poll else 1)

    def _sits(self, person: int | None) -> bool:
        return person in {term.councillor_id for term in self.sitting}

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        """Asked once for all fields that offer the same."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # of these fields

    def _ask_sitting(self, term: TermOfOffice, held: Any, looks: dict[str, Any]) -> None:
        asked = OF_A_POLL if self.has_poll else WITHOUT_POLL
        choices = [one for one in asked if one != Outcome.ELSEWHERE or self.others]
        sits, where = f"sits_{term.councillor_id}", f"where_{term.councillor_id}"
        name = term.councillor.full_name
        self.fields[sits] = forms.ChoiceField(
            label=name,
            choices=[(one.value, one.label) for one in choices],
            widget=forms.RadioSelect,
            initial=held.outcome if held else None,
            error_messages={
                "required": _now("Select what the poll means for %(name)s") % {"name": name}
            },
        )
        if self.others:
            self.fields[where] = forms.ModelChoiceField(
                Contest.objects.filter(pk__in=[one.pk for one in self.others]),
                label=_now("In which ward did %(name)s stand?") % {"name": name},
                required=False,
                initial=held.elsewhere_id if held else None,
            )
            self._choices(where, [NOWHERE, *((one.pk, str(one)) for one in self.others)])
            looks[sits] = {"conditional": {Outcome.ELSEWHERE.value: [where]}}

    def _ask_new(self, n: int, held: Any, known: QuerySet[User]) -> None:
        told = {"n": n}
        self.fields[f"known_{n}"] = PersonField(
            known,
            label=_now("Newly elected %(n)s: somebody who was a councillor before") % told,
            help_text=_now("Or who sits for another ward now. Otherwise leave this empty"),
            required=False,
            initial=held.person_id if held else None,
        )
        self.fields[f"name_{n}"] = forms.CharField(
            label=_now("Newly elected %(n)s: full name of somebody new") % told,
            max_length=150,
            required=False,
            initial=held.full_name if held else "",
            widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        )
        self.fields[f"email_{n}"] = forms.EmailField(
            label=_now("Newly elected %(n)s: their council email address, if you know it") % told,
            help_text=_now("It need not work yet. You can enter it later, on their page"),
            max_length=254,
            required=False,
            initial=held.email if held else "",
            widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        )

    def _ask_namesake(self, n: int) -> None:
        """Only of a name that somebody has who was a councillor before."""
        if self._is_of_known(str(self[f"name_{n}"].value() or "")):
            self.fields[f"other_{n}"] = forms.BooleanField(
                label=_now("Newly elected %(n)s: this is somebody else of that name") % {"n": n},
                required=False,
                initial=not self.is_bound,  # it was said when the result was held
            )

    def _is_of_known(self, name: str) -> bool:
        return any(is_same_name(name, one.full_name) for one in self.known)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        for term in self.sitting:
            pk = term.councillor_id
            if data.get(f"sits_{pk}") == Outcome.ELSEWHERE and not data.get(f"where_{pk}"):
                self.add_error(f"where_{pk}", _("Select the ward in which they stood"))
        for n in self.places:
            self._check_new(n, data)
        if (
            self.has_poll
            and not self.errors
            and all(one.outcome != Outcome.ELECTED for one in self.returns())
        ):
            told = _("Enter who was elected. If the poll was not held, enter that instead")
            self.add_error("name_1", told)
        return cleaned

    def _check_new(self, n: int, data: Mapping[str, Any]) -> None:
        name, email = data.get(f"name_{n}"), data.get(f"email_{n}")
        if data.get(f"known_{n}") and name:
            self.add_error(f"name_{n}", _("Choose somebody or enter a name, not both"))
        elif email and not name:
            self.add_error(f"name_{n}", _("Enter their full name"))
        elif name and email:
            self._check_address(n, name, email)
        elif name and self._is_of_known(name) and not data.get(f"other_{n}"):
            told = _now(
                "%(name)s was a councillor before: choose them above. Is it somebody else of that "
                "name? Then say so below"
            )
            self.add_error(f"name_{n}", told % {"name": name})

    def _check_address(self, n: int, name: str, email: str) -> None:
        """Whose address it is is who is elected, so the name has to be theirs."""
        owner = User.objects.filter(email=email.strip().lower()).first()
        if owner and not is_same_name(name, owner.full_name):
            told = _now("That is %(name)s’s address. Choose them above, or correct the address")
            self.add_error(f"email_{n}", told % {"name": owner.full_name})

    def returns(self) -> Sequence[Return]:
        """What ``actions.hold`` takes."""
        data, found = self.cleaned_data, []
        for term in self.sitting:
            outcome = Outcome(data[f"sits_{term.councillor_id}"])
            where = data.get(f"where_{term.councillor_id}")
            elsewhere = where if outcome == Outcome.ELSEWHERE else None
            found.append(Return(outcome, term.councillor, elsewhere=elsewhere))
        for n in self.places:
            if person := data.get(f"known_{n}"):
                found.append(Return(Outcome.ELECTED, person))
            elif name := data.get(f"name_{n}"):
                found.append(Return(Outcome.ELECTED, None, name, data.get(f"email_{n}") or ""))
        return found


class ContestField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Wards with their results in words."""

    def label_from_instance(self, obj: Contest) -> str:
        return f"{obj}. {obj.words}"


class ConfirmForm(GovukForm):
    """Which results count from now on, as they were seen."""

    contests = ContestField(
        Contest.objects.none(),
        label=_("Which results are right?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select at least one ward")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = election.contests.held().select_related("ward")
        choice = self.fields["contests"]
        assert isinstance(choice, ContestField)  # noqa: S101  # for the type checker
        choice.queryset = self.held
        marks = {contest.pk: contest.mark for contest in self.held}
        self.fields["seen"].initial = " ".join(f"{pk}={mark}" for pk, mark in marks.items())

    def marks(self) -> Mapping[int, str]:
        """Of those that were chosen, the result that was seen."""
        pairs = (word.partition("=") for word in self.cleaned_data["seen"].split())
        seen = {pk: mark for pk, _equals, mark in pairs}
        return {one.pk: seen.get(str(one.pk), "") for one in self.cleaned_data["contests"]}
