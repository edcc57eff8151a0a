"""What holds for all tests: none is timed, and none touches the user's own folders.

No test is timed: machines are noisy, and another store or a busy neighbour is no failure.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_HOME = tempfile.mkdtemp(prefix="liantu-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = _HOME
os.environ["LIANTU_BACKUPS"] = "off"

# by what they take, files of minutes first: else one process ends long after the other
LONG = ("test_browser_month", "test_copy_neo4j", "test_benchmarks_scale", "test_packaging")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, then the other files with a browser, then the rest."""

    def place(item: pytest.Item) -> int:
        name = item.path.stem
        if name in LONG:
            return LONG.index(name)
        return len(LONG) + (not name.startswith("test_browser"))

    items.sort(key=place)


@pytest.fixture(autouse=True)
def nobody() -> None:
    """No name given in the test before is remembered."""
    for kept in Path(_HOME).rglob("me.json"):
        kept.unlink(missing_ok=True)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of a store of one's own, with the shipped facts; the pages work on it."""
    from stores import filled_store_url  # no unit test waits for what it imports

    found = filled_store_url(tmp_path)
    monkeypatch.setenv("LIANTU_STORE", found)
    monkeypatch.setenv("LIANTU_AS_OF", "2026-11-24")
    return found
