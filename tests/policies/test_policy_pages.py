"""Pages of policies of several kinds: overdue, with a flaw, in sections, not published."""

import time_machine
from django.urls import reverse

from councilgov.access import Role
from tests import given


def page(name, version, *more):
    return reverse(f"policies:{name}", args=[version.policy.slug, *more])


def test_what_the_text_lacks_is_on_the_signing_page(mine, councillor):
    gap = {"anchor": "rules", "place": "Rules", "refers_to": "A", "sentence": "Appendix A is not."}
    version = given.published(gaps=[gap])

    assert "Appendix A is not." in mine.get(page("sign_policy", version)).content.decode()


def test_what_is_overdue_says_so_on_its_page(mine, councillor):
    with time_machine.travel("2026-09-01 10:00Z"):
        version = given.published()

    assert "You were asked to read this" in mine.get(page("policy", version)).content.decode()
    assert "Overdue" in mine.get(reverse("policies:policies")).content.decode()


def test_a_policy_is_read_section_by_section(client):
    version = given.published(
        clauses=given.parsed("# P\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n")
    )

    first = client.get(page("read", version, 1)).content.decode()
    last = client.get(page("read", version, 2)).content.decode()

    assert "Section 1 of 2" in first
    assert "First." in first
    assert "Second." not in first
    assert "Next section" not in last
    assert client.get(page("read", version, 3)).status_code == 404
    assert client.get(page("read", version, 0)).status_code == 404


def test_nobody_outside_reads_what_is_not_published(client):
    given.council()
    submitted = given.submitted()

    assert client.get(page("policy", submitted)).status_code == 404
    assert client.get(page("version", submitted, "1.0")).status_code == 404


def test_those_who_work_on_drafts_see_them(client):
    submitted = given.submitted()
    client.force_login(given.officer(Role.INFORMATION_OFFICER))

    text = client.get(page("policy", submitted)).content.decode()

    assert "Submitted to a committee" in text
    assert "No decision is recorded" in text


def test_an_empty_list_says_so(client):
    given.council()

    text = client.get(reverse("policies:policies")).content.decode()

    assert "No policy has been published yet" in text


def test_what_is_to_be_read_with_a_policy_is_on_its_page(client):
    given.council()
    code = {"title": "Members’ Code of Conduct", "why": "Read them together."}
    version = given.published(read_with=[code])

    text = client.get(page("policy", version)).content.decode()
    assert code["title"] in text
    assert code["why"] in text
