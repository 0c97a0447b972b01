"""Leaving office, in the words of those who do it: members' services, the desk, and the leaver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import time_machine
from playwright.sync_api import expect

from consent.tasks import step_out as part
from consent.tasks import sweep as sweep_contacts
from councilgov.offboarding.tasks import step_out, sweep
from tests.browser import no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from playwright.sync_api import Page

    from councilgov.people.models import TermOfOffice, User
    from devices.models import Device


def at(moment: str) -> Any:
    """The clock stands at that minute in London, where it is winter."""
    return time_machine.travel(f"{moment}:00+00:00", tick=False)


def clockwork() -> None:
    """What the clock does in the hours between two people."""
    for job in (part, step_out, sweep_contacts, sweep):
        job()


def look(page: Page) -> None:
    page.wait_for_load_state()
    no_axe_violations(page)
    no_sideways_scroll(page)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)
    page.wait_for_load_state()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def type_day(page: Page, group: str, day: date) -> None:
    boxes = page.get_by_role("group", name=group)
    parts: Mapping[str, int] = {"Day": day.day, "Month": day.month, "Year": day.year}
    for part_of, number in parts.items():
        boxes.get_by_label(part_of).fill(str(number))


def end_of(page: Page, term: TermOfOffice, why: str) -> None:
    """The page on which members' services say when a term ends, from the person’s own."""
    page.goto(f"/people/{term.councillor_id}/")
    page.get_by_role("link", name="End this term").click()
    page.get_by_label(why).check()


def save_end(page: Page) -> None:
    press(page, "Save the end of the term")
    told(page, "The end of the term is recorded.")


def open_case(page: Page, officer: User, name: str) -> None:
    """From the board of leavers."""
    come_in(page, officer)
    page.goto("/leavers/")
    page.get_by_role("link", name=name).click()
    heading(page, name)


def close_accounts(page: Page, verb: str) -> None:
    press(page, f"Say which accounts you {verb}")
    press(page, f"Say that they are {verb}")
    told(page, f"Noted: the accounts are {verb}.")


def take_back(page: Page, device: Device, desk: User, *, brought_by: str = "") -> None:
    """The desk receives what lies before it, from the case of the leaver."""
    page.get_by_role("link", name="Take equipment back").or_(
        page.get_by_role("button", name="Take equipment back")
    ).click()
    told(page, device.asset_tag)
    page.get_by_label("Used, with the usual wear").check()
    page.get_by_label("To be wiped by the desk").check()
    if brought_by:  # noted on the case of who died: nobody types it again
        expect(page.get_by_label("Who brought it?")).to_have_value(brought_by)
    else:
        page.get_by_label("The councillor", exact=True).check()
    page.get_by_label("Your signature").fill(desk.full_name)
    press(page, "Receive it")


def do_the_rest(page: Page, count: int = 3) -> None:
    """One green button after the other, to the end of the case."""
    for _task in range(count):
        page.get_by_role("button", name="Say that it is done").click()
        page.get_by_label("What was done?").fill("Done and checked.")
        press(page, "Say that it is done")
        told(page, "Noted: it is done.")
    for _page in range(2):
        press(page, "Complete this case")
    told(page, "The case is completed.")


def is_shut_out(page: Page) -> None:
    """Somebody whose access is over reads whom to ring, and nothing else."""
    page.expect_status(403)  # type: ignore[attr-defined]  # see ``tests.browser``
    page.goto("/home/")
    heading(page, "This account no longer opens the portal")
    told(page, "01632 960125")
