"""The kit draws what GOV.UK Frontend draws: its own fixtures are the judge.

design-system.service.gov.uk asks those who write their own HTML to test it so.
"""

import pytest

from tests.forms.fixture_fields import NotOfferedError
from tests.forms.fixtures import OFFERED, draw, fixtures
from tests.forms.markup import normal

pytestmark = pytest.mark.no_database

# How many fixtures ask for nothing but what the kit has: fewer would mean that the test looks away.
SHARED = {
    "back-link": 1,
    "breadcrumbs": 1,
    "button": 11,
    "character-count": 10,
    "checkboxes": 10,
    "date-input": 7,
    "details": 6,
    "error-summary": 5,
    "file-upload": 6,
    "input": 22,
    "inset-text": 3,
    "notification-banner": 11,
    "panel": 7,
    "password-input": 6,
    "radios": 9,
    "select": 2,
    "summary-list": 9,
    "table": 1,
    "tag": 10,
    "task-list": 3,
    "textarea": 8,
    "warning-text": 3,
}


def compared(component):
    """The fixtures that the kit can draw, each as ours and theirs."""
    for fixture in fixtures(component):
        try:
            ours = draw(component, fixture["options"])
        except NotOfferedError:
            continue
        yield fixture["name"], normal(ours), normal(fixture["html"])


@pytest.mark.parametrize("component", OFFERED)
def test_a_component_is_drawn_as_in_its_fixtures(component):
    drawn = list(compared(component))

    assert [(name, ours, theirs) for name, ours, theirs in drawn if ours != theirs] == []
    assert len(drawn) == SHARED[component]
