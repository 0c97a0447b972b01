"""The settings of a worker that a test starts: with the kinds and texts of these tests."""

from pathlib import Path

from councilgov.settings import *  # noqa: F403
from councilgov.settings import NOTICE_KINDS, TEMPLATES

NOTICE_KINDS = [*NOTICE_KINDS, "tests.notices.kinds"]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")  # type: ignore[attr-defined]
