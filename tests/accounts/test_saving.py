"""People keep the filters of a register under a name, for themselves or for their role."""

from urllib.parse import unquote

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilgov.access import Role
from councilgov.accounts.models import SavedView
from councilgov.accounts.saving import actions
from councilgov.records import Refused
from tests import given

REGISTER = reverse("devices:devices")
QUERY = "q=phone&status=in_workshop"


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(lambda: [given.officer(Role.ICT_DESK), given.officer(Role.ICT_DESK)])


@pytest.fixture
def mine(made_once):
    return made_once[0]


@pytest.fixture
def colleague(made_once):
    return made_once[1]


@pytest.fixture
def saved(mine):
    def saved(name="Phones in the workshop", role="", **how):
        fields = {"path": REGISTER, "query": QUERY, "by": mine} | how
        return actions.save_view(name=name, role=role, **fields)

    return saved


def test_what_one_looks_at_is_saved_from_the_register_itself(client, mine):
    client.force_login(mine)
    shown = client.get(f"{REGISTER}?{QUERY}&page=1")
    address = reverse("accounts:save_view", query=[("path", REGISTER), ("query", QUERY)])
    assert address.replace("&", "&amp;") in shown.text

    answer = client.post(address, {"name": "Phones in the workshop", "role": ""})

    assert answer["Location"] == f"{REGISTER}?{QUERY}"
    assert "Phones in the workshop" in client.get(REGISTER).text


def test_without_filters_there_is_nothing_to_save(client, mine):
    client.force_login(mine)

    assert "Save these filters" not in client.get(REGISTER).text


@pytest.mark.parametrize("path", ["", "https://evil.example/", "//evil.example/", "/nothing/"])
def test_only_a_page_of_ours_is_saved(client, mine, path):
    client.force_login(mine)

    assert client.get(reverse("accounts:save_view"), {"path": path}).status_code == 404


def test_a_view_is_ones_own_until_it_is_shared(saved, mine, colleague):
    view = saved()
    assert list(SavedView.objects.visible_to(mine)) == [view]
    assert not SavedView.objects.visible_to(colleague).exists()

    actions.change_view(view=view, name="Phones", role=Role.ICT_DESK, by=mine)

    assert [row.name for row in SavedView.objects.visible_to(colleague)] == ["Phones"]
    assert not SavedView.objects.visible_to(given.officer(Role.AUDITOR)).exists()


def test_it_is_shared_only_with_a_role_of_ones_own(saved):
    with pytest.raises(Refused, match="only with a role that you have"):
        saved(role=Role.MONITORING_OFFICER)


def test_a_name_is_used_once_for_a_register_and_by_others_again(saved, colleague):
    saved()

    with pytest.raises(Refused, match="a view of this name already"):
        saved(name="phones  in the Workshop")

    assert saved(by=colleague)
    assert saved(path="/devices/tasks/")


def test_nobody_changes_or_removes_the_view_of_another(saved, colleague, client):
    view = saved(role=Role.ICT_DESK)
    client.force_login(colleague)

    with pytest.raises(Refused, match="not yours"):
        actions.change_view(view=view, name="Mine now", role="", by=colleague)
    with pytest.raises(Refused, match="not yours"):
        actions.remove_view(view=view, by=colleague)

    assert (
        client.get(reverse("accounts:change_view", args=[saved(name="Own").pk])).status_code == 404
    )
    assert "Change<" not in client.get(REGISTER).text


def test_whoever_has_the_role_may_stop_that_a_view_is_shared_with_it(
    saved, mine, colleague, client
):
    view = saved(role=Role.ICT_DESK)
    client.force_login(colleague)
    page = reverse("accounts:change_view", args=[view.pk])
    assert f'href="{page}">Stop sharing<' in client.get(REGISTER).text
    assert f"{mine.full_name} shared it" in client.get(page).text

    client.post(page)

    assert client.get(page).status_code == 404
    assert list(SavedView.objects.visible_to(mine)) == [view]
    with pytest.raises(Refused, match="not shared with you"):
        actions.stop_sharing(view=view, by=colleague)


@pytest.mark.parametrize("query", ["q=" + "x" * 1_999, "q=%00"])
def test_filters_that_nothing_can_hold_are_not_kept(client, mine, query):
    client.force_login(mine)
    page = reverse("accounts:save_view", query={"path": REGISTER, "query": unquote(query)})

    answer = client.post(page, {"name": "Long", "role": ""})

    assert answer.status_code == 409
    assert "can’t be kept" in answer.text
    with pytest.raises(Refused, match="can’t be kept"):
        actions.save_view(path=REGISTER, query=unquote(query), name="Long", role="", by=mine)


def test_a_view_gets_another_name_and_goes(saved, mine, client):
    page = reverse("accounts:change_view", args=[saved().pk])
    client.force_login(mine)

    client.post(page, {"name": "Workshop", "role": "ict_desk"})
    view = SavedView.objects.get()
    assert (view.name, view.role) == ("Workshop", Role.ICT_DESK)

    client.post(reverse("accounts:change_view", args=[view.pk]), {"remove": "1"})
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_asked_for_one(client, mine):
    client.force_login(mine)

    shown = client.post(reverse("accounts:save_view", query={"path": REGISTER}), {"name": " "})

    assert "Enter a name for the view" in shown.text


def test_the_register_marks_the_view_that_is_shown(saved, mine, client):
    saved()
    client.force_login(mine)

    assert 'aria-current="page">Phones' in client.get(f"{REGISTER}?{QUERY}").text
    assert 'aria-current="page">Phones' not in client.get(REGISTER).text


def test_many_views_take_no_more_queries_than_one(saved, mine, client):
    client.force_login(mine)
    saved()
    with CaptureQueriesContext(connection) as one:
        client.get(REGISTER)
    for number in range(5):
        saved(name=f"View {number}")

    with CaptureQueriesContext(connection) as many:
        client.get(REGISTER)

    assert len(one) == len(many)


@pytest.mark.parametrize(
    ("change", "name"), [({"name": ""}, "has_a_name"), ({"role": "king"}, "role_known")]
)
def test_the_database_knows_names_and_roles(saved, change, name):
    rows = models.QuerySet(SavedView).filter(pk=saved().pk)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**change)
