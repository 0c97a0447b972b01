"""The council itself: one row of settings, and the days on which it is closed."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from councilgov import deadlines
from councilgov.constraints import holds, one_of
from councilgov.deadlines import DIVISIONS, Nation
from councilgov.forms.branding import validate_readable
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta
    from typing import Self


class NationOf(models.TextChoices):
    """The nation decides the calendar, the law on conduct and whom to complain to."""

    ENGLAND = Nation.ENGLAND.value, _("England")
    WALES = Nation.WALES.value, _("Wales")
    SCOTLAND = Nation.SCOTLAND.value, _("Scotland")
    NORTHERN_IRELAND = Nation.NORTHERN_IRELAND.value, _("Northern Ireland")


class Insurance(models.TextChoices):
    """Whose insurance covers equipment at a councillor's home (Members ICT Usage Protocol,
    Responsibilities: "home contents insurance policy", or "from their basic allowance").
    """

    MEMBERS = "members", _("Councillors: their home contents policy, or their allowance")
    COUNCIL = "council", _("The council insures its equipment itself")


class NotSetUp(Exception):
    """Nobody has entered the council yet."""


class CouncilQuerySet(RecordQuerySet["Council"]):
    def the(self) -> Council:
        """The one council of this installation. Raises ``NotSetUp`` before it is entered."""
        council = self.first()
        if council is None:
            raise NotSetUp(_("This portal is not set up yet. Run manage.py create_council."))
        return council


class Council(Record):
    """What differs between councils and is no secret. One row."""

    name = models.CharField(max_length=100)
    nation = models.CharField(max_length=20, choices=NationOf, default=NationOf.ENGLAND)
    address = models.TextField(blank=True)
    email_domains: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=100), help_text="Accounts have addresses on these domains only"
    )
    header_colour = models.CharField(
        max_length=7, validators=[validate_readable], default="#003d4c"
    )
    brand_colour = models.CharField(max_length=7, validators=[validate_readable], default="#005a70")
    desk_phone = models.CharField(max_length=30)
    desk_email = models.EmailField()
    monitoring_officer_phone = models.CharField(max_length=30)
    monitoring_officer_email = models.EmailField()
    members_services_phone = models.CharField(max_length=30)
    members_services_email = models.EmailField()
    information_team_phone = models.CharField(max_length=30)
    information_team_email = models.EmailField()
    regulator_name = models.CharField(max_length=100, default="Information Commissioner’s Office")
    regulator_url = models.URLField(default="https://ico.org.uk/make-a-complaint/")
    regulator_phone = models.CharField(max_length=30, default="0303 123 1113")
    signing_working_days = models.PositiveSmallIntegerField(
        default=20, help_text="Working days in which a councillor signs a policy"
    )
    leaders_decision = models.CharField(
        max_length=300,
        blank=True,
        help_text="By which group leaders are told who of their group is late; empty: they are not",
    )
    holds_decision = models.CharField(
        max_length=300,
        blank=True,
        help_text="By which access may be held back from who does not sign; empty: it may not",
    )
    hold_after_days = models.PositiveSmallIntegerField(
        default=28, help_text="Calendar days after the due day before a hold may be proposed"
    )

    statistics_decision = models.CharField(
        max_length=300,
        blank=True,
        help_text="By which figures of incidents are published; empty: they are not",
    )

    incident_years = models.PositiveSmallIntegerField(
        default=6, help_text="Years after a report is closed until its personal details are erased"
    )
    safety_years = models.PositiveSmallIntegerField(
        default=2, help_text="Years after a report of a threat is closed until it is deleted"
    )
    referral_years = models.PositiveSmallIntegerField(
        default=6, help_text="Years after a matter of conduct is closed until its words are erased"
    )

    insurance = models.CharField(
        max_length=10,
        choices=Insurance,
        default=Insurance.MEMBERS,
        help_text="Who pays for equipment that is lost or damaged",
    )
    accept_working_days = models.PositiveSmallIntegerField(
        default=5, help_text="Working days in which issued equipment is accepted"
    )
    recall_working_days = models.PositiveSmallIntegerField(
        default=5, help_text="Working days in which recalled equipment is brought in"
    )
    return_working_days = models.PositiveSmallIntegerField(
        default=10, help_text="Working days in which equipment that is asked back is returned"
    )
    police_working_days = models.PositiveSmallIntegerField(
        default=1, help_text="Working days after which the police reference of a theft is asked for"
    )
    allows_personal_devices = models.BooleanField(
        default=True, help_text="Whether ICT sets up councillors’ own devices for council data"
    )
    stale_after_months = models.PositiveSmallIntegerField(
        default=6, help_text="Calendar months after which a constituent’s number is checked again"
    )
    reminds_of_checks = models.BooleanField(
        default=False, help_text="Whether councillors are reminded of what is to be checked again"
    )
    reply_days = models.PositiveSmallIntegerField(
        default=30, help_text="Days after which a question without an answer is one without reply"
    )
    contact_months = models.PositiveSmallIntegerField(
        default=12, help_text="Calendar months after the last contact until a person is deleted"
    )
    log_months = models.PositiveSmallIntegerField(
        default=12, help_text="Calendar months until an entry of who was shut out is deleted"
    )
    take_down_days = models.PositiveSmallIntegerField(
        default=2, help_text="Days in which a councillor takes down what they know to be libel"
    )
    sealed_days = models.PositiveSmallIntegerField(
        default=42, help_text="Days until sealed records of who left office are deleted"
    )
    complaint_months = models.PositiveSmallIntegerField(
        default=24, help_text="Calendar months after its answer until who complained is erased"
    )
    uses_test_word = models.BooleanField(
        default=False, help_text="Whether test messages ask for two words that are said on the call"
    )
    desk_hours = models.CharField(
        max_length=200, blank=True, help_text="When the desk is open, in words"
    )
    desk_opens_at = models.TimeField(
        default=time(9), help_text="From when on working days the desk’s targets count"
    )
    desk_closes_at = models.TimeField(
        default=time(17), help_text="Until when on working days the desk’s targets count"
    )
    desk_place = models.CharField(
        max_length=200, blank=True, help_text="Where people drop in at the desk"
    )
    desk_night_phone = models.CharField(
        max_length=30, blank=True, help_text="The number when the desk is shut"
    )
    desk_ticket_email = models.EmailField(
        blank=True, help_text="Where mail becomes a ticket of the desk’s own system"
    )

    objects = CouncilQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("nation", NationOf),
            one_of("insurance", Insurance),
            holds(
                "equipment_takes_a_day",
                Q(accept_working_days__gte=1)
                & Q(recall_working_days__gte=1)
                & Q(return_working_days__gte=1)
                & Q(police_working_days__gte=1),
            ),
            holds(
                "checked_within_a_year",
                Q(stale_after_months__gte=1) & Q(stale_after_months__lte=12),
                refusal=_("Choose from 1 to 12 months."),
            ),
            holds("a_reply_takes_a_day", Q(reply_days__gte=1)),
            holds(
                "libel_goes_swiftly",
                Q(take_down_days__gte=1) & Q(take_down_days__lte=14),
                refusal=_("Choose from 1 to 14 days."),
            ),
            holds(
                "contacts_go_in_time",
                Q(contact_months__gte=1) & Q(contact_months__lte=24),
                refusal=_("Choose from 1 to 24 months."),
            ),
            holds(
                "reports_go_in_time",
                Q(incident_years__gte=1)
                & Q(incident_years__lte=15)
                & Q(safety_years__gte=1)
                & Q(safety_years__lte=15),
                refusal=_("Choose from 1 to 15 years."),
            ),
            holds(
                "conduct_goes_in_time",
                Q(referral_years__gte=1) & Q(referral_years__lte=15),
                refusal=_("Choose from 1 to 15 years."),
            ),
            holds(
                "log_goes_in_time",
                Q(log_months__gte=1) & Q(log_months__lte=24),
                refusal=_("Choose from 1 to 24 months."),
            ),
            holds(
                "complaints_go_in_time",
                Q(complaint_months__gte=6) & Q(complaint_months__lte=72),
                refusal=_("Choose from 6 to 72 months."),
            ),
            holds(
                "sealed_until_told_twice",
                Q(sealed_days__gte=28) & Q(sealed_days__lte=180),
                refusal=_("Choose from 28 to 180 days."),
            ),
            holds(
                "desk_opens_before_it_closes",
                Q(desk_opens_at__lt=F("desk_closes_at")),
                refusal=_("The desk must open before it closes."),
            ),
            holds("is_the_only_one", Q(pk=1)),
            holds("signing_takes_a_day", Q(signing_working_days__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def division(self) -> str:
        """Whose bank holidays count."""
        return DIVISIONS[Nation(self.nation)]

    @property
    def offices(self) -> frozenset[str]:
        """The mailboxes that the council's offices read, as addresses are kept."""
        read = [
            *(self.desk_email, self.monitoring_officer_email),
            *(self.members_services_email, self.information_team_email),
        ]
        return frozenset(address.lower() for address in read)

    def closures(self) -> frozenset[date]:
        """The days on which the council is closed, beside weekends and bank holidays."""
        return frozenset(ClosureDay.objects.values_list("day", flat=True))

    def working_days_after(self, day: date, n: int) -> date:
        """The council's own n-th working day after the day (see ``deadlines``)."""
        return deadlines.working_days_after(
            day, n, division=self.division, closures=self.closures()
        )

    def earliest_working_day_after(self, day: date, n: int) -> date:
        """As ``working_days_after``, for what has happened: also past the calendar."""
        return deadlines.earliest_working_day_after(
            day, n, division=self.division, closures=self.closures()
        )

    def service_time_after(self, moment: datetime, length: timedelta) -> datetime:
        """When the desk has been open so long after the moment (see ``deadlines``)."""
        return deadlines.service_time_after(
            moment,
            length,
            opens=self.desk_opens_at,
            closes=self.desk_closes_at,
            division=self.division,
            closures=self.closures(),
        )

    def working_days_between(self, first: date, last: date) -> int:
        """How many of the council's working days lie after the first day, with the last."""
        return deadlines.working_days_between(
            first, last, division=self.division, closures=self.closures()
        )


class ClosureDayQuerySet(RecordQuerySet["ClosureDay"]):
    def holidays(self) -> Self:
        """Proclaimed for the whole country."""
        return self.filter(is_holiday=True)


class ClosureDay(Record):
    """A day on which this council is closed, or a one-off holiday that was proclaimed."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=100)
    is_holiday = models.BooleanField(
        default=False, help_text="For the whole country, so that it counts for elections too"
    )

    objects = ClosureDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"
