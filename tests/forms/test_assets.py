"""The stylesheet and the script: ours alone, from pinned packages, the same each time."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.no_database

BUILD = Path("static/build")
BUILT = [BUILD / "app.css", BUILD / "app.js"]
# Licensed for GOV.UK alone, or its mark: not for a council.
GOVUKS_OWN = re.compile(r"GDS Transport|govuk-crest|crown|@font-face|opengraph", re.IGNORECASE)


@pytest.mark.parametrize("path", BUILT, ids=str)
def test_nothing_of_govuk_s_own_is_shipped(path):
    assert GOVUKS_OWN.findall(path.read_text()) == []


@pytest.mark.parametrize("path", BUILT, ids=str)
def test_nothing_is_fetched_from_elsewhere(path):
    # How far a job is, its page asks of the address of ours that stands in it.
    ours = r"\w+\.dataset\.job\b"
    fetches = re.compile(rf"url\(|@import|\bimport[ ({{\"]|\bfetch\((?!{ours})|sourceMappingURL")

    assert fetches.findall(path.read_text()) == []


def test_the_script_writes_no_html_and_runs_no_text():
    script = (BUILD / "app.js").read_text()

    assert (
        re.findall(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)
        == []
    )


def test_both_are_small_as_they_are_sent():
    sent = [len(gzip.compress(path.read_bytes())) for path in BUILT]

    assert sum(sent) < 27_000


def test_building_again_gives_the_same_bytes(tmp_path):
    for name in ("assets", "node_modules"):
        (tmp_path / name).symlink_to(Path(name).resolve())
    shutil.copy("package.json", tmp_path)
    subprocess.run(["npm", "run", "--silent", "build"], cwd=tmp_path, check=True, env=os.environ)  # noqa: S607

    for path in BUILT:
        again = (tmp_path / path).read_bytes()
        assert hashlib.sha256(again).hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_package_is_pinned_and_none_names_where_it_came_from():
    pins = json.loads(Path("package.json").read_text())["devDependencies"]
    lock = json.loads(Path("package-lock.json").read_text())["packages"]

    assert all(re.fullmatch(r"[\d.]+", version) for version in pins.values())
    assert all("resolved" not in package for package in lock.values())
    assert all("integrity" in package for name, package in lock.items() if name)
