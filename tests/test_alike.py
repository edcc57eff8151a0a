"""Names in a workbook are found in a small kind and in a nation alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_records import SCHEMA, firm, put
from stores import a_store_url

from graph.store import open_store
from loaders import alike


@pytest.mark.parametrize("whole", [100, 0])
def test_a_name_on_record_is_found_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr(alike, "WHOLE", whole)
    with open_store(a_store_url(tmp_path), SCHEMA) as store:
        put(store, *(firm(f"f{n}", f"岳阳第{n}化工有限公司") for n in range(30)))
        found = alike.alike(store, "firm", ["岳阳第7化工有限公司", "没有这家"])
        assert "f7" in {record.id for record in found}  # type: ignore[attr-defined]
        assert (len(found) == 30) == (whole == 100)
