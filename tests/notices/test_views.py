"""The page of what was not sent, and the mail page of the demo."""

from __future__ import annotations

import os

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from councilgov.access import Role
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice, State
from tests import given


@pytest.fixture(autouse=True)
def _council():
    given.council()


@pytest.fixture
def services(client):
    officer = given.officer(Role.MEMBERS_SERVICES)
    client.force_login(officer)
    return officer


def dead(**fields):
    notice = tell(kind="alarm", to=given.person(**fields), cause="fire")
    error = "refused Undeliverable 550"
    Notice.objects.filter(pk=notice.pk).update(state=State.DEAD, last_error=error)
    return notice


def page(client):
    return client.get(reverse("notices:unsent")).content.decode()


@pytest.mark.usefixtures("services")
def test_an_officer_sees_what_was_given_up_and_why(client):
    notice = dead(full_name="Ada Adams")

    shown = page(client)

    assert "Ada Adams" in shown
    assert "The mail server refuses this address. (Undeliverable 550)" in shown
    assert "The council decided to remind its members." in shown
    assert reverse("notices:send_again", args=[notice.pk]) in shown


@pytest.mark.usefixtures("services")
def test_an_officer_sees_what_waits(client):
    tell(kind="alarm", to=given.person(full_name="Ada Adams"), cause="fire")

    shown = page(client)

    assert "1 message is waiting" in shown
    assert "Ada Adams" in shown


@pytest.mark.usefixtures("services")
def test_an_empty_outbox_says_so(client):
    shown = page(client)

    assert "Everything that was due has been sent." in shown
    assert "No message is waiting." in shown


def test_send_again_queues_the_message(client, services):
    notice = dead()

    response = client.post(reverse("notices:send_again", args=[notice.pk]), follow=True)

    notice.refresh_from_db()
    assert (notice.state, notice.sent_again_by) == (State.QUEUED, services)
    assert "The message is on its way again." in response.content.decode()


@pytest.mark.usefixtures("services")
def test_send_again_twice_is_refused_in_words(client):
    notice = dead()
    address = reverse("notices:send_again", args=[notice.pk])
    client.post(address)

    response = client.post(address)

    assert response.status_code == 409
    assert "not waiting for you" in response.content.decode()


@pytest.mark.usefixtures("services")
def test_everything_is_sent_again_with_one_button(client):
    for _ in range(2):
        dead()

    response = client.post(reverse("notices:send_all_again"), follow=True)

    assert "2 messages are on their way." in response.content.decode()
    assert not Notice.objects.dead().exists()


def test_who_may_only_look_sees_no_button_and_cannot_send(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    notice = dead(full_name="Ada Adams")

    shown = page(client)
    response = client.post(reverse("notices:send_again", args=[notice.pk]))

    assert "Ada Adams" in shown
    assert "Send again" not in shown
    assert response.status_code == 403


def test_a_councillor_sees_nobody_s_messages(client):
    client.force_login(given.councillor())

    assert client.get(reverse("notices:unsent")).status_code == 403


@pytest.mark.usefixtures("services")
def test_the_page_costs_the_same_for_one_message_and_for_many(
    client, django_assert_max_num_queries
):
    dead()
    with django_assert_max_num_queries(20) as before:
        page(client)
    for _ in range(9):
        dead()

    with django_assert_max_num_queries(len(before)):
        page(client)


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    return settings.EMAIL_FILE_PATH


def write(folder, subject="Hello", body="Text", to="ada@barchester.example"):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    connection = get_connection(backend, file_path=folder)
    EmailMessage(subject, body, to=[to], connection=connection).send()


def test_the_demo_shows_its_mail_without_signing_in(client, folder):
    write(folder, "Choose a password", "Open this: http://testserver/invitation/1-1:x/")

    shown = client.get("/mail/").content.decode()

    assert "Choose a password" in shown
    assert "ada@barchester.example" in shown
    assert 'href="http://testserver/invitation/1-1:x/"' in shown


def test_the_newest_mail_stands_first(client, folder):
    for number, subject in enumerate(["First", "Second", "Third"]):
        write(folder, subject)
        for file in set(folder.iterdir()):
            if subject.encode() in file.read_bytes():
                os.utime(file, (number, number))

    shown = client.get("/mail/").content.decode()

    assert shown.index("Third") < shown.index("Second") < shown.index("First")


def test_markup_in_a_mail_stays_text(client, folder):
    write(folder, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>")

    shown = client.get("/mail/").content.decode()

    assert "<script>alert" not in shown
    assert "<img" not in shown


@pytest.mark.usefixtures("folder")
def test_an_empty_folder_says_what_to_do(client):
    assert "Nothing has been sent yet." in client.get("/mail/").content.decode()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", [None, ""])
def test_where_mail_goes_to_a_real_server_there_is_none_to_show(client, settings, path):
    settings.EMAIL_FILE_PATH = path

    assert "Nothing has been sent yet." in client.get("/mail/").content.decode()


def test_a_folder_that_is_not_there_yet_is_empty(client, folder):
    folder.rmdir()

    assert client.get("/mail/").status_code == 200


def test_only_mails_lying_in_the_folder_are_shown(client, folder, tmp_path):
    secret = tmp_path / "secret.log"
    secret.write_text("Subject: secret\n\nsecret")
    (folder / "link.log").symlink_to(secret)
    (folder / "notes.txt").write_text("secret")
    (folder / "deeper.log").mkdir()

    assert "secret" not in client.get("/mail/").content.decode()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("demo", "address", "status"),
    [(True, "127.0.0.1", 200), (True, "::1", 200), (True, "192.0.2.7", 404), (False, "::1", 404)],
)
def test_the_mail_page_is_for_the_demo_on_this_machine_only(
    client, settings, demo, address, status
):
    settings.DEMO = demo

    assert client.get("/mail/", REMOTE_ADDR=address).status_code == status


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "header", [{"X-Forwarded-For": "192.0.2.7"}, {"Forwarded": "for=192.0.2.7"}]
)
def test_the_mail_page_does_not_answer_through_a_proxy(client, header):
    given.council()

    assert client.get("/mail/", headers=header, REMOTE_ADDR="127.0.0.1").status_code == 404


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "path", ["/mail/../settings.py", "/mail/..%2f..%2fetc%2fpasswd", "/mail/x"]
)
def test_the_mail_page_has_no_paths_to_play_with(client, path):
    given.council()

    assert client.get(path).status_code == 404
