"""The databases that tests are copied from."""

import pytest
from django.db import connections

from councilgov.people.models import User
from tests import given
from tests.database import copied_rows, drop_templates, empty_database, put_back

OLD = "old_template_of_a_test_"


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_other_migrations_left_is_dropped():
    with connections["owner"]._nodb_cursor() as cursor:
        for name in (f"{OLD}1", f"{OLD}2_unfinished"):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')

        drop_templates(cursor, OLD)

        cursor.execute("SELECT datname FROM pg_database")
        left = [name for (name,) in cursor.fetchall()]
    assert [name for name in left if name.startswith(OLD)] == []
    assert connections["default"].settings_dict["NAME"] in left


def test_rows_are_put_back_as_they_were(transactional_db):
    somebody = given.councillor()
    copied = copied_rows()

    empty_database()
    left = copied_rows()
    put_back(copied)

    assert left == {}
    assert copied_rows() == copied
    assert User.objects.get(pk=somebody.pk).is_councillor
    assert given.councillor().pk > somebody.pk
