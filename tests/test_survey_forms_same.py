"""One form, several ways: Excel, Word and a pass through LibreOffice say the same."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seen import OFFICE
from stores import SCHEMA, shared_store_url
from survey_fill import TODAY, Fill, asked, docx_of, fill_docx, fill_xlsx, xlsx_of

from graph.desk.survey.answers import Answers, Place
from graph.desk.survey.known import known_of
from graph.desk.survey.surveys import form_number, read_number
from graph.reason import Evaluation
from loaders.surveyform.batch import Desk, read_batch
from loaders.surveyform.cells import amount
from loaders.surveyform.form import CONFIRM
from views.workspace import Question, Workspace

HNSH, ONE = "hunan-petrochemical", "MD-20261130-7F3A9C"
FORM = asked(ONE, HNSH)
NO_OFFICE = "没有能打开表格和文档的 LibreOffice(calc、writer):没有试 LibreOffice 存过的表"
EVERY: list[Fill] = [
    ("unit", "hnsh-sbs", "status", CONFIRM),
    ("unit", "hnsh-sbs", "capacity", "10+20"),
    ("unit", "hnsh-sbs", "since", "2019-06"),
    ("unit", "hnsh-ech", "capacity", CONFIRM),
    ("unit", "hnsh-ech", "note", "2024 年检修过"),
    ("hidden", "hnsh-c5", "capacity", "0"),
    ("new", "", "product", "苯乙烯"),
    ("new", "苯乙烯", "status", "规划"),
    ("new", "苯乙烯", "park", "绿色化工高新区云溪片区"),
    ("feed", "甲醇", "supplier", "某某甲醇厂"),
    ("feed", "甲醇", "amount", "3.5"),
    ("supply", "in23", "amount", "40"),
    ("plan", "", "product", "SEBS"),
    ("plan", "SEBS", "investment", "8.8"),
    ("year", "税收", "answer", "123456.7"),
    ("firm", "规上", "answer", "是"),
]


@cache
def evaluation() -> Evaluation:
    workspace = Workspace.open(shared_store_url())
    found = workspace.evaluation(Question(date=TODAY))
    workspace.close()
    return found


@cache
def blank(way: str) -> bytes:
    return (xlsx_of if way == "xlsx" else docx_of)(evaluation(), FORM)


def answers(name: str, data: bytes) -> tuple[Answers, list[tuple[str, str]]]:
    """What a file says, without where it says it, and columns of cells not taken, with why."""
    desk = Desk({ONE: FORM}, evaluation(), SCHEMA, TODAY)
    (back,), refused = read_batch([(name, data)], desk, {})
    assert refused == ()
    bad = [(b.problem.column or "", b.problem.remedy) for b in back.read.bad]
    return placeless(back.read.answers), bad


def placeless(value: Any) -> Any:
    """The same without sheets and rows: these differ between a workbook and a document."""
    if isinstance(value, Place):
        return None
    if isinstance(value, tuple):
        return tuple(map(placeless, value))
    if isinstance(value, dict):
        return {k: placeless(v) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: placeless(getattr(value, f.name)) for f in fields(value)})
    return value


def test_word_and_excel_say_the_same_of_every_table() -> None:
    one = answers("一.xlsx", fill_xlsx(blank("xlsx"), EVERY))
    two = answers("一.docx", fill_docx(blank("docx"), EVERY))
    assert one == two
    told, bad = one
    assert bad == []
    every = (told.units, told.outputs, told.new_units, told.supplies, told.feeds, told.plans)
    assert [len(rows) for rows in every] == [2, 1, 1, 1, 1, 1]
    assert told.figures == {"tax_wan": 123456.7}
    assert told.firm == {"is_above_scale": True}


SIZES = st.one_of(
    st.floats(0.01, 30).map(lambda v: f"{v:.2f}"),
    st.lists(st.integers(1, 9), min_size=2, max_size=4).map(lambda v: "+".join(map(str, v))),
    st.sampled_from(["约3", "3 万吨", "", "—", "不清楚", CONFIRM, "1,2", "０.５"]),
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["hnsh-sbs", "hnsh-ech", "hnsh-sis", "hnsh-br"]),
    SIZES,
    st.sampled_from(["在产", "停产", "试车", CONFIRM, " 在 建 "]),
)
def test_word_and_excel_say_the_same_whatever_is_written(
    unit_id: str, size: str, status: str
) -> None:
    fills: list[Fill] = [
        ("unit", unit_id, "capacity", size),
        ("unit", unit_id, "status", status),
        ("year", "税收", "answer", "1"),
    ]
    one = answers("一.xlsx", fill_xlsx(blank("xlsx"), fills))
    assert one == answers("一.docx", fill_docx(blank("docx"), fills))


@given(st.lists(st.integers(0, 10**6).map(lambda n: n / 100), min_size=1, max_size=6))
def test_a_sum_is_read_as_its_sum_and_kept_as_written(parts: list[float]) -> None:
    text = " + ".join(f"{part:.2f}" for part in parts)
    value, told = amount(text)
    assert value == pytest.approx(sum(round(p, 2) for p in parts))
    assert (told is None) == (len(parts) == 1)
    assert told is None or told == text.replace(" ", "")


@given(
    st.dates().map(str),
    st.text("0123456789abcdef", min_size=12, max_size=12),
    st.sampled_from(["{}", " {} ", "表号"]),
)
def test_a_form_number_is_read_back_however_it_is_written(day: str, mark: str, way: str) -> None:
    number = form_number(day, mark)
    written = way.format(number)
    expected = number if number in written else None
    assert read_number(written) == expected
    assert read_number(number.lower().replace("-", "—")) == number
    assert read_number(number.replace("-", "")) == number


def test_what_the_form_prints_is_what_it_reads_back() -> None:
    """确认 everywhere: every printed value comes back as it stands on record."""
    known = known_of(evaluation(), HNSH)
    fills: list[Fill] = []
    for unit in known.units:
        if unit.capacity_kt_a is not None:
            fills.append(("unit", unit.unit_id, "capacity", CONFIRM))
        if unit.status in ("在产", "在建", "规划", "停产"):
            fills.append(("unit", unit.unit_id, "status", CONFIRM))
        if len(unit.process_ids) == 1:
            fills.append(("unit", unit.unit_id, "route", CONFIRM))
    told, bad = answers("一.xlsx", fill_xlsx(blank("xlsx"), fills))
    assert bad == []
    by_id = {u.unit_id: u for u in known.units}
    assert len(told.units) > 30
    for answer in told.units:
        unit = by_id[answer.unit_id]
        assert answer.capacity_kt_a == unit.capacity_kt_a
        assert answer.status in (None, unit.status)
        assert (answer.process_id,) in ((None,), unit.process_ids)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bytes], bytes]:
    """Opens a file in LibreOffice and saves it again; where it cannot, the tests are skipped."""
    folder = tmp_path_factory.mktemp("office")

    def again(name: str, data: bytes) -> bytes:
        given, made = folder / name, folder / "out" / name
        given.write_bytes(data)
        found = next(filter(None, map(shutil.which, OFFICE)), None)
        if found is not None:
            _convert(found, folder, given)
        if not made.is_file():
            if os.environ.get("CI"):
                pytest.fail(NO_OFFICE)
            pytest.skip(NO_OFFICE)
        return made.read_bytes()

    return again


def _convert(program: str, folder: Path, given: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind, out = given.suffix.lstrip("."), str(folder / "out")
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", out, str(given)]
    subprocess.run(command, capture_output=True, check=False, timeout=300)


@pytest.mark.parametrize("way", ["xlsx", "docx"])
def test_a_form_saved_by_libreoffice_says_the_same(
    way: str, office: Callable[[str, bytes], bytes]
) -> None:
    fill = fill_xlsx if way == "xlsx" else fill_docx
    before = fill(blank(way), EVERY)
    after = office(f"表.{way}", before)
    assert after != before
    assert answers(f"表.{way}", after) == answers(f"表.{way}", before)


@pytest.mark.parametrize("way", ["xlsx", "docx"])
def test_a_form_filled_after_libreoffice_saved_it(
    way: str, office: Callable[[str, bytes], bytes]
) -> None:
    fill = fill_xlsx if way == "xlsx" else fill_docx
    after = fill(office(f"空表.{way}", blank(way)), EVERY)
    assert answers(f"表.{way}", after) == answers(f"表.{way}", fill(blank(way), EVERY))
