"""Who is erased stays erased: nobody asks them again, and no restore brings them back."""

import datetime as dt
import re
import stat
from pathlib import Path

import pytest
import time_machine
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from consent.adding.actions import forget_person
from consent.calling import actions as calling
from consent.contacting.actions import remove_contact
from consent.contacting.judging import judge
from consent.erasing import listing
from consent.erasing.actions import (
    erase_people,
    forget_suppressions,
    list_erasures,
    replay,
    replay_rows,
    take_back_again,
)
from consent.erasures import Erasure, Refusal, Suppression
from consent.holdings import everything_of, history_of
from consent.models import Constituent, Contact, ContactPermission, Purpose, Source, VideoCheck
from consent.permitting.actions import answered, change_handle, decline, withdraw
from consent.social import actions as social
from consent.tasks import list_erasures as task
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.records import Refused
from tests import given
from tests.consent import people

NUMBER = "07700 900982"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ERASURES_DIR = tmp_path / "erasures"
    return settings.ERASURES_DIR


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        person = people.person(full_name="Sam Sorrel")
        return person, people.verified(person, handle=NUMBER)

    return shared(make)


@pytest.fixture
def person(made_once):
    return Constituent.objects.get(pk=made_once[0].pk)


@pytest.fixture
def row(made_once):
    return ContactPermission.objects.with_row().get(pk=made_once[1].pk)


def forget(person):
    forget_person(person=person, by=person.councillor)


def ask_anew(councillor, **fields):
    """Somebody noted afresh is asked under the same number."""
    other = people.person(councillor=councillor)
    return people.asked(other, **{"handle": NUMBER} | fields)


# Nobody asks again


def test_who_took_it_back_and_is_erased_is_not_asked_again_for_a_year(person, row):
    withdraw(permission=row, by=row.councillor)
    forget(person)

    with pytest.raises(Refused, match="Do not ask again before 23 November 2027"):
        ask_anew(person.councillor)


def test_nor_is_who_said_no(person):
    asked = people.asked(person, handle="07700 900984")
    answered(permission=asked, agreed=False, on=today(), by=person.councillor)
    forget(person)

    with pytest.raises(Refused, match="Do not ask again"):
        ask_anew(person.councillor, handle="+44 7700 900984")


def test_who_asks_themselves_is_never_refused(person, row):
    withdraw(permission=row, by=row.councillor)
    forget(person)
    other = people.person(councillor=person.councillor)

    with time_machine.travel("2026-11-24 12:00Z"):
        assert people.granted(other, handle=NUMBER, source=Source.THEY_ASKED)


def test_a_year_later_they_may_be_asked_and_nothing_is_kept(person, row):
    withdraw(permission=row, by=row.councillor)
    forget(person)

    with time_machine.travel("2027-11-22 12:00Z"):
        assert forget_suppressions() == 0
    with time_machine.travel("2027-11-23 12:00Z"):
        assert ask_anew(person.councillor)
        assert forget_suppressions() == 1
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "other",
    [{"purpose": Purpose.NEWSLETTER}, {"channel": "Signal"}, {"handle": "07700 900985"}],
    ids=["another purpose", "another channel", "another number"],
)
def test_nothing_else_is_refused(person, row, other):
    withdraw(permission=row, by=row.councillor)
    forget(person)
    if "channel" in other:
        other = {"channel": people.channel(other["channel"])}

    assert ask_anew(person.councillor, **other)


def test_another_councillor_learns_nothing_of_it(person, row):
    withdraw(permission=row, by=row.councillor)
    forget(person)

    assert ask_anew(given.councillor())


def test_who_never_said_no_leaves_nothing(person):
    forget(person)

    assert not Suppression.objects.exists()


def test_what_is_kept_names_nobody(person, row):
    withdraw(permission=row, by=row.councillor)
    forget(person)

    with connection.cursor() as cursor:
        for model in (Suppression, Erasure, Refusal):
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")  # noqa: S608  # of ours
            kept = str(cursor.fetchall())
            assert "Sorrel" not in kept
            assert "900982" not in kept


def test_the_last_no_counts(person, row):
    withdraw(permission=row, by=row.councillor)
    erase_people(people=[person.pk])
    with time_machine.travel("2027-03-01 12:00Z"):
        again = people.person(councillor=person.councillor)
        later = people.granted(again, handle=NUMBER, source=Source.THEY_ASKED)
        withdraw(permission=later, by=person.councillor)
        forget(again)

    assert Suppression.objects.get().until == dt.date(2028, 3, 1)


