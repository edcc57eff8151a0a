"""A kept layout is the layout that would be drawn, and a damaged one is drawn again."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pytest

from graph.model import Product, Record, Segment
from loaders.files import read_table
from loaders.schema import read_schema
from views import settings
from views.map import saved
from views.map.layout import layout
from views.pages.kept import LIMIT, kept

CHAIN = settings.data_dir() / "chain"


def rows(name: str, kind: str) -> list[Record]:
    return read_table(CHAIN / name, kind, read_schema(settings.schema_dir()))


@pytest.fixture(scope="module")
def products() -> tuple[Product, ...]:
    found = [r for r in rows("products.csv", "product") if isinstance(r, Product)]
    return tuple(found)


@pytest.fixture(scope="module")
def segments() -> tuple[Segment, ...]:
    return tuple(r for r in rows("segments.csv", "segment") if isinstance(r, Segment))


def test_kept_is_drawn(
    tmp_path: Path, products: tuple[Product, ...], segments: tuple[Segment, ...]
) -> None:
    only = (segments[0].id, segments[5].id)
    wanted = saved.Wanted(products, segments, only=only)
    drawn = layout(products, segments, (), only)
    assert saved.placed(wanted, folder=tmp_path) == drawn
    (path,) = tmp_path.glob("layout-*.json")
    assert saved.read(path) == drawn


def test_damaged_file_is_drawn_again(
    tmp_path: Path, products: tuple[Product, ...], segments: tuple[Segment, ...]
) -> None:
    wanted = saved.Wanted(products, segments, only=(segments[1].id,))
    path = tmp_path / f"layout-{saved.digest(wanted)}.json"
    path.write_text('{"boxes": [', encoding="utf-8")
    assert saved.placed(wanted, folder=tmp_path).boxes
    assert saved.read(path) is not None


def test_unusable_folder_only_costs_time(
    tmp_path: Path, products: tuple[Product, ...], segments: tuple[Segment, ...]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    wanted = saved.Wanted(products, segments, only=(segments[2].id,))
    assert saved.placed(wanted, folder=blocked / "in").boxes


def test_another_chain_has_another_name(products: tuple[Product, ...]) -> None:
    assert saved.digest(products) != saved.digest(products[1:])


def test_old_files_go(
    tmp_path: Path, products: tuple[Product, ...], segments: tuple[Segment, ...]
) -> None:
    for number in range(saved.KEPT + 5):
        (tmp_path / f"layout-{number}.json").write_text("{}", encoding="utf-8")
    saved.placed(saved.Wanted(products, segments, only=(segments[3].id,)), folder=tmp_path)
    assert len(list(tmp_path.glob("layout-*.json"))) == saved.KEPT


def test_shared_things_are_made_once_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.pages.kept._KEPT", OrderedDict())  # not those of other tests
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert kept(("test", "once"), make) == kept(("test", "once"), make) == 1
    for number in range(LIMIT):
        kept(("test", number), make)
    assert kept(("test", "once"), make) > 1
