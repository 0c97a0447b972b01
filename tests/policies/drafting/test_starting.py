"""New policies and versions, their details, and drafts that are given up."""

import pytest
from django.db import IntegrityError, models, transaction

from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.records import Refused
from policies.drafting import actions
from policies.drafting.details import change_details, documents
from policies.drafting.editing import HeldByAnother, open_for_editing
from policies.models import Editing, Policy, PolicyKind, VersionStatus
from tests import given

pytestmark = pytest.mark.django_db
DETAILS = {"dated": "", "summary": "", "owner": "", "parent": None, "related": ()}


def start(by, title="Social media protocol", **fields):
    return actions.start_policy(title=title, kind=PolicyKind.PROTOCOL, by=by, **fields)


def change(version, by, **fields):
    return change_details(version=version, by=by, **DETAILS | fields)


def test_a_new_policy_has_an_empty_first_draft(author):
    version = start(author, owner="Monitoring Officer")

    assert (version.number, version.status, version.clauses) == ("1.0", VersionStatus.DRAFT, [])
    assert (version.policy.slug, version.owner) == (
        "social-media-protocol",
        "Monitoring Officer",
    )


def test_a_title_is_used_once(author):
    start(author)

    with pytest.raises(Refused, match="already") as refusal:
        start(author, "SOCIAL media protocol")

    assert refusal.value.field == "title"


def test_two_who_start_the_same_policy_at_once_start_it_once(author, monkeypatch):
    first = start(author)
    monkeypatch.setattr(actions, "address_for", lambda _title: first.policy.slug)

    with pytest.raises(Refused, match="already"):
        start(author, "Another title")


def test_of_two_corrections_to_one_title_at_once_the_second_is_refused(author, monkeypatch):
    start(author)
    other = start(author, "Another title").policy
    monkeypatch.setattr(actions, "check_title", lambda _title, _others: None)  # looked before

    with pytest.raises(Refused, match="There is a policy of this title already"):
        actions.correct_policy(
            policy=other, title="SOCIAL media protocol", kind=other.kind, by=author
        )


def test_the_database_refuses_two_policies_of_one_title(author):
    start(author)
    other = models.QuerySet(Policy).filter(pk=start(author, "Another title").policy.pk)

    with pytest.raises(IntegrityError, match="policies_policy_title_once"), transaction.atomic():
        other.update(title="SOCIAL media protocol")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Register", "register-policy"), ("Social – media", "social-media-2"), ("Été", "ete")],
)
def test_the_address_of_a_policy_is_its_own(author, title, slug):
    start(author, "Social media")

    assert start(author, title).policy.slug == slug


def test_a_title_has_letters(author):
    with pytest.raises(Refused, match="letters"):
        start(author, "???")


def test_what_is_to_be_read_with_it_is_entered_with_it(author):
    version = start(author, related=["Member code: It governs conduct.", "Constitution"])

    assert said(version) == [
        ("Member code", "It governs conduct."),
        ("Constitution", "To be read with this policy."),
    ]


@pytest.mark.parametrize(("is_major", "number"), [(True, "2.0"), (False, "1.1")])
def test_the_next_version_starts_from_the_text_in_force(author, is_major, number):
    old = given.published()

    new = actions.start_version(policy=old.policy, is_major=is_major, by=author)

    assert (new.number, new.sha256, new.author) == (number, old.sha256, author)


def test_no_number_is_used_twice(author):
    old = given.published()
    for expected in ("1.1", "1.2"):
        new = actions.start_version(policy=old.policy, is_major=False, by=author)
        assert new.number == expected
        actions.discard(version=new, reason="A mistake", by=author)


def test_a_policy_without_any_version_gets_its_first(author):
    policy = given.policy()

    new = actions.start_version(policy=policy, is_major=True, by=author)

    assert (new.number, new.clauses) == ("1.0", [])


def test_one_draft_of_a_policy_is_in_hand(author):
    version = given.draft()

    with pytest.raises(Refused, match=r"1\.0 is a draft already"):
        actions.start_version(policy=version.policy, is_major=True, by=author)


def test_details_change_while_it_is_a_draft(author):
    version, parent = given.draft(), given.policy()

    changed = change(
        version, author, dated="July 2026", summary="New", owner="Clerk", parent=parent
    )

    assert (changed.dated, changed.summary) == ("July 2026", "New")
    assert (changed.owner, changed.parent) == ("Clerk", parent)