def test_an_older_no_under_another_entry_does_not_shorten_it(person, row):
    other = people.granted(people.person(councillor=person.councillor), handle=NUMBER)
    withdraw(permission=row, by=row.councillor)
    with time_machine.travel("2027-03-01 12:00Z"):
        withdraw(permission=other, by=person.councillor)
        forget(other.constituent)
        forget(person)

    assert Suppression.objects.get().until == dt.date(2028, 3, 1)


def test_the_database_refuses_a_no_that_ends_before_it_begins(person, row):
    withdraw(permission=row, by=row.councillor)
    forget(person)
    kept = Suppression.objects.get()
    kept.until = kept.said_on

    with pytest.raises(IntegrityError, match="ends_after_it_begins"), transaction.atomic():
        kept.save()


def test_the_database_refuses_the_same_no_twice(person, row):
    withdraw(permission=row, by=row.councillor)
    forget(person)
    kept = Suppression.objects.get()
    kept.pk = None

    with pytest.raises(IntegrityError, match="consent_suppression_one_each"), transaction.atomic():
        kept.save()


def test_after_a_new_key_nobody_is_asked_again_either(person, row, settings):
    withdraw(permission=row, by=row.councillor)
    forget(person)
    change_key(settings)

    with pytest.raises(Refused, match="Do not ask again before 23 November 2027"):
        ask_anew(person.councillor)


def test_the_last_no_counts_whichever_key_it_was_under(person, row, settings):
    withdraw(permission=row, by=row.councillor)
    erase_people(people=[person.pk])
    change_key(settings)
    with time_machine.travel("2027-03-01 12:00Z"):
        again = people.person(councillor=person.councillor)
        later = people.granted(again, handle=NUMBER, source=Source.THEY_ASKED)
        withdraw(permission=later, by=person.councillor)
        erase_people(people=[again.pk])

        with pytest.raises(Refused, match="Do not ask again before 1 March 2028"):
            ask_anew(person.councillor)


def change_key(settings):
    """As docs/operations.md says: the old one is kept beside the new one."""
    settings.OLD_SECRET_KEYS = [settings.SECRET_KEY, *settings.OLD_SECRET_KEYS]
    settings.SECRET_KEY = "another" * 10


# The list


def test_what_was_erased_is_listed_once_outside_the_database(person, folder):
    key = person.pk
    forget(person)

    assert [task(), task()] == [1, 0]

    text = (folder / listing.NAME).read_text()
    assert text.count("\n") == 1
    assert "Sorrel" not in text
    assert f" {key} " not in text
    assert stat.S_IMODE((folder / listing.NAME).stat().st_mode) == listing.MODE


def test_what_cannot_be_written_is_listed_the_next_time(person, folder):
    forget(person)
    folder.write_text("A file where the folder should be")

    with pytest.raises(OSError, match="exists"):
        list_erasures()
    folder.unlink()

    assert list_erasures() == 1


# A restore


def kept_of(one):
    """What a backup of today has of somebody, or of a row: with all that hangs on it, and the
    history of these.
    """
    held = everything_of([one.pk], type(one))
    rows = [row for model, ids in held.items() for row in model.objects.filter(pk__in=ids)]
    for model, ids in held.items():
        rows += history_of(model).filter(id__in=ids)
    return serializers.serialize("python", rows)


def restore(backup):
    """As the database does it: row for row, past every rule of ours."""
    for row in serializers.deserialize("python", backup):
        row.save()
    Erasure.objects.all().delete()
    Refusal.objects.all().delete()


def test_who_was_erased_since_the_backup_is_erased_again(person, row, capsys):
    other = people.person(councillor=person.councillor)
    backup, held = kept_of(person), everything_of([person.pk])
    forget(person)
    list_erasures()
    restore(backup)
    assert Constituent.objects.filter(pk=person.pk).exists()
    assert history_of(ContactPermission).filter(id=row.pk).exists()

    call_command("replay_erasures")

    assert "Erased again: 1" in capsys.readouterr().out
    for model, ids in held.items():
        assert not model.objects.filter(pk__in=ids).exists()
        assert not history_of(model).filter(id__in=ids).exists()
    assert Constituent.objects.filter(pk=other.pk).exists()
    assert replay() == 0


def test_a_no_counts_for_what_was_begun_before_it_in_the_same_row(person, row):
    people.checked(people.reached(person, handle="01632 960001"))
    backup = kept_of(person)
    decline(permission=row, by=row.councillor)
    people.granted(person, handle=NUMBER)
    row.refresh_from_db()
    withdraw(permission=row, by=None)
    list_erasures()
    restore(backup)

    assert take_back_again() == 1

    row.refresh_from_db()
    assert row.status == "withdrawn"


