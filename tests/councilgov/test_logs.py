"""No token that opens something stands in the logs."""

import logging

import pytest
from django.conf import settings

from councilgov.celery import app
from councilgov.logs import NoRows, NoTokens

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
        (f"/calendar/{'s' * 43}.ics", "/calendar/..."),
        (f"/calendar/{'s' * 43}", "/calendar/..."),
        ("/calendar/7/remove/", "/calendar/7/remove/"),
    ],
)
def test_a_refused_address_is_logged_without_its_token(address, shown):
    assert logged("%s: %s", "Gone", address) == f"Gone: {shown}"


def test_every_line_goes_through_it():
    assert all("no tokens" in one["filters"] for one in settings.LOGGING["handlers"].values())


@pytest.mark.parametrize("also", ["", "CONTEXT:  PL/pgSQL function"])
def test_the_row_that_the_database_refused_is_left_out_of_a_traceback(also):
    row = "Failing row contains (7, ward, Sam Sorrel,\nof Oak Road, ...)."
    error = RuntimeError(f"violates a check\nDETAIL:  {row}\n")
    error.__cause__ = ValueError(f"violates a check\nDETAIL:  {row}\n{also}\n")
    told = logging.LogRecord("x", logging.ERROR, "x", 1, "No", (), (RuntimeError, error, None))

    said = NoRows("{message}", style="{").format(told)

    assert "Sorrel" not in said
    assert "Oak Road" not in said
    assert said.count("violates a check") == 2
    assert "RuntimeError" in said
    assert also in said


def test_every_handler_leaves_rows_out_and_workers_use_the_same():
    formatters = settings.LOGGING["formatters"]
    for handler in settings.LOGGING["handlers"].values():
        assert formatters[handler["formatter"]]["()"] == "councilgov.logs.NoRows"
    assert not app.conf.worker_hijack_root_logger
