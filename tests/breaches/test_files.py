"""Evidence files of an incident: what is sent, what is refused and how a file leaves."""

from copy import deepcopy
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from breaches.confiding.actions import make_confidential
from breaches.evidencing import actions
from breaches.models import Incident, IncidentStep, Part
from breaches.triaging.actions import involve
from councilgov.access import Role
from councilgov.evidence.models import EvidenceFile, EvidenceReading
from councilgov.middleware import LARGEST_REQUEST, SizeMiddleware
from councilgov.records import Refused
from tests import given
from tests.breaches import reports
from tests.evidence.corpus import JPEG, PDF, PNG, REFUSED, upload


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        incident = reports.reported(by=councillor)
        return councillor, reports.handler(), incident, reports.filed(incident)

    return shared(make)


@pytest.fixture
def made(made_once):
    return deepcopy(made_once)


@pytest.fixture
def councillor(made):
    return made[0]


@pytest.fixture
def officer(made):
    return made[1]


@pytest.fixture
def incident(made):
    return Incident.objects.get(pk=made[2].pk)


@pytest.fixture
def file(made):
    return made[3]


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(incident, *parts):
    return "".join([incident.get_absolute_url(), "files/", *(f"{part}/" for part in parts)])


def sent(incident, person, *uploads):
    return signed_in(person).post(address(incident), {"uploads": list(uploads)}, follow=True)


def test_a_councillor_adds_files_and_sees_them_in_the_case(incident, councillor):
    answer = sent(incident, councillor, upload("one.pdf", PDF), upload("two.jpg", JPEG))

    for words in ("The files are kept", "one.pdf", "two.jpg", f"Added by {councillor.full_name}"):
        assert words in answer.text
    assert incident.events.filter(what=IncidentStep.FILE).count() == 3


def test_who_sends_a_picture_is_told_what_stays_in_it(incident, councillor):
    text = signed_in(councillor).get(address(incident)).text

    assert "a photo may say where and when it was taken" in text
    assert "Up to 5 at a time, each up to 25 MB" in text


def test_nothing_chosen_is_asked_for(incident, councillor):
    answer = signed_in(councillor).post(address(incident), {"button": ""})

    assert "Choose at least one file" in answer.text


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_harm_is_refused_with_words_and_not_kept(incident, councillor, name):
    content, words = REFUSED[name]
    before = EvidenceFile.objects.count()

    answer = sent(incident, councillor, upload(name, content))

    assert answer.status_code == 200
    assert words in answer.text
    assert EvidenceFile.objects.count() == before


def test_forty_files_are_refused_in_the_form(incident, councillor):
    many = [upload(f"{n}.png", PNG + bytes([n])) for n in range(40)]

    answer = sent(incident, councillor, *many)

    assert (answer.status_code, EvidenceFile.objects.count()) == (200, 1)
    assert "Send up to 5 files at a time" in answer.text


def test_more_than_any_form_sends_is_refused_as_too_large(incident, councillor):
    many = [upload(f"{n}.png", PNG + bytes([n])) for n in range(51)]

    answer = sent(incident, councillor, *many)

    assert answer.status_code == 413
    assert "fewer files" in answer.text


class Unread(BytesIO):
    """A body that nobody may touch."""

    def read(self, *_size):
        pytest.fail("read")