def test_a_no_counts_for_the_number_that_they_had_until_then(person, row):
    other = people.granted(person, handle="07700 900111")
    signal = people.granted(person, handle=NUMBER, channel=people.channel("Signal"))
    backup = kept_of(person)
    new = change_handle(permission=row, handle="07700 900999", by=row.councillor)
    withdraw(permission=new, by=None)
    list_erasures()
    restore(backup)

    assert take_back_again() == 1

    for one in (row, other, signal):
        one.refresh_from_db()
    assert (row.status, other.status, signal.status) == ("withdrawn", "granted", "granted")


def test_a_second_restore_keeps_the_day_of_the_no(person, row, settings):
    backup = kept_of(person)
    withdraw(permission=row, by=None)
    list_erasures()
    restore(backup)
    with time_machine.travel("2026-12-01 12:00Z"):
        settings.OLD_SECRET_KEYS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-key-that-is-long-enough-for-a-test"
        take_back_again()
        list_erasures()
        restore(backup)
    with time_machine.travel("2026-12-05 12:00Z"):
        assert take_back_again() == 1

    row.refresh_from_db()
    assert row.ended_on == dt.date(2026, 11, 23)


def test_what_is_on_the_list_twice_counts_from_the_first_time(settings):
    first, again = (dt.datetime(2026, 11, day, tzinfo=dt.UTC) for day in (20, 25))
    listing.add([(first, "a" * 64)])
    listing.add([(again, "a" * 64)])

    assert listing.marks() == {"a" * 64: first}


@pytest.mark.parametrize("start", ["verified", "asked"])
def test_what_was_refused_or_taken_back_since_the_backup_is_so_again(person, row, capsys, start):
    asked = people.asked(person)
    backup = kept_of(person)
    withdraw(permission=row, by=None)
    answered(permission=asked, agreed=False, on=today(), by=person.councillor)
    changed = row if start == "verified" else asked
    list_erasures()
    restore(backup)
    changed.refresh_from_db()
    assert changed.status == start

    with time_machine.travel("2026-12-01 12:00Z"):
        call_command("replay_erasures")
        assert take_back_again() == 0

    changed.refresh_from_db()
    assert (changed.status, changed.ended_on) == ("withdrawn", dt.date(2026, 11, 23))
    assert "Taken back again: 2." in capsys.readouterr().out


def test_of_who_took_it_back_and_was_erased_since_the_backup_the_no_is_kept(person, row):
    backup = kept_of(person)
    withdraw(permission=row, by=None)
    forget(person)
    list_erasures()
    restore(backup)
    Suppression.objects.all().delete()

    call_command("replay_erasures")

    with pytest.raises(Refused, match="Do not ask again before 23 November 2027"):
        ask_anew(person.councillor)


def test_what_was_begun_anew_before_the_backup_stays_agreed(person, row):
    withdraw(permission=row, by=None)
    with time_machine.travel("2026-11-24 12:00Z"):
        people.granted(person, handle=NUMBER, source=Source.THEY_ASKED)
    list_erasures()

    assert take_back_again() == 0


def test_a_no_is_listed_once(person, folder):
    row = people.asked(person)
    answered(permission=row, agreed=False, on=today(), by=person.councillor)
    withdraw(permission=row, by=person.councillor)

    assert [task(), task()] == [1, 0]
    assert "Sorrel" not in (folder / listing.NAME).read_text()


def test_who_gets_the_same_number_after_a_restore_is_left_alone(person):
    key = person.pk
    forget(person)
    list_erasures()
    newcomer = people.person(councillor=person.councillor, pk=key)

    assert replay() == 0
    assert Constituent.objects.filter(pk=newcomer.pk).exists()


def test_history_without_its_row_is_erased_again_too(person):
    backup = kept_of(person)
    forget(person)
    list_erasures()
    restore(backup)
    Constituent.objects.filter(pk=person.pk).delete()

    replay()

    assert not history_of(Constituent).filter(id=person.pk).exists()


def test_a_list_of_several_keys_is_read_with_all_of_them(person, settings):
    backup = kept_of(person)
    forget(person)
    list_erasures()
    change_key(settings)
    other = people.person(councillor=person.councillor)
    backup += kept_of(other)
    forget(other)
    list_erasures()
    restore(backup)

    assert replay() == 2


def test_a_list_of_another_key_is_refused(person, settings):
    forget(person)
    list_erasures()
    settings.SECRET_KEY = "another" * 10

    with pytest.raises(CommandError, match="another SECRET_KEY"):
        call_command("replay_erasures")


