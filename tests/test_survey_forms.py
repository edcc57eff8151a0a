"""企业摸底表 of real firms of Yunxi: sent, filled in, taken back, loaded; what then stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import MergedCell
from stores import SCHEMA, shared_store_url
from survey_fill import FILLED, SENT, TODAY, Office, docx_of, fill_docx, fill_xlsx, xlsx_of

from graph.asof import AsOf
from graph.checks.run import run_checks
from graph.desk.editing import commit_revisions
from graph.desk.survey.known import known_of
from graph.desk.survey.records import CHANGED, CONFIRMED, GONE, NEW
from graph.desk.survey.surveys import worth_asking
from graph.model import AskedForm, Capacity, FirmYear, Signal, Source, Supply
from graph.reading import read_facts
from graph.reason import Evaluation
from graph.reason.timeline import unit_on
from loaders.surveyform.form import CONFIRM, NUMBER_NAME
from views.survey_files import form_file, zipped
from views.surveys import effects_of
from views.workspace import Question, Workspace

HNSH, XINLING, YUHONG = "hunan-petrochemical", "xinling-chemical", "yuhong-yueyang"
ONE, TWO = "MD-20261130-7F3A9C", "MD-20261130-AAAA01"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office.of(tmp_path)
    yield made
    made.workspace.close()


@pytest.fixture(scope="module")
def evaluation() -> Iterator[Evaluation]:
    workspace = Workspace.open(shared_store_url())
    yield workspace.evaluation(Question(date=TODAY))
    workspace.close()


def statement(office: Office, unit_id: str) -> Capacity:
    (found,) = (c for c in office.evaluation.given.statements_on[unit_id] if c.is_driver)
    return found


def results(looked: object, number: str) -> dict[tuple[str, str], str]:
    items = looked.taken[number].items  # type: ignore[attr-defined]
    return {(i.name, i.field): i.result for i in items}


def test_a_form_says_what_is_known_and_asks_what_the_survey_asks(evaluation: Evaluation) -> None:
    facts = evaluation.chain.facts
    asked = worth_asking(evaluation, (), TODAY)
    assert set(asked) < {i.firm_id for i in evaluation.survey}
    assert "owner-unknown-ech-demo" not in asked
    for firm_id in asked:
        known = known_of(evaluation, firm_id)
        told = {(u.unit_id, f) for u in known.units for f in u.asked if f != "output"}
        told |= {(h.unit_id, "output") for h in known.hidden}
        mine = [i for i in evaluation.survey if i.firm_id == firm_id]
        assert told == {(i.unit_id, i.field) for i in mine}
        assert {h.product_id for h in known.hidden} == {
            p for i in mine if i.field == "output" for p in i.product_ids
        }
    assert facts.firms[HNSH].uscc is None


def test_the_number_stands_where_a_new_file_name_cannot_reach_it(evaluation: Evaluation) -> None:
    form = AskedForm(ONE, "yunxi", XINLING, *("一", SENT), *(None,) * 6)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(evaluation, form)))
    assert book["内部"].sheet_state == "veryHidden"
    (target,) = book.defined_names[NUMBER_NAME].destinations
    assert book[target[0]][target[1].replace("$", "")].value == ONE
    for name in book.sheetnames[:-1]:
        sheet = book[name]
        assert (sheet["A2"].value, sheet["B2"].value) == ("表号", ONE)
        assert sheet.protection.sheet
        assert not sheet.protection.password
    unit_sheet = book["2已掌握装置"]
    cells = [c for row in unit_sheet.iter_rows() for c in row if not isinstance(c, MergedCell)]
    open_cells = [c for c in cells if not c.protection.locked]
    assert open_cells
    assert all(c.fill.fgColor.rgb in ("FFFFF9DB", "FFFFE08A") for c in open_cells)
    assert unit_sheet.data_validations.count > 0


@pytest.mark.parametrize("way", ["xlsx", "docx"])
def test_what_a_firm_wrote_is_on_record_and_conclusions_follow(office: Office, way: str) -> None:
    office.send(ONE, HNSH)
    before = office.evaluation
    naphtha = before.chain.facts.processes["steam-cracking-naphtha"].name_zh
    assert before.balances["naphtha"].state == before.balances["butadiene"].state == "未知"
    fills = [
        ("unit", "hnsh-sbs", "status", CONFIRM),
        ("unit", "hnsh-sbs", "capacity", "10+20"),
        ("unit", "hnsh-sbs", "own_use", "0"),
        ("unit", "hnsh-sbs", "outside", "28"),
        ("unit", "hnsh-ech", "capacity", "5"),
        ("unit", "hnsh-ethylene", "route", naphtha),
        ("unit", "hnsh-hppo", "capacity", CONFIRM),
        ("year", "主营业务收入", "answer", "7,560,000"),
        ("year", "发明专利", "answer", "0"),
        ("firm", "统一社会信用代码", "answer", "91430600MA4PQR1X2Y"),
        ("supply", "in23", "amount", CONFIRM),
        ("supply", "in08", "amount", "没有"),
    ]
    if way == "xlsx":
        data = fill_xlsx(xlsx_of(before, office.desk().forms[ONE]), fills)
    else:
        data = fill_docx(docx_of(before, office.desk().forms[ONE]), fills)
    looked = office.look((f"改了名.{way}", data))
    assert (looked.refused, looked.mend, looked.good) == ((), (), (ONE,))
    told = results(looked, ONE)
    assert told["SBS热塑性弹性体", "status"] == CONFIRMED
    assert told["SBS热塑性弹性体", "capacity_kt_a"] == NEW
    assert told["环氧氯丙烷", "capacity_kt_a"] == CHANGED
    assert told["环氧丙烷(HPPO,2015复核)", "capacity_kt_a"] == CONFIRMED
    assert GONE in told.values()
    commit = office.load(looked)
    facts = office.evaluation.given

    sbs = statement(office, "hnsh-sbs")
    assert (sbs.capacity_kt_a, sbs.own_use_kt_a, sbs.outside_kt_a) == (300.0, 0.0, 280.0)
    assert "10+20" in (sbs.note or "")
    assert (sbs.basis, sbs.source_id, sbs.as_of) == ("user", f"S-{ONE}", FILLED)
    source = facts.sources[f"S-{ONE}"]
    assert source.title == f"企业摸底表:中石化湖南石油化工有限公司({FILLED})"
    assert (source.url, source.date, source.grade) == (None, FILLED, "B")
    ech = statement(office, "hnsh-ech")
    old = [c for c in facts.statements_on["hnsh-ech"] if not c.is_driver]
    assert ech.capacity_kt_a == 50.0
    assert 34.0 in [c.capacity_kt_a for c in old]
    assert statement(office, "hnsh-ethylene").process_ids == ("steam-cracking-naphtha",)
    hppo = facts.capacities[f"{ONE}-hnsh-hppo"]
    assert not hppo.is_driver
    assert statement(office, "hnsh-hppo").basis == "source"
    year = facts.all(FirmYear)[f"{HNSH}-2025"]
    assert (year.revenue_wan, year.patents, year.tax_wan) == (7_560_000.0, 0, None)
    assert facts.firms[HNSH].uscc == "91430600MA4PQR1X2Y"
    assert facts.supplies["in23"].certainty == "已证实"
    assert "in08" not in facts.supplies
    form = office.desk().forms[ONE]
    assert (form.returned_on, form.source_id) == (TODAY, f"S-{ONE}")
    assert run_checks(read_facts(office.store)) == []

    now = office.evaluation.balances
    found = effects_of(
        office.store, office.evaluation, commit_revisions(office.store, commit.commit_id)
    )
    states = {s.product_id: s for s in found.states}
    assert {p: (s.before, s.after) for p, s in states.items()} == {
        p: (b.state, now[p].state) for p, b in before.balances.items() if b.state != now[p].state
    }
    assert (now["naphtha"].state, now["butadiene"].state) == ("弱", "弱")
    assert {e.source_id for e in states["butadiene"].because} == {f"S-{ONE}"}
    (told,) = states["naphtha"].told
    assert (told.unit_id, told.field, told.source_id) == (
        *("hnsh-ethylene", "process_ids"),
        f"S-{ONE}",
    )
    assert found.asked_after < found.asked_before == len(before.survey)
    lines = {(g.kind, g.product_id) for g in office.evaluation.gaps}
    was = {(g.kind, g.product_id) for g in before.gaps}
    assert {(d.kind, d.product_id) for d in found.diff.new} == lines - was
    assert {(d.kind, d.product_id) for d in found.diff.closed} == was - lines


def test_the_same_form_twice_changes_nothing(office: Office) -> None:
    form = office.send(ONE, XINLING)
    fills = [
        ("unit", "xinling-m-cresol", "status", "在产"),
        ("unit", "xinling-m-cresol", "since", "2024-06"),
        ("unit", "xinling-m-cresol", "capacity", 1.5),
        ("new", "", "product", "苯酚"),
        ("new", "苯酚", "status", "规划"),
        ("feed", "", "product", "丙烯"),
        ("feed", "丙烯", "supplier", "某某化工(不在库里)"),
        ("plan", "", "product", "间甲酚"),
        ("plan", "间甲酚", "capacity", "2"),
        ("plan", "间甲酚", "land", "60"),
        ("firm", "规模类型", "answer", "小型"),
        ("year", "税收", "answer", 120.5),
    ]
    data = fill_xlsx(xlsx_of(office.evaluation, form), fills, date=None)
    first = office.look(("一.xlsx", data))
    assert first.mend == ()
    office.load(first)
    held = {kind: dict(rows) for kind, rows in office.evaluation.given.by_kind.items()}
    office.today = "2026-12-20"
    again = office.look(("再交一次.xlsx", data))
    assert again.good == (ONE,)
    assert again.fresh == ()
    assert office.load(again, ONE).seq == 0
    assert office.evaluation.given.by_kind == held


def test_new_units_materials_and_plans(office: Office) -> None:
    form = office.send(ONE, XINLING)
    fills = [
        ("new", "", "product", "PO"),
        ("new", "PO", "name", "环氧丙烷中试"),
        ("new", "PO", "status", "在建"),
        ("new", "PO", "capacity", "0.5"),
        ("new", "PO", "route", "HPPO法"),
        ("supply", "in35", "amount", CONFIRM),
        ("supply", "in35", "giver", "巴陵石化"),
        ("plan", "", "product", "一种新助剂"),
        ("plan", "一种新助剂", "investment", "1.2"),
        ("plan", "一种新助剂", "note", "缺蒸汽"),
    ]
    looked = office.look(("一.xlsx", fill_xlsx(xlsx_of(office.evaluation, form), fills)))
    assert looked.mend == ()
    office.load(looked)
    facts = office.evaluation.given
    unit = statement(office, "xinling-chemical-propylene-oxide")
    assert (unit.park_id, unit.status, unit.capacity_kt_a) == ("changling-area", "在建", 5.0)
    assert unit.process_ids == ()
    assert "工艺:HPPO法" in (unit.note or "")
    supply = facts.supplies["in35"]
    assert (supply.from_firm_id, supply.amount_kt_a, supply.certainty) == (HNSH, 13.1, "已证实")
    signal = facts.all(Signal)[f"{ONE}-plan-1"]
    assert (signal.direction, signal.investment_yi, signal.product_ids) == ("扩建", 1.2, ())
    assert signal.signal_text == "拟扩产一种新助剂,投资 1.2 亿元,缺蒸汽"
    assert run_checks(facts) == []
    assert "propylene-oxide" in {u.product_id for u in office.evaluation.standing.counted}


def test_what_a_unit_makes_besides_counts_and_is_asked_no_more(office: Office) -> None:
    form, facts = office.send(ONE, HNSH), office.evaluation.given
    before = office.evaluation.balances
    assert {before[p].state for p in ("vacuum-gas-oil", "benzene")} == {"未知"}
    wanted = {"cyclopentane": "0.5", "isobutane": "0", "vacuum-gas-oil": "0", "benzene": "20"}
    sizes = {facts.product_name(p): size for p, size in wanted.items()}
    fills = [
        *(("hidden", name, "capacity", size) for name, size in sizes.items()),
        ("unit", "hnsh-sbs", "note", "2027 年大修"),
    ]
    data = fill_xlsx(xlsx_of(office.evaluation, form), fills)
    office.load(office.look(("一.xlsx", data)))
    facts = office.evaluation.given
    made = [c for c in facts.capacities.values() if c.source_id == f"S-{ONE}"]
    assert {(c.product_id, c.capacity_kt_a, c.is_driver) for c in made} == {
        (product, float(size) * 10, False) for product, size in wanted.items()
    }
    now = office.evaluation.balances
    assert (now["vacuum-gas-oil"].state, now["benzene"].state) == ("断", "自足")
    assert all(not any(u.field == "output" for u in now[p].unknown) for p in ("benzene",))
    assert now["vacuum-gas-oil"].presence == before["vacuum-gas-oil"].presence == "无"
    note = facts.sources[f"S-{ONE}"].note or ""
    assert "SBS热塑性弹性体:2027 年大修" in note
    assert run_checks(facts) == []
    assert office.load(office.look(("一.xlsx", data)), ONE).seq == 0


def test_a_status_told_today_leaves_earlier_days_as_they_were(office: Office) -> None:
    form = office.send(ONE, HNSH)
    fills = [("unit", "hnsh-bpa", "status", "在产")]
    office.load(office.look(("一.xlsx", fill_xlsx(xlsx_of(office.evaluation, form), fills))))
    facts = office.evaluation.given
    rows = facts.statements_on["hnsh-bpa"]
    days = {day: unit_on(facts, rows, day) for day in ("2025-01-01", FILLED)}
    assert {day: row.status for day, row in days.items() if row} == {
        "2025-01-01": "在建",
        FILLED: "在产",
    }


def test_what_is_newer_on_record_keeps_driving(office: Office) -> None:
    form = office.send(ONE, HNSH)
    data = fill_xlsx(
        xlsx_of(office.evaluation, form), [("unit", "hnsh-ech", "capacity", "5")], date=SENT
    )
    later = office.send(TWO, HNSH)
    newer = fill_xlsx(
        xlsx_of(office.evaluation, later), [("unit", "hnsh-ech", "capacity", "6")], date=FILLED
    )
    office.load(office.look(("新的.xlsx", newer)))
    looked = office.look(("旧的.xlsx", data))
    assert [i.result for i in looked.taken[ONE].items] == ["aside"]
    office.load(looked)
    assert statement(office, "hnsh-ech").capacity_kt_a == 60.0
    assert office.evaluation.given.capacities[f"{ONE}-hnsh-ech"].capacity_kt_a == 50.0
    assert run_checks(office.evaluation.given) == []


def test_two_forms_of_one_firm_in_one_batch_go_by_their_dates(office: Office) -> None:
    forms = [office.send(n, HNSH) for n in (ONE, TWO)]
    files = [
        (f"{f.id}.xlsx", fill_xlsx(xlsx_of(office.evaluation, f), [(*_ECH, size)], date=day))
        for f, size, day in zip(forms, ("6", "5"), (FILLED, SENT), strict=True)
    ]
    office.load(office.look(*files))
    assert statement(office, "hnsh-ech").source_id == f"S-{ONE}"
    assert run_checks(office.evaluation.given) == []


_ECH = ("unit", "hnsh-ech", "capacity")


def test_a_size_the_site_cannot_have_is_not_loaded(office: Office) -> None:
    forms = [office.send(ONE, HNSH), office.send(TWO, XINLING)]
    bad = fill_xlsx(
        xlsx_of(office.evaluation, forms[0]), [("unit", "hnsh-sbs", "capacity", "200000")]
    )
    good = fill_xlsx(
        xlsx_of(office.evaluation, forms[1]), [("unit", "xinling-o-cresol", "capacity", CONFIRM)]
    )
    looked = office.look(("坏.xlsx", bad), ("好.xlsx", good))
    assert looked.good == (TWO,)
    (mend,) = looked.mend
    assert "单位" in mend.cell.problem.remedy
    assert mend.cell.problem.column == "设计产能(万吨/年)"
    mended = {ONE: {mend.cell.spot: "20"}}
    again = office.look(("坏.xlsx", bad), ("好.xlsx", good), mended=mended)
    assert set(again.good) == {ONE, TWO}
    office.load(again)
    assert statement(office, "hnsh-sbs").capacity_kt_a == 200.0


FAULTY = {
    "hnsh-1-butene": ("capacity", "120", "单套上限", "4"),
    "hnsh-caprolactam": ("route", "己二腈", "负的规模", ""),
    "hnsh-ethylene": ("route", "联合", "不能再算一遍", ""),
}


@pytest.mark.parametrize("unit_id", FAULTY)
def test_an_answer_the_checks_would_not_bear_is_found_and_can_be_put_right(
    unit_id: str, office: Office
) -> None:
    name, text, word, mended = FAULTY[unit_id]
    form, facts = office.send(ONE, HNSH), office.evaluation.given
    if name == "route":
        (known,) = (u for u in known_of(office.evaluation, HNSH).units if u.unit_id == unit_id)
        names = [facts.processes[r].name_zh for r in known.routes]
        (text,) = (n for n in names if text in n)
    fills = [("unit", unit_id, name, text), ("unit", "hnsh-epoxy", "capacity", "12")]
    data = fill_xlsx(xlsx_of(office.evaluation, form), fills)
    looked = office.look(("一.xlsx", data))
    assert looked.good == ()
    (mend,) = looked.mend
    assert mend.cell.spot[2] == name
    assert word in mend.cell.problem.remedy
    assert mend.cell.problem.value == text
    again = office.look(("一.xlsx", data), mended={ONE: {mend.cell.spot: mended}})
    assert again.good == (ONE,)
    office.load(again)
    assert statement(office, "hnsh-epoxy").capacity_kt_a == 120.0
    assert run_checks(office.evaluation.given) == []


def test_a_zip_of_all_forms_has_chinese_names_and_both_kinds(evaluation: Evaluation) -> None:
    import zipfile

    forms = [
        AskedForm(f"MD-20261130-00000{n}", "yunxi", firm, "一", SENT, *(None,) * 6)
        for n, firm in enumerate((HNSH, XINLING, XINLING))
    ]
    seen: list[tuple[int, int, str]] = []
    data = zipped(evaluation, SCHEMA, forms, ["Excel", "Word"], lambda *a: seen.append(a))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert all(i.flag_bits & 0x800 for i in archive.infolist())
    assert names == [
        f"企业摸底表_湖南石化_{SENT}.xlsx",
        f"企业摸底表_湖南石化_{SENT}.docx",
        f"企业摸底表_新岭化工_{SENT}.xlsx",
        f"企业摸底表_新岭化工_{SENT}.docx",
        f"企业摸底表_新岭化工_{SENT}_MD-20261130-000002.xlsx",
        f"企业摸底表_新岭化工_{SENT}_MD-20261130-000002.docx",
    ]
    assert [s[:2] for s in seen] == [(1, 3), (2, 3), (3, 3)]
    assert form_file(evaluation, SCHEMA, forms[0], "Word").startswith(b"PK")


def test_kinds_written_are_those_promised(office: Office) -> None:
    form = office.send(ONE, YUHONG)
    fills = [
        ("unit", "yuhong-coating", "status", "在产"),
        ("unit", "yuhong-coating", "capacity", "8"),
        ("plan", "", "product", "防水卷材"),
        ("feed", "石油沥青", "supplier", "长岭炼化"),
    ]
    data = fill_xlsx(xlsx_of(office.evaluation, form), fills)
    commit = office.load(office.look(("一.xlsx", data)))
    kinds = {ref[0] for ref in commit.revs}
    assert kinds == {c.kind for c in (Capacity, Source, Supply, Signal, AskedForm)}
    unit = office.evaluation.given.capacities[f"{ONE}-yuhong-coating"]
    assert AsOf(TODAY).valid not in office.evaluation.standing.unverified
    assert "yuhong-coating" not in office.evaluation.standing.unverified
    assert unit.since == FILLED or unit.status == "在产"
