"""The pages of drafting: from a new policy to the committee."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from policies.commenting.actions import answer_comment, comment
from policies.deciding.actions import amend, decide
from policies.drafting.actions import correct_policy, discard, send_to_review
from policies.drafting.editing import holder, open_for_editing
from policies.models import (
    IMPLICATIONS,
    Body,
    Comment,
    CommitteeReport,
    Editing,
    Outcome,
    Policy,
    PolicyVersion,
    VersionStatus,
)
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, author):
    given.council()
    client.force_login(author)
    return client


def address(name, version):
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number])


def words(response):
    return " ".join(response.content.decode().split())


def test_a_policy_is_begun_on_a_page(browser):
    answers = {"title": "New protocol", "kind": "protocol", "related": "Member code: It governs."}

    response = browser.post(reverse("policies:start_policy"), answers, follow=True)

    policy = Policy.objects.get(title="New protocol")
    assert policy.versions.get().read_with[0]["why"] == "It governs."
    assert "There is no text yet." in words(response)


def test_a_title_that_is_taken_is_said_at_its_box(browser):
    given.policy(title="Taken")

    answers = {"title": "Taken", "kind": "protocol"}
    response = browser.post(reverse("policies:start_policy"), answers)

    assert "There is a policy of this title already." in words(response)
    assert 'value="Taken"' in words(response)


@pytest.mark.parametrize(("size", "number"), [("major", "2.0"), ("minor", "1.1")])
def test_a_new_version_is_begun_on_a_page_that_says_what_it_asks(browser, size, number):
    old = given.published()
    page = reverse("policies:start_version", args=[old.policy.slug])

    assert "Everybody in the audience is asked to read and sign it again." in words(
        browser.get(page)
    )
    response = browser.post(page, {"size": size})

    assert response.url == reverse("policies:version", args=[old.policy.slug, number])


def test_details_keep_what_stands_there(browser):
    version = given.draft(dated="July 2026")
    page = address("change_details", version)
    assert 'value="July 2026"' in words(browser.get(page))

    browser.post(page, {"dated": "July 2027", "owner": "Clerk"})

    version.refresh_from_db()
    assert (version.dated, version.owner) == ("July 2027", "Clerk")


def test_title_and_kind_are_corrected_on_a_page_while_nothing_is_decided(browser):
    version = given.submitted()
    policy, title = version.policy, version.policy.title
    page = address("correct_policy", version)
    assert page in words(browser.get(version.get_absolute_url()))
    assert f'value="{title}"' in words(browser.get(page))

    shown = words(browser.post(page, {"title": "", "kind": ""}))
    assert "Enter the title of the policy" in shown
    assert "Select what it is" in shown
    shown = browser.post(page, {"title": "ICT Code", "kind": "code"}, follow=True)

    policy.refresh_from_db()
    assert (policy.title, policy.kind) == ("ICT Code", "code")
    assert "Title corrected" in words(shown)
    assert f"It was called “{title}” before." in words(shown)
    assert "It was entered as: protocol." in words(shown)
    assert shown.redirect_chain[-1][0] == version.get_absolute_url()
    entry = Entry.objects.get(kind="policies.policy_corrected")
    assert (entry.details["before"], entry.details["kind"]) == ("protocol", "code")
    assert entry.details["names"].keys() == {"title_before", "title"}


def test_a_correction_that_changes_nothing_leaves_no_evidence(browser):
    policy = given.draft().policy
    same = {"title": policy.title, "kind": policy.kind}

    assert browser.post(address("correct_policy", policy.versions.get()), same).status_code == 302

    assert not Entry.objects.filter(kind="policies.policy_corrected").exists()
    assert policy.history.count() == 1


def test_a_title_is_not_corrected_to_that_of_another_policy_but_may_change_its_capitals(browser):
    given.draft(policy=given.policy(title="ICT Protocol"))
    version = given.draft(policy=given.policy(title="Media protocol"))
    page = address("correct_policy", version)

    taken = browser.post(page, {"title": "ict protocol", "kind": "protocol"})
    own = browser.post(page, {"title": "MEDIA Protocol", "kind": "protocol"})

    assert "There is a policy of this title already." in words(taken)
    assert own.status_code == 302


def test_each_correction_is_teller_itself(browser):
    version = given.draft(policy=given.policy(title="Media protocol"))
    page = address("correct_policy", version)

    title = words(browser.post(page, {"title": "Press", "kind": "protocol"}, follow=True))
    kind = words(browser.post(page, {"title": "Press", "kind": "guidance"}, follow=True))

    assert ("Title corrected" in title, "Kind of policy corrected" in title) == (True, False)
    assert kind.count("Title corrected") == kind.count("Kind of policy corrected") == 1


def test_what_a_body_decided_on_keeps_its_title_and_kind(browser, author):
    version = given.referred_back()
    other = {"title": "Other", "kind": "code"}

    assert browser.post(address("correct_policy", version), other).status_code == 409
    with pytest.raises(Refused, match="A body has decided on"):
        correct_policy(policy=version.policy, by=author, **other)


def test_whoever_opens_the_details_holds_the_draft_until_they_save_them(browser, author, colleague):
    version = given.draft(owner="Clerk")
    page = address("change_details", version)
    browser.get(page)
    assert holder(version).editor == author

    browser.force_login(colleague)
    refused = browser.post(page, {"owner": "Archivist"})
    assert refused.status_code == 409
    assert "Ada" in words(refused)
    browser.force_login(author)
    browser.post(page, {"owner": "Monitoring Officer"})

    version.refresh_from_db()
    assert version.owner == "Monitoring Officer"
    assert holder(version) is None


def test_who_edits_is_shown_and_the_draft_taken_over(browser, author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=colleague)

    assert "Ben Birch has been editing this draft since" in words(
        browser.get(version.get_absolute_url())
    )
    assert "Talk to Ben Birch first" in words(browser.get(address("take_over", version)))
    browser.post(address("take_over", version))

    assert holder(version).editor == author
    assert browser.get(address("take_over", version)).status_code == 302


def test_who_may_not_edit_now_is_shown_the_way_to_take_the_draft_over(browser, colleague):
    version = given.draft()
    open_for_editing(version=version, by=colleague)

    refused = browser.get(address("enter_text", version))

    assert refused.status_code == 409
    assert f'href="{address("take_over", version)}"' in refused.text


def test_editing_is_finished_with_a_button(browser, author):
    version = given.draft()
    open_for_editing(version=version, by=author)

    assert "Finish editing" in words(browser.get(version.get_absolute_url()))
    browser.post(address("leave_draft", version))

    assert not Editing.objects.exists()


def test_colleagues_are_asked_by_name_and_nobody_else(browser, colleague, author):
    version = given.draft()
    given.officer(Role.AUDITOR, full_name="Olga Auditor")
    page = words(browser.get(address("send_to_review", version)))

    assert "Ben Birch" in page
    assert "Olga Auditor" not in page
    assert "Ada Alder" not in page.split("<main")[1]
    browser.post(address("send_to_review", version), {"asked": [colleague.pk]})
    version.refresh_from_db()
    assert version.status == VersionStatus.IN_REVIEW


def test_a_review_ends_and_a_draft_is_discarded_with_a_reason(browser, author):
    version = send_to_review(version=given.draft(), asked=[], by=author)
    browser.post(address("return_to_draft", version), {"reason": "Too long."})
    assert Comment.objects.get().text == "Too long."

    browser.post(address("discard_draft", version), {"reason": "Overtaken."})

    version.refresh_from_db()
    assert (version.status, version.closing_reason) == (VersionStatus.DISCARDED, "Overtaken.")


def test_a_clause_is_commented_on_from_the_draft(browser, colleague):
    version = given.draft(by=colleague)
    clause = version.text[-1]
    page = f"{address('comment_on_draft', version)}?clause={clause.anchor}"
    assert page in words(browser.get(version.get_absolute_url()))
    assert clause.text in words(browser.get(page))

    browser.post(page, {"text": "Which loss?", "anchor": clause.anchor})

    assert Comment.objects.get().place == "Rules, clause 2"
    assert "1 to answer" in words(browser.get(version.get_absolute_url()))


def test_a_comment_is_answered_from_the_draft(browser, colleague):
    row = given.comment(by=colleague)
    page = reverse("policies:answer_comment", args=[row.pk])
    assert page in words(browser.get(row.version.get_absolute_url()))

    response = browser.post(page, {"answer": "Any loss."}, follow=True)

    assert "Any loss." in words(response)


def test_what_cannot_be_commented_on_says_so(browser):
    response = browser.get(address("comment_on_draft", given.submitted()))

    assert response.status_code == 409


PARAGRAPH_1 = "Paragraph 1 of Part 1 of Schedule 12A to the Local Government Act 1972"
REPORT = {
    "title": "Protocols",
    "body": "Governance Committee",
    "body_kind": Body.COMMITTEE,
    "report_of": "Clerk",
    "contact": "Pat",
    "wards": "All",
    "summary": "S",
    "recommendations": "R",
    "why_needed": "W",
    "reasons": "R",
    "alternatives": "None",
    "after_decision": "A",
    "terms_of_reference": "T",
    **dict.fromkeys(IMPLICATIONS, "N/A"),
}


def on(day):
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"meets_on_{number}": part for number, part in enumerate(parts.values())} | {
        f"meets_on_{name}": part for name, part in parts.items()
    }


@pytest.mark.parametrize("said", ["None", "n/a", "None."])
def test_a_public_report_may_say_that_nothing_speaks_for_secrecy(browser, said):
    day = timezone.localdate() + timedelta(days=30)

    browser.post(reverse("policies:write_report"), REPORT | on(day) | {"public_interest": said})

    assert CommitteeReport.objects.get().public_interest == ""


def test_a_reason_for_secrecy_without_a_paragraph_is_said_on_the_page(browser):
    day = timezone.localdate() + timedelta(days=30)
    secret = REPORT | on(day) | {"public_interest": "It names a child."}

    response = browser.post(reverse("policies:write_report"), secret)

    assert "Select the paragraph that makes it exempt" in words(response)
    assert not CommitteeReport.objects.exists()


def test_a_report_is_written_and_changed(browser):
    day = timezone.localdate() + timedelta(days=10)

    response = browser.post(reverse("policies:write_report"), REPORT | on(day))
    report = CommitteeReport.objects.get()
    assert response.url == report.get_absolute_url()

    page = reverse("policies:change_report", args=[report.pk])
    browser.post(page, REPORT | on(day) | {"title": "Better protocols"})

    shown = words(browser.get(report.get_absolute_url()))
    assert "Better protocols" in shown
    assert "Legal and constitutional references" in shown
    assert "Better protocols" in words(browser.get(reverse("policies:reports")))


def test_a_heading_without_an_answer_and_a_past_meeting_are_said(browser):
    day = timezone.localdate() - timedelta(days=1)

    response = browser.post(reverse("policies:write_report"), REPORT | on(day) | {"legal": ""})

    assert "Legal and constitutional references”, if only with None or N/A" in words(response)
    assert "The meeting must be today or later" in words(response)


def test_a_draft_is_submitted_with_a_report_and_its_bodies(browser):
    version, report = given.draft(), given.report()
    page = address("submit_version", version)
    assert report.title in words(browser.get(page))
    answers = {"report": report.pk, "bodies": "2", "decides": "", "decides_kind": "full_council"}
    assert "Enter the name of this body" in words(browser.post(page, answers))

    browser.post(page, answers | {"decides": "Council"})

    assert [stage.body for stage in version.stages.all()] == ["Governance Committee", "Council"]


def test_three_bodies_may_stand_in_the_way(browser):
    version, report = given.draft(), given.report()
    more = {"second": "Cabinet", "second_kind": "executive", "third": "Council"}
    answers = {"report": report.pk, "bodies": "3", "third_kind": "full_council"} | more

    browser.post(address("submit_version", version), answers)

    assert [stage.body for stage in version.stages.all()][1:] == ["Cabinet", "Council"]


def test_what_is_recommended_as_amended_says_what_comes_next(browser, author):
    version = given.on_its_way(
        ("Governance Committee", Body.COMMITTEE), ("Council", Body.FULL_COUNCIL)
    )
    recommended = given.DECISION | {"outcome": Outcome.RECOMMENDED_AS_AMENDED}
    decide(versions=[version], by=None, **recommended)

    page = words(browser.get(version.get_absolute_url()))
    assert "Next: enter the text as it was amended. Then submit it to the next body." in page
    assert address("submit_version", version) not in page
    entering = words(browser.get(address("enter_text", version)))
    assert "Enter the text as it was resolved" in entering

    version = PolicyVersion.objects.get(pk=version.pk)
    amend(version=version, clauses=given.clauses("As amended."), by=author)

    page = words(browser.get(version.get_absolute_url()))
    assert "Next: submit it to the next body, with a report to that body." in page
    submitting = words(browser.get(address("submit_version", version)))
    assert "The Council has it before it next, as it was amended." in submitting


@pytest.mark.parametrize("page", ["submit_version", "send_to_review"])
def test_a_draft_without_text_goes_nowhere(browser, page):
    empty, whole = given.draft(clauses=[]), given.draft()

    assert address(page, empty) not in words(browser.get(empty.get_absolute_url()))
    assert address(page, whole) in words(browser.get(whole.get_absolute_url()))


@pytest.mark.parametrize(
    ("before", "way_back"),
    [("", True), ("submit/", False), ("https://elsewhere.example/", False)],
    ids=["page before", "itself", "elsewhere"],
)
def test_a_refusal_leads_back_to_the_page_before_it(browser, before, way_back):
    version = given.comment().version
    page = address("submit_version", version)
    draft = f"http://testserver{version.get_absolute_url()}"
    came_from = before if "//" in before else draft + before

    response = browser.get(page, headers={"referer": came_from})

    assert (f'href="{came_from}"' in response.text) is way_back


def test_what_is_refused_in_a_form_leads_back_to_the_form(browser):
    page = address("submit_version", given.comment().version)
    form = f"http://testserver{page}"

    response = browser.post(page, {}, headers={"referer": form})

    assert f'href="{form}"' in response.text


def test_a_draft_with_open_comments_is_not_submitted(browser):
    row = given.comment()

    response = browser.get(address("submit_version", row.version))

    assert response.status_code == 409
    assert "Answer every comment first" in words(response)


def test_work_in_hand_shows_where_each_stands(browser, author, colleague):
    version = given.draft()
    comment(version=version, text="Why?", by=colleague)
    answer_comment(
        comment=comment(version=version, text="When?", by=colleague), answer="Now.", by=author
    )
    open_for_editing(version=version, by=colleague)
    gone = discard(version=given.draft(), reason="Overtaken", by=author)

    page = words(browser.get(reverse("policies:drafts")))

    assert "1 version" in page
    assert "Ben Birch" in page
    assert "Finish the text" in page
    assert gone.policy.title not in page
    chosen = words(browser.get(f"{reverse('policies:drafts')}?status=discarded"))
    assert gone.policy.title in chosen


def test_the_list_of_work_is_a_few_queries(browser, django_assert_max_num_queries):
    for _one in range(3):
        given.comment()
    browser.get(reverse("policies:drafts"))

    with django_assert_max_num_queries(10) as few:
        browser.get(reverse("policies:drafts"))
    for _one in range(5):
        given.comment()
    with django_assert_max_num_queries(len(few)):
        browser.get(reverse("policies:drafts"))


def test_a_download_of_the_work_holds_bare_titles(browser):
    version = given.draft()

    response = browser.post(reverse("policies:drafts"), {"export": "csv"})

    assert version.policy.title in response.content.decode()
    assert "<a" not in response.content.decode()


def test_an_exempt_report_and_one_that_no_body_has_are_for_those_who_draft(client):
    exempt = given.submission(given.submitted()).report
    exempt = given.report(exempt_because=PARAGRAPH_1, public_interest="They are named.")
    given.council()

    for row in (given.report(), exempt):
        assert client.get(row.get_absolute_url()).status_code == 404
    assert (
        client.get(given.submission(given.submitted()).report.get_absolute_url()).status_code == 200
    )


def test_a_submitted_version_leads_to_its_report(browser):
    row = given.submission(given.submitted())

    assert row.report.title in words(browser.get(row.version.get_absolute_url()))
    assert PolicyVersion.objects.get() == row.version