def test_a_draft_changes_nothing_around_the_version_in_force(author, client):
    code = {"title": "Member code", "why": "It governs."}
    old = given.published(owner="Monitoring Officer", read_with=[code])
    draft = actions.start_version(policy=old.policy, is_major=True, by=author)
    before = client.get(old.policy.get_absolute_url()).text

    change(draft, author, owner="Clerk", parent=given.published().policy, related=["B: Two."])

    assert client.get(old.policy.get_absolute_url()).text == before
    old.refresh_from_db()
    assert (old.owner, old.parent, said(old)) == (
        "Monitoring Officer",
        None,
        [("Member code", "It governs.")],
    )


def test_the_next_version_begins_with_what_stands_around_the_one_in_force(author):
    parent, code = (
        given.policy(),
        {"title": "Code", "why": "It governs.", "url": "https://x.example"},
    )
    old = given.published(owner="Clerk", parent=parent, read_with=[code])

    new = actions.start_version(policy=old.policy, is_major=False, by=author)

    assert (new.owner, new.parent, new.read_with) == ("Clerk", parent, [code])


def test_what_stands_around_it_is_evidence_of_its_publication():
    parent = given.policy()
    version = given.published(owner="Clerk", parent=parent)

    entry = Entry.objects.about(version).get(kind="policies.published")

    assert entry.details["parent"] == parent.pk
    assert dict(entry.names.values_list("field", "name")) == {"owner": "Clerk", "read_with": "[]"}


def test_nobody_changes_the_details_while_another_edits(author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=colleague)

    with pytest.raises(HeldByAnother):
        change(version, author, summary="New")


def test_details_of_what_is_decided_stay(author):
    with pytest.raises(Refused, match="Only a draft"):
        change(given.submitted(), author, summary="New")


def test_a_policy_is_no_part_of_itself(author):
    version = given.draft()

    with pytest.raises(Refused, match="forms part of") as refusal:
        change(version, author, parent=version.policy)

    assert refusal.value.field == "parent"


def said(version):
    return [(document["title"], document["why"]) for document in version.read_with]


def test_documents_to_be_read_with_it_come_stay_change_and_go(author):
    version = start(author, related=["A: One.", "B: Two.", "C: Three."])

    changed = change(version, author, related=["A: One.", "B: Now another.", "D: Four."])

    assert said(changed) == [("A", "One."), ("B", "Now another."), ("D", "Four.")]


def test_a_document_that_stays_keeps_its_address_and_the_colons_of_its_title():
    known = [
        {"title": "Constitution: part 5", "why": "It governs.", "url": "https://a.example"},
        {"title": "Code", "why": "It binds.", "url": "https://b.example"},
    ]

    found = documents(["Constitution: part 5: It governs.", "Code: Put better."], known)

    assert found == [known[0], {**known[1], "why": "Put better."}]


def test_a_document_stands_there_once():
    assert documents(["A: One.", "A: Two."]) == [{"title": "A", "why": "Two.", "url": ""}]


def test_a_draft_is_given_up_with_its_reason(author):
    version = given.draft()
    open_for_editing(version=version, by=author)

    gone = actions.discard(version=version, reason="Overtaken", by=author)

    assert (gone.status, gone.closing_reason, gone.closed_by) == (
        VersionStatus.DISCARDED,
        "Overtaken",
        author,
    )
    assert not Editing.objects.exists()
    assert Entry.objects.get(kind="policies.discarded").actor == author
    with pytest.raises(Refused, match="is discarded"):
        actions.discard(version=version, reason="Again", by=author)


def test_a_draft_that_somebody_edits_is_not_given_up_by_another(author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=author)

    with pytest.raises(HeldByAnother):
        actions.discard(version=version, reason="Overtaken", by=colleague)
    with pytest.raises(HeldByAnother):
        actions.send_to_review(version=version, asked=[], by=colleague)


def test_who_is_asked_to_comment_is_told_while_the_review_lasts(author, colleague):
    version = actions.send_to_review(version=given.draft(), asked=[colleague], by=author)

    notice = Notice.objects.get(kind="draft_to_comment")
    assert (version.status, notice.to) == (VersionStatus.IN_REVIEW, colleague)
    with pytest.raises(Refused, match="is in review"):
        actions.send_to_review(version=version, asked=[], by=author)


def test_a_draft_without_text_is_not_reviewed(author):
    with pytest.raises(Refused, match="no text"):
        actions.send_to_review(version=start(author), asked=[], by=author)


def test_a_review_ends_with_a_reason_to_be_answered(author, colleague):
    version = actions.send_to_review(version=given.draft(), asked=[], by=author)

    back = actions.return_to_draft(version=version, reason="Too long.", by=colleague)

    assert back.status == VersionStatus.DRAFT
    assert back.comments.unanswered().get().text == "Too long."
    for status in (VersionStatus.DRAFT, VersionStatus.REFERRED_BACK):
        other = given.draft(status=status)
        with pytest.raises(Refused):
            actions.return_to_draft(version=other, reason="Too long.", by=author)