def test_200_mb_are_refused_before_any_of_it_is_read(incident, councillor):
    client = signed_in(councillor)

    answer = client.generic(
        "POST",
        address(incident),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="200000000",
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413
    assert "What you sent is too large" in answer.text
    assert "Nothing has been saved" in answer.text


@pytest.mark.parametrize(
    ("announced", "passes"),
    [
        ("", True),
        ("0", True),
        (str(LARGEST_REQUEST), True),
        (str(LARGEST_REQUEST + 1), False),
        ("-1", False),
        ("lots", False),
        ("9" * 4_000, False),
    ],
)
def test_a_request_passes_by_its_announced_length(announced, passes):
    request = RequestFactory().post("/", CONTENT_LENGTH=announced)

    answer = SizeMiddleware(lambda _request: HttpResponse("read"))(request)

    assert (answer.status_code, answer.content == b"read") == ((200 if passes else 413), passes)


def test_a_file_is_saved_and_never_shown(incident, officer, file):
    answer = signed_in(officer).get(address(incident, file.pk))

    assert answer.content == PNG
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="message.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in answer["Cache-Control"]


def test_who_saved_it_is_on_record_and_on_the_page(incident, officer, councillor, file):
    signed_in(officer).get(address(incident, file.pk))

    assert EvidenceReading.objects.get().read_by == officer
    text = signed_in(councillor).get(incident.get_absolute_url()).text
    assert f"Saved by: {officer.full_name}, 10" in " ".join(text.split())


@pytest.mark.parametrize("role", Role)
def test_a_file_is_there_for_those_who_see_the_case(role, incident, file):
    sees = role in {
        Role.INFORMATION_OFFICER,
        Role.MONITORING_OFFICER,
        Role.DEPUTY_MONITORING_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
    }

    answer = signed_in(given.somebody(role)).get(address(incident, file.pk))

    assert answer.status_code == (200 if sees else 404)


def test_a_file_of_one_case_is_not_there_under_another(officer, file):
    other = reports.reported()

    assert signed_in(officer).get(address(other, file.pk)).status_code == 404


def test_an_officer_takes_a_file_out_and_the_reason_stays(incident, officer, councillor, file):
    page = address(incident, file.pk, "remove")
    client = signed_in(officer)

    empty = client.post(page, {"reason": ""})
    done = client.post(page, {"reason": "It shows a constituent"}, follow=True)

    assert "Enter the reason" in empty.text
    assert "It shows a constituent" in done.text
    assert "Removed" in done.text
    assert client.get(address(incident, file.pk)).status_code == 404
    assert client.get(page).status_code == 404
    assert not file.pieces.exists()


def test_only_who_looks_into_it_takes_a_file_out(incident, councillor, officer, file):
    assert signed_in(councillor).get(address(incident, file.pk, "remove")).status_code == 403
    involve(incident=incident, person=officer, part=Part.RECIPIENT, by=reports.decider())

    for by in (councillor, officer):
        with pytest.raises(Refused):
            actions.remove_file(incident=incident, file=file, reason="x", by=by)


def test_whom_the_list_leaves_out_takes_no_file_out(incident, officer, file):
    chief = reports.decider()
    make_confidential(incident=incident, readers=[], reason="x", by=chief)

    with pytest.raises(Refused, match="somebody else looks into it"):
        actions.remove_file(incident=incident, file=file, reason="x", by=officer)


def test_the_page_of_a_case_asks_for_all_files_at_once(
    incident, officer, councillor, django_assert_max_num_queries
):
    sent(incident, councillor, *(upload(f"{n}.png", PNG + bytes([n])) for n in range(4)))
    client = signed_in(officer)
    client.get(incident.get_absolute_url())

    with django_assert_max_num_queries(26):
        client.get(incident.get_absolute_url())


def test_after_an_error_the_page_says_to_choose_all_files_again(incident, councillor):
    words = "Nothing is kept yet. Choose all your files again."
    form = signed_in(councillor).get(address(incident)).text

    answer = sent(incident, councillor, upload("one.pdf", PDF), upload("x.svg", b"<svg/>"))

    assert words in answer.text
    assert words not in form
    assert words not in signed_in(councillor).post(address(incident)).text


def test_a_file_that_somebody_may_not_see_is_kept_as_their_own_too(incident, councillor, officer):
    (theirs,) = actions.add_files(incident=incident, uploads=[upload("a.jpg", JPEG)], by=officer)

    answer = sent(incident, councillor, upload("b.jpg", JPEG))

    assert "The files are kept" in answer.text
    assert "a.jpg" not in answer.text
    own = EvidenceFile.objects.of(incident).get(sha256=theirs.sha256, added_by=councillor)
    assert own.name == "b.jpg"
    assert (
        "“c.jpg” is there already, as “b.jpg”"
        in sent(incident, councillor, upload("c.jpg", JPEG)).text
    )
    assert (
        "“d.jpg” is there already, as “a.jpg”"
        in sent(incident, officer, upload("d.jpg", JPEG)).text
    )
