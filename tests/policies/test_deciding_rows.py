"""What the database itself says about decisions, their corrections, stages and endings."""

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from policies.deciding import actions
from policies.models import Body, Correction, PolicyVersion, Stage, VersionStatus
from tests import given


@pytest.fixture(autouse=True)
def _council():
    given.council()


def is_refused(row, why, **change):
    """The web login writes past every rule of the application."""
    rows = models.QuerySet(type(row)).filter(pk=row.pk)
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        rows.update(**change) if change else rows.delete()


def test_a_correction_stays_as_it_was_made():
    decision = given.approved().decisions.get()
    made = actions.correct(decision=decision, text="It began at 7pm.", by=given.person())

    is_refused(made, "a row of policies_correction stays", text="It began at 8pm.")
    is_refused(made, "a row of policies_correction stays")


def test_a_correction_says_something():
    fields = {"decision": given.approved().decision, "made_at": timezone.now()}

    with pytest.raises(IntegrityError, match="policies_correction_says_something"):
        Correction(text="", made_by=given.person(), **fields).save()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"position": 0}, "counted_from_one"),
        ({"position": 2}, "one_at_a_place"),
        ({"body": ""}, "has_a_body"),
        ({"body_kind": "parish"}, "body_kind_known"),
    ],
)
def test_the_database_refuses_half_a_stage(change, constraint):
    version = given.on_its_way(("Cabinet", Body.EXECUTIVE), ("Council", Body.FULL_COUNCIL))

    is_refused(Stage.objects.get(position=1), f"policies_stage_{constraint}", **change)
    assert version.stages.count() == 2


def test_the_database_refuses_who_amended_a_text_as_its_certifier():
    by, at = given.person(), timezone.now()
    change = {"amended_by": by, "amended_at": at, "certified_by": by, "certified_at": at}

    is_refused(given.amended(), "certified_by_no_amender", **change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"amended_at": timezone.now()}, "amended_at_together"),
        ({"closed_at": timezone.now()}, "closed_at_together"),
        ({"closing_reason": "Because."}, "reason_when_closed"),
        ({"status": VersionStatus.DISCARDED, "closing_reason": "Because."}, "dated_when_closed"),
    ],
)
def test_the_database_refuses_half_an_ending(change, constraint):
    is_refused(given.draft(), f"policies_policyversion_{constraint}", **change)


def test_why_a_version_was_withdrawn_stays():
    version = actions.withdraw(version=given.published(), reason="Outdated.", by=given.person())

    is_refused(version, "text is frozen", closing_reason="Something else.")
    is_refused(version, "text is frozen", status=VersionStatus.PUBLISHED)


def test_what_was_certified_is_not_amended_again():
    version = given.amended()
    actions.certify(version=version, text_sha256=version.sha256, by=given.person())

    is_refused(PolicyVersion.objects.get(pk=version.pk), "text is frozen", sha256="a" * 64)


# Publication


def published_raw(version, **fields):
    """What the database is asked to write, past every rule of the application."""
    values = {
        "status": VersionStatus.PUBLISHED,
        "published_by": given.person(),
        "published_at": timezone.now(),
        "effective_on": timezone.localdate(),
    }
    models.QuerySet(PolicyVersion).filter(pk=version.pk).update(**values | fields)


@pytest.mark.parametrize("status", [VersionStatus.PUBLISHED, VersionStatus.SCHEDULED])
def test_the_database_publishes_nothing_that_no_body_approved(status):
    version, other = given.submitted(), given.approved().decision

    with pytest.raises(IntegrityError, match="published_from_approved"), transaction.atomic():
        published_raw(version, status=status, decision=other)


def test_the_database_enters_nothing_as_published():
    version = given.published()
    actions.withdraw(version=version, reason="Council, minute 9.", by=given.person())
    version.pk, version.minor, version.status = None, 1, VersionStatus.PUBLISHED
    version.closed_at = version.closed_by = None
    version.closing_reason = ""

    with pytest.raises(IntegrityError, match="published_from_approved"), transaction.atomic():
        version.save()


def test_the_database_publishes_nothing_on_the_decision_on_another_text():
    version = given.submitted()
    rows = models.QuerySet(PolicyVersion).filter(pk=version.pk)
    rows.update(status=VersionStatus.APPROVED, decision=given.approved().decision)

    with pytest.raises(IntegrityError, match="published_as_decided"), transaction.atomic():
        published_raw(version)


def test_the_database_publishes_nothing_on_a_decision_that_approved_nothing():
    version = given.referred_back()
    rows = models.QuerySet(PolicyVersion).filter(pk=version.pk)
    rows.update(status=VersionStatus.APPROVED, decision=version.decisions.get())

    with pytest.raises(IntegrityError, match="published_as_decided"), transaction.atomic():
        published_raw(version)


@pytest.mark.parametrize(
    ("status", "constraint"),
    [
        (VersionStatus.APPROVED_AS_AMENDED, "published_from_approved"),
        (VersionStatus.APPROVED, "amended_is_certified"),
    ],
)
def test_the_database_publishes_no_amended_text_without_a_certificate(status, constraint):
    version = given.amended("Members must lock their screens always.")
    models.QuerySet(PolicyVersion).filter(pk=version.pk).update(status=status)

    with pytest.raises(IntegrityError, match=constraint) as refused, transaction.atomic():
        published_raw(version)

    broken = refused.value.__cause__.diag.constraint_name
    assert broken == f"policies_policyversion_{constraint}"
