"""Checking certificates in a real browser, also on a telephone and without JavaScript."""

import pytest

from councilgov.ledger import actions, certificates
from councilgov.ledger.statements import in_groups
from tests import given
from tests.browser import no_axe_violations, no_sideways_scroll
from tests.ledger import evidence

pytestmark = pytest.mark.browser


@pytest.fixture
def issued(transactional_db):
    given.council()
    certificate = evidence.certificate(
        Objection="Clause 4 is unclear. " * 40, **{"The text relies on": ["Appendix A"]}
    )
    actions.seal()
    return certificate


@pytest.fixture
def file(issued, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificates.pdf(issued))
    return path


@pytest.mark.parametrize("address", ["/verify/", "/verify/heads/", "/verify/key/"])
def test_public_pages_are_for_everybody(live_server, issued, page, phone, address):
    for one in (page, phone):
        one.goto(live_server.url + address)
        no_axe_violations(one)
        no_sideways_scroll(one)


def test_a_certificate_is_checked_by_code_on_a_telephone(live_server, issued, phone):
    phone.goto(live_server.url + "/verify/")
    phone.get_by_label("Code of the certificate").fill(in_groups(issued.code).lower())
    phone.get_by_role("button", name="Check").click()

    phone.get_by_role("heading", name="We issued this certificate").wait_for()
    assert phone.get_by_text("Jane Smart", exact=True).is_visible()
    no_axe_violations(phone)
    no_sideways_scroll(phone)


def test_a_file_is_checked_without_javascript(live_server, file, plain_phone):
    plain_phone.goto(live_server.url + "/verify/")
    plain_phone.get_by_label("Or the certificate as a file").set_input_files(file)
    plain_phone.get_by_role("button", name="Check").click()

    assert plain_phone.get_by_role("heading", name="This file is genuine").is_visible()


def test_a_changed_file_is_told_so(live_server, file, page):
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    page.goto(live_server.url + "/verify/")
    page.get_by_label("Or the certificate as a file").set_input_files(file)
    page.get_by_role("button", name="Check").click()

    page.get_by_role("link", name="This file was changed after it was issued").wait_for()
    no_axe_violations(page)