def test_without_a_list_the_command_says_where_it_looked(folder):
    with pytest.raises(CommandError, match="There is no list at"):
        call_command("replay_erasures")


def test_a_line_that_was_cut_off_is_no_line(person, folder):
    forget(person)
    list_erasures()
    with (folder / listing.NAME).open("a") as file:
        file.write("2026-11-23T10:00:00+00:00 abc")

    assert len(listing.marks()) == 1
    listing.add([(timezone.now(), "next"), (timezone.now(), "last")])
    assert {"next", "last"} < set(listing.marks())
    assert len(listing.marks()) == 3


# What is deleted by itself


def an_entry(row):
    return people.contacted(row), lambda entry: remove_contact(contact=entry, by=row.councillor)


def an_account(row):
    handle = f"Alder {next(people.number)}"
    account = social.keep_account(
        platform="Facebook", handle=handle, capacity=Capacity.WARD, by=row.councillor
    )
    shut_out(account)
    return account, lambda one: social.remove_account(account=one, by=row.councillor)


def shut_out(account):
    return social.log_moderation(
        account=account, on=today(), what="block", ground="abuse", who="@x", by=account.councillor
    )


def a_block(row):
    block = shut_out(an_account(row)[0])
    return block, lambda one: social.remove_moderation(moderation=one, by=row.councillor)


@pytest.mark.parametrize("make", [an_entry, an_account, a_block])
def test_what_is_deleted_by_itself_is_listed_and_deleted_again_after_a_restore(row, make, capsys):
    one, remove = make(row)
    kept, _remove = make(row)
    kind, backup, held = type(one), kept_of(one), everything_of([one.pk], type(one))

    remove(one)
    assert list_erasures() == 1
    restore(backup)
    assert kind.objects.filter(pk__in=held[kind]).exists()
    call_command("replay_erasures")

    assert "Entries deleted again: 1." in capsys.readouterr().out
    for model, ids in held.items():
        assert not model.objects.filter(pk__in=ids).exists()
        assert not history_of(model).filter(id__in=ids).exists()
    assert kind.objects.filter(pk=kept.pk).exists()
    assert replay_rows() == 0


def test_looks_before_calls_that_were_forgotten_stay_so(row):
    check = calling.keep_check(looks=["private"], by=row.councillor)
    backup = kept_of(check)
    calling.forget_checks(by=row.councillor)
    list_erasures()
    restore(backup)

    assert replay_rows() == 1

    assert not VideoCheck.objects.exists()


def test_an_entry_that_is_deleted_again_no_longer_counts_as_a_check(row):
    with time_machine.travel("2027-02-01 12:00Z"):
        entry = people.contacted(row)
        backup = kept_of(entry)
        remove_contact(contact=entry, by=row.councillor)
        list_erasures()
    restore(backup)
    judge(ContactPermission.objects.with_row().get(pk=row.pk), by=None)
    row.refresh_from_db()
    assert row.stale_on == dt.date(2027, 8, 1)

    replay_rows()

    row.refresh_from_db()
    assert (row.last_contact_on, row.stale_on) == (None, dt.date(2027, 5, 23))


def test_an_entry_that_gets_the_same_number_after_a_restore_is_left_alone(row):
    entry, remove = an_entry(row)
    key = entry.pk
    remove(entry)
    list_erasures()
    newcomer = people.contacted(row)
    history_of(Contact).filter(id=newcomer.pk).update(id=key)
    Contact.objects.filter(pk=newcomer.pk).delete()
    newcomer.pk = key
    newcomer.save()

    assert replay_rows() == 0
    assert Contact.objects.filter(pk=key).exists()


def test_after_a_new_key_what_was_deleted_by_itself_is_found_too(row, settings):
    entry, remove = an_entry(row)
    backup = kept_of(entry)
    remove(entry)
    list_erasures()
    change_key(settings)
    restore(backup)

    assert replay_rows() == 1


DELETES = re.compile(r"(?<!_)\.delete\(\)|_raw_delete\(")
MAY_DELETE = {
    "consent/holdings.py": "all that is held of somebody, or a row: the one way to delete for good",
    "consent/erasing/actions.py": "a no whose year is over: its day says so after a restore too",
    "consent/leaving/carrying.py": "choices of who stays: the term says so after a restore too",
}


def test_nothing_else_deletes_for_good_past_the_list():
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "consent").rglob("*.py")
        if "migrations" not in path.parts and DELETES.search(path.read_text())
    }

    assert found == set(MAY_DELETE)
