"""Entering a text: nothing is saved before its clauses are checked, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.records import Refused
from policies import tasks
from policies.deciding import actions as deciding
from policies.drafting import actions as drafting
from policies.entering import actions
from policies.entering.incoming import read_in
from policies.models import OriginalFile, Outcome, PolicyVersion, UnsavedText, VersionStatus
from policies.text.reading import Unreadable
from policies.text.sources import DOCUMENTS
from policies.text.writing import write
from tests import given
from tests.policies.text.makers import paragraph, word

HAVERING = DOCUMENTS / "havering-member-protocols-2018.txt"
TEXT = "## Rules\n\n1. Members must lock their screens.\n"


@pytest.fixture
def drafter(db):
    given.council()
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def draft(drafter):
    return given.draft()


@pytest.fixture
def browser(client, drafter):
    client.force_login(drafter)
    return client


def address(version, page="text/"):
    return f"{version.get_absolute_url()}{page}"


def check(version):
    return address(version, "text/check/")


def take_in(version, by, content=TEXT, name="policy.md"):
    data = content if isinstance(content, bytes) else content.encode()
    found = read_in(version, data, name)
    return actions.take_in(version=version, found=found, seen_sha256=version.sha256, by=by)


def save(version, by, checked=TEXT):
    return actions.save(version=version, checked=checked, seen_sha256=version.sha256, by=by)


def test_what_is_uploaded_is_checked_before_anything_is_saved(browser, draft):
    file = SimpleUploadedFile("policy.docx", word(paragraph("Members must lock their screens.")))

    response = browser.post(
        address(draft), {"file": file, "seen_sha256": draft.sha256}, follow=True
    )

    assert response.redirect_chain == [(check(draft), 302)]
    assert "Members must lock their screens." in response.text
    assert "Nothing is saved yet." in response.text
    assert PolicyVersion.objects.get(pk=draft.pk).sha256 == draft.sha256


def test_the_checked_clauses_are_saved_with_the_file_they_came_from(browser, draft):
    content = word(paragraph("Members must lock their screens."))
    row = take_in(draft, browser_user(browser), content, "policy.docx")

    response = browser.post(
        check(draft), {"source": row.source, "seen_sha256": draft.sha256, "save": "yes"}
    )

    saved = PolicyVersion.objects.get(pk=draft.pk)
    assert response["Location"] == draft.get_absolute_url()
    assert [clause.text for clause in saved.text] == ["Members must lock their screens."]
    assert saved.source_name == "policy.docx"
    file = OriginalFile.objects.get()
    assert bytes(file.content) == content
    assert (file.name, file.version_id, file.uploaded_by_id) == (
        "policy.docx",
        draft.pk,
        browser_user(browser).pk,
    )
    assert UnsavedText.objects.count() == 0


def browser_user(client):
    return given.User.objects.get(pk=client.session["_auth_user_id"])


def test_pasted_text_leaves_no_file(draft, drafter):
    take_in(draft, drafter, name="")

    save(draft, drafter)

    assert OriginalFile.objects.count() == 0


def test_the_same_file_twice_is_kept_once(draft, drafter):
    for _time in range(2):
        row = take_in(draft, drafter)
        draft = save(draft, drafter, row.source)

    assert OriginalFile.objects.count() == 1


def test_what_was_changed_after_the_check_is_not_saved_unchecked(browser, draft, drafter):
    row = take_in(draft, drafter)
    changed = row.source + "\n2. Members must report a loss.\n"

    response = browser.post(
        check(draft),
        {"source": changed, "seen_sha256": draft.sha256, "save": "yes"},
        follow=True,
    )

    assert "You changed the text after you checked it." in response.text
    assert "Members must report a loss." in response.text
    assert PolicyVersion.objects.get(pk=draft.pk).sha256 == draft.sha256
    assert UnsavedText.objects.get().source == changed


def test_the_text_that_is_there_can_be_changed_without_a_file(browser, draft):
    shown = browser.get(check(draft))
    source = shown.context["form"]["source"].value()
    changed = source + "\n9. Something new.\n"

    browser.post(check(draft), {"source": changed, "seen_sha256": draft.sha256, "check": "yes"})
    browser.post(check(draft), {"source": changed, "seen_sha256": draft.sha256, "save": "yes"})

    assert PolicyVersion.objects.get(pk=draft.pk).text[-1].text == "Something new."


def test_checking_again_says_so(browser, draft):
    response = browser.post(
        check(draft), {"source": TEXT, "seen_sha256": draft.sha256, "check": "yes"}, follow=True
    )

    assert "These are the clauses of the changed text." in response.text


def test_a_text_that_cannot_be_read_stays_on_the_page(browser, draft):
    response = browser.post(
        check(draft), {"source": "## Only a heading", "seen_sha256": draft.sha256, "check": "yes"}
    )

    assert "There is no text of a policy here." in response.context["form"].errors["source"][0]
    assert "## Only a heading" in response.text


@pytest.mark.parametrize("answers", [{}, {"text": "   "}], ids=["nothing", "blanks"])
def test_neither_file_nor_text_is_refused_in_words(browser, draft, answers):
    response = browser.post(address(draft), {**answers, "seen_sha256": draft.sha256})

    assert response.context["form"].errors["file"] == ["Choose a file, or paste the text below"]


def test_a_file_and_a_text_together_are_refused_in_words(browser, draft):
    file = SimpleUploadedFile("policy.md", TEXT.encode())

    response = browser.post(
        address(draft), {"file": file, "text": TEXT, "seen_sha256": draft.sha256}
    )

    assert "not both" in response.context["form"].errors["file"][0]
    assert TEXT.strip() in response.text


@pytest.mark.parametrize(
    ("content", "field", "why"),
    [
        ({"file": SimpleUploadedFile("x.docx", b"\x89PNG\r\n\x1a\n\0")}, "file", "is a picture"),
        ({"file": SimpleUploadedFile("x.txt", b"")}, "file", "is empty"),
        ({"file": SimpleUploadedFile("x.txt", b"a" * 5_300_000)}, "file", "larger than 5 MB"),
        ({"text": "--- ---"}, "text", "holds no words"),
    ],
    ids=["a renamed PNG", "empty", "too large", "no words"],
)
def test_bad_input_is_refused_where_it_was_given(browser, draft, content, field, why):
    response = browser.post(address(draft), {**content, "seen_sha256": draft.sha256})

    assert why in response.context["form"].errors[field][0]
    assert UnsavedText.objects.count() == 0


def test_what_was_left_out_of_a_file_is_said(browser, draft):
    page = b"<html><body><h2>Rules</h2><p>Lock it.</p><script>x()</script></body></html>"
    file = SimpleUploadedFile("policy.html", page)

    response = browser.post(
        address(draft), {"file": file, "seen_sha256": draft.sha256}, follow=True
    )

    assert "1 script" in response.text
    assert "x()" not in response.text


def test_a_document_of_several_policies_gives_the_one_of_this_title(drafter):
    draft = given.draft(policy=given.policy(title="Members ICT Usage Protocol"))

    row = take_in(draft, drafter, HAVERING.read_bytes(), HAVERING.name)

    assert "vii. the introduction or spreading of viruses." in row.source
    assert "Some legal issues" not in row.source


def test_a_document_of_other_policies_is_refused_by_their_names(draft, drafter):
    with pytest.raises(Refused, match="Members ICT Usage Protocol”, “Social Media Protocol"):
        take_in(draft, drafter, HAVERING.read_bytes(), HAVERING.name)


def test_a_title_that_stands_in_the_text_is_its_cover(drafter):
    draft = given.draft(policy=given.policy(title="Screens"))

    row = take_in(draft, drafter, b"Screens\n\n## Rules\n\n1. Lock them.\n\n## More\n\n2. All.\n")

    assert row.left_out == ["“Screens”, from the cover"]


def test_a_number_that_is_missing_is_pointed_out(browser, draft, drafter):
    take_in(draft, drafter, b"## Rules\n\ni. One.\n\nii. Two.\n\nvii. Seven.\n")

    response = browser.get(check(draft))

    assert "The numbers iii. to vi. are missing before this one." in response.text


def test_law_that_is_out_of_date_is_pointed_out_and_stops_nothing(browser, draft, drafter):
    row = take_in(draft, drafter, b"1. Follow the Data Protection Act 1998.\n\n2. Always.\n")
    shown = browser.get(check(draft))

    browser.post(check(draft), {"source": row.source, "seen_sha256": draft.sha256, "save": "1"})

    assert "Cite the UK GDPR and the Data Protection Act 2018." in shown.text
    saved = PolicyVersion.objects.get(pk=draft.pk)
    assert saved.text[0].text == "Follow the Data Protection Act 1998."
    page = browser.get(address(saved, "references/"))
    assert f'href="{draft.get_absolute_url()}#' in page.text


def test_a_text_without_such_law_says_so(browser, draft):
    assert "We found none in this text." in browser.get(address(draft, "references/")).text


def test_a_text_that_moved_meanwhile_is_not_overwritten(draft, drafter):
    take_in(draft, drafter)
    save(draft, drafter)

    with pytest.raises(Refused, match="changed since you opened it"):
        save(draft, drafter, "Other words.")


def amended():
    version = given.submitted()
    decision = {**given.DECISION, "outcome": Outcome.APPROVED_AS_AMENDED}
    deciding.decide(versions=[version], by=None, **decision)
    return PolicyVersion.objects.get(pk=version.pk)


def test_the_text_as_resolved_is_entered_in_the_same_way(drafter):
    version = amended()
    take_in(version, drafter)

    saved = save(version, drafter)

    assert saved.amended_by == drafter
    assert saved.files.get().name == "policy.md"


def test_a_resolved_text_that_moved_meanwhile_is_not_overwritten(drafter):
    version = amended()
    save(version, drafter)

    with pytest.raises(Refused, match="Somebody else changed this text"):
        save(version, drafter, "Other words.")


def test_a_settled_text_is_not_entered(browser, drafter):
    version = given.published()

    with pytest.raises(Refused, match="can’t be changed any more"):
        take_in(version, drafter)
    assert browser.get(address(version)).status_code == 409
    assert browser.get(check(version)).status_code == 409


def test_one_draft_has_one_editor_at_a_time(draft, drafter):
    take_in(draft, drafter)

    with pytest.raises(Refused, match="has been editing this draft"):
        take_in(draft, given.officer(Role.MEMBERS_SERVICES))


def test_whoever_saves_lets_go_of_the_draft(draft, drafter):
    take_in(draft, drafter)
    draft = save(draft, drafter)

    take_in(draft, given.officer(Role.MEMBERS_SERVICES))

    assert UnsavedText.objects.count() == 1


def test_a_bad_file_leaves_what_was_entered_before(draft, drafter):
    row = take_in(draft, drafter)

    with pytest.raises(Unreadable):
        take_in(draft, drafter, b"\0", "x.txt")

    assert UnsavedText.objects.get().source == row.source


def test_what_nobody_saved_is_forgotten_after_a_day(draft, drafter, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    take_in(draft, drafter)
    time_machine.move_to(now + timedelta(hours=24), tick=False)
    assert tasks.clear_unsaved() == 0

    time_machine.move_to(now + timedelta(hours=24, seconds=1), tick=False)

    assert tasks.clear_unsaved() == 1
    assert tasks.clear_unsaved() == 0


def test_one_person_has_one_unsaved_text_of_a_version(draft, drafter):
    row = take_in(draft, drafter)

    with pytest.raises(IntegrityError, match="unsavedtext_one_each"), transaction.atomic():
        UnsavedText(version=draft, entered_by=drafter, entered_at=row.entered_at).save()


def test_an_original_file_is_handed_out_byte_for_byte_and_never_opened(browser, draft):
    file = given.original_file(draft, b"<script>alert(1)</script>")

    response = browser.get(address(draft, f"files/{file.pk}/"))

    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="policy.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_file_of_another_version_is_not_there(browser, draft):
    file = given.original_file(given.draft())

    assert browser.get(address(draft, f"files/{file.pk}/")).status_code == 404


def test_the_page_of_a_version_lists_its_files_for_those_who_draft(browser, client):
    version = given.published()
    file = given.original_file(version)

    seen = browser.get(version.get_absolute_url()).text
    client.force_login(given.councillor())

    assert file.sha256 in seen
    assert "policy.txt" in seen
    assert file.sha256 not in client.get(version.get_absolute_url()).text


def test_a_written_text_is_what_the_page_shows(browser, draft):
    assert browser.get(check(draft)).context["form"]["source"].value() == write(draft.text)
    assert PolicyVersion.objects.get(pk=draft.pk).status == VersionStatus.DRAFT


def test_a_draft_without_words_has_nothing_to_check_yet(browser, drafter):
    empty = drafting.start_policy(title="Screens", kind="protocol", by=drafter)

    response = browser.get(check(empty), follow=True)

    assert response.redirect_chain == [(address(empty), 302)]
    assert "Change the text that is there now" not in response.text
