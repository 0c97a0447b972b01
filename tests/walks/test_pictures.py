"""The pictures of the documents: how the demo looks this morning, to whom.

With ``--pictures`` they are put into ``docs/pictures``; without, it is seen that they could be.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from councilgov.people.models import User
from councilgov.portal.demo.people import DOMAIN
from councilgov.portal.demo.whole import build_demo
from tests.browser import no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
SIZE = {"width": 1024, "height": 820}
PICTURES = {
    "home": ("councillor", "/home/", "Hello, Councillor Alder"),
    "dashboard": ("monitoring", "/dashboard/", "Dashboard"),
    "information": ("information", "/home/", "Hello, Priya Lindqvist"),
    "desk": ("desk", "/home/", "Hello, Callum Osei"),
    "rules": ("councillor", "/help/rules/#posts", "Do and don’t"),
}
"""Who looks at which page, below which heading."""


def test_every_picture_is_made_here():
    assert {path.stem for path in FOLDER.iterdir()} == set(PICTURES)


def test_the_pictures_are_of_the_demo(transactional_db, settings, open_page, tmp_path, request):
    settings.DEMO = True
    build_demo()
    folder = FOLDER if request.config.getoption("--pictures") else tmp_path
    for name, (mailbox, address, heading) in PICTURES.items():
        page = open_page(viewport=SIZE)
        come_in(page, User.objects.get(email=f"{mailbox}@{DOMAIN}"))
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        no_sideways_scroll(page)
        page.screenshot(path=folder / f"{name}.png")
        no_axe_violations(page)
