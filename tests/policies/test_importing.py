"""The two real documents come in with what they record, and no more."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from councilgov.records import Refused
from policies import importing
from policies.importing import import_file
from policies.models import (
    IMPLICATIONS,
    CommitteeReport,
    Decision,
    Policy,
    PolicyVersion,
    Submission,
    VersionStatus,
)
from policies.text.sources import DOCUMENTS
from policies.text.splitting import source_of
from policies.votes import Method
from tests import given

HAVERING = DOCUMENTS / "havering-member-protocols-2018.txt"
BARNET = DOCUMENTS / "barnet-communications-with-the-public-2015.txt"


@pytest.fixture(autouse=True)
def _council():
    given.council()


def test_havering_holds_two_protocols_approved_as_amended_by_one_decision():
    import_file(path=HAVERING, by=None)

    decision = Decision.objects.get()
    titles = {str(version.policy) for version in decision.versions.select_related("policy")}
    assert titles == {"Members ICT Usage Protocol", "Social Media Protocol for Members"}
    assert {version.status for version in decision.versions.all()} == {
        VersionStatus.APPROVED_AS_AMENDED
    }


def test_the_decision_of_havering_is_what_minute_8_says():
    import_file(path=HAVERING, by=None)

    decision = Decision.objects.get()
    assert (decision.body, decision.met_on) == ("Governance Committee", date(2018, 7, 18))
    assert (decision.began_at_time, decision.ended_at_time) == (time(19, 30), time(20, 15))
    assert decision.place.startswith("Town Hall")
    assert decision.minute_item == "8"
    assert decision.presenter == "Monitoring Officer"
    assert "none" in decision.interests.lower()
    assert decision.label == ""


def test_the_vote_of_havering_is_ten_to_one_with_its_dissent():
    import_file(path=HAVERING, by=None)

    decision = Decision.objects.get()
    assert (decision.votes_for, decision.votes_against, decision.abstained) == (10, 1, None)
    assert decision.attendances.get(name__in=decision.named_dissent).group.startswith("Independent")
    assert decision.method == Method.RECORDED
    assert decision.attendances.count() == decision.present == 11
    assert decision.attendances.exclude(substitute_for="").count() == 2


def test_barnet_is_submitted_and_its_outcome_is_not_in_the_source():
    import_file(path=BARNET, by=None)

    version = PolicyVersion.objects.get()
    assert version.status == VersionStatus.SUBMITTED
    assert version.decision is None
    assert Decision.objects.count() == 0
    assert version.summary == (
        "The document recommends approval to the General Functions Committee of "
        "11 November 2015. It does not record the outcome."
    )


def test_a_document_without_a_report_has_none():
    import_file(path=HAVERING, by=None)

    assert not CommitteeReport.objects.exists()
    assert not Submission.objects.exists()


def test_a_report_that_cannot_stand_leaves_nothing_of_its_policies(monkeypatch):
    monkeypatch.setitem(IMPLICATIONS, "weather", "Weather")

    with pytest.raises(Refused, match="Weather"):
        import_file(path=BARNET, by=None)

    assert not Policy.objects.exists()


def test_what_a_text_relies_on_and_lacks_is_kept_with_it():
    for path in (HAVERING, BARNET):
        import_file(path=path, by=None)

    gaps = {
        version.policy.slug: {gap["refers_to"][:10] for gap in version.gaps}
        for version in PolicyVersion.objects.select_related("policy")
    }
    assert gaps["members-ict-usage-protocol"] == {"Appendix A"}
    assert gaps["social-media-protocol-for-members"] == set()
    assert gaps["communicating-with-the-public-by-text-and-social-media"] == {
        "Section 3 ",
        "Section 13",
    }


def test_the_code_of_conduct_is_to_be_read_with_both_protocols():
    import_file(path=HAVERING, by=None)

    for version in PolicyVersion.objects.all():
        (document,) = version.read_with
        assert "Code of Conduct" in document["title"]


def test_another_councils_file_is_one_policy(tmp_path):
    path = tmp_path / "guidance.md"
    path.write_text("# Guidance on screens\n\n## Purpose\n\n1. Lock your screen.\n", "utf-8")

    said = {"title": "Guidance on screens", "council": "Barset", "kind": "guidance"}
    (version,) = import_file(path=path, by=None, **said)

    assert version.policy.slug == "guidance-on-screens"
    assert version.policy.council == "Barset"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        ("Élan".encode("latin-1") * 50, "not in UTF-8"),
        (b"A line of policy.\n" * 600_000, "larger than 5 MB"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "is a picture"),
        (b"--- --- ---", "holds no words"),
    ],
    ids=["empty", "not UTF-8", "10 MB", "a renamed PNG", "no words"],
)
def test_a_bad_file_is_refused_whole_and_in_words(tmp_path, data, why):
    path = tmp_path / "policy.txt"
    path.write_bytes(data)

    with pytest.raises(CommandError, match=why):
        call_command("import_policy", str(path))

    assert Policy.objects.count() == PolicyVersion.objects.count() == Decision.objects.count() == 0


def test_a_file_that_is_not_there_is_refused_in_words():
    with pytest.raises(CommandError, match=r"nowhere.txt can’t be read"):
        call_command("import_policy", "/nowhere.txt")


def test_those_who_were_present_are_called_by_their_names():
    import_file(path=HAVERING, by=None)

    decision = Decision.objects.get()
    assert set(decision.named_dissent) <= {str(member) for member in decision.attendances.all()}


def test_the_same_document_twice_is_refused_and_nothing_is_doubled():
    import_file(path=HAVERING, by=None)

    with pytest.raises(Refused, match="already"):
        import_file(path=HAVERING, by=None)

    assert Policy.objects.count() == 2


def test_a_document_half_of_which_is_there_leaves_nothing_of_the_other_half():
    given.policy(slug="social-media-protocol-for-members")

    with pytest.raises(Refused):
        import_file(path=HAVERING, by=None)

    assert Policy.objects.count() == 1


def test_a_file_that_does_not_say_what_it_is_needs_its_kind(tmp_path):
    path = tmp_path / "code.md"
    path.write_text("# Code of conduct\n\n1. Members act with respect.\n")

    with pytest.raises(CommandError, match="Say what “Code of conduct” is: protocol, code"):
        call_command("import_policy", str(path))
    call_command("import_policy", str(path), "--kind", "code")

    assert Policy.objects.get().kind == "code"


def test_the_command_says_what_it_entered(capsys):
    call_command("import_policy", str(Path(HAVERING)))

    said = capsys.readouterr().out
    assert "Social Media Protocol for Members, version 1.0" in said
    assert "approved as amended" in said
    assert "Appendix A" in said


def test_a_decision_whose_vote_is_not_minuted_has_no_numbers(monkeypatch):
    def without_votes(document):
        source: Any = source_of(document)
        return replace(source, decision=replace(source.decision, votes=None))

    monkeypatch.setattr(importing, "source_of", without_votes)

    import_file(path=HAVERING, by=None)

    decision = Decision.objects.get()
    assert decision.method == Method.NOT_RECORDED
    assert (decision.votes_for, decision.votes_against) == (None, None)
