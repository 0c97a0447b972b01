"""No token that opens something stands in the logs."""

import logging

import pytest
from django.conf import settings

from councilgov.logs import NoTokens

pytestmark = pytest.mark.no_database


def logged(told, *about):
    record = logging.LogRecord("django.request", logging.WARNING, "x", 1, told, about, None)
    assert NoTokens().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/stop/a-b_C9/", "/stop/.../"),
        ("/invitation/7-1:abc/", "/invitation/.../"),
        ("/accounts/password/reset/key/7-abc/", "/accounts/password/reset/key/.../"),
        ("/contacts/7/", "/contacts/7/"),
    ],
)
def test_a_refused_address_is_logged_without_its_token(address, shown):
    assert logged("%s: %s", "Gone", address) == f"Gone: {shown}"


def test_every_line_goes_through_it():
    assert all("no tokens" in one["filters"] for one in settings.LOGGING["handlers"].values())
