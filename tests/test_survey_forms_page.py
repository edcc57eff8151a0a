"""The page 企业摸底表: forms sent from it, late ones first, returned ones put right and loaded."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from stores import SCHEMA
from streamlit.testing.v1 import AppTest
from survey_fill import asked, docx_of, fill_docx, fill_xlsx, xlsx_of

from graph.desk.survey.surveys import due_on
from graph.model import AskedForm, Lead
from graph.store import open_store
from graph.store.protocol import Change
from views import settings
from views.pages.people import LOOKS_ONLY
from views.pages.survey import send as survey_send
from views.pages.survey import take as survey_take
from views.tables.survey import surveys as table
from views.workspace import Question, Workspace

ROOT = Path(__file__).resolve().parents[1]
XINLING, YUHONG, HNSH = "xinling-chemical", "yuhong-yueyang", "hunan-petrochemical"
ONE, TWO, THREE = (f"MD-20261130-AAAA0{n}" for n in (1, 2, 3))
M_CRESOL = ("unit", "xinling-m-cresol")


@pytest.fixture
def sent(url: str) -> Callable[..., None]:
    def do(*forms: AskedForm) -> None:
        with open_store(url, SCHEMA) as store:
            store.write([Change.put(f) for f in forms], actor="张三", reason="发出")

    return do


def ago(days: int) -> str:
    today = dt.date.fromisoformat(settings.today())
    return (today - dt.timedelta(days=days)).isoformat()


def opened(part: str, **state: Any) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=90).run()
    app.session_state["survey-tab"] = part
    for key, value in state.items():
        app.session_state[key] = value
    app.switch_page("views/pages/surveys.py").run()
    return fine(app)


def fine(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    assert not app.error or all("看不懂" in e.value for e in app.error), app.error
    return app


def words(app: AppTest) -> str:
    return "\n".join(piece.value for piece in app.html)


def forms(url: str) -> dict[str, AskedForm]:
    with open_store(url, SCHEMA) as store:
        return {f.id: f for f in store.scan("asked_form") if isinstance(f, AskedForm)}


def test_one_click_makes_the_forms_and_notes_them(url: str) -> None:
    app = opened(table.SEND)
    firms = app.multiselect(key="survey-firms").value
    assert HNSH in firms
    assert "owner-unknown-ech-demo" not in firms
    app.multiselect(key="survey-firms").set_value([XINLING, YUHONG]).run()
    app.button(key="survey-make").click().run()
    fine(app)
    made = forms(url)
    assert {f.firm_id for f in made.values()} == {XINLING, YUHONG}
    day = settings.today()
    year, month, _ = day.split("-")
    for form in made.values():
        assert (form.sent_on, form.due_on) == (day, due_on(day))
        assert (form.round, form.sent_by) == (f"{year}年{int(month)}月", "未具名")
        assert form.returned_on is form.source_id is form.is_dropped is None
    name, data, count = app.session_state["survey-zip"]
    assert name == f"企业摸底表_岳阳市云溪区_{day}_2家.zip"
    assert count == 2
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == 4
    assert app.multiselect(key="survey-firms").value == []
    assert app.button(key="survey-make").disabled
    again = opened(table.SEND)
    assert not {XINLING, YUHONG} & set(again.multiselect(key="survey-firms").value)


def test_a_firm_of_the_survey_list_comes_chosen(url: str) -> None:
    app = opened(table.SEND, **{"survey-firm-id": YUHONG})
    assert app.multiselect(key="survey-firms").value == [YUHONG]


def test_late_firms_come_first_and_a_form_can_be_dropped(
    url: str, sent: Callable[..., None]
) -> None:
    sent(
        asked(ONE, XINLING, sent_on=ago(20), due_on=ago(6)),
        asked(TWO, YUHONG, sent_on=ago(40), due_on=ago(26), round="第二轮"),
        asked(THREE, HNSH, sent_on=ago(3), due_on=due_on(ago(3))),
    )
    app = opened(table.STATUS)
    frame = app.dataframe[0].value
    assert list(frame["表号"]) == [TWO, ONE, THREE]
    assert list(frame["状态"]) == ["逾期", "逾期", "未到期"]
    assert [frame["逾期(天)"][n] for n in (0, 1)] == [26, 6]
    assert "<b>2</b><span>逾期</span>" in words(app)
    app.button(key="survey-drop").click().run()
    assert forms(url)[TWO].is_dropped is True
    frame = fine(app).dataframe[0].value
    assert list(frame["表号"]) == [ONE, THREE, TWO]
    assert "<b>2</b><span>发出</span>" in words(app)
    app.selectbox(key="survey-round").set_value("第二轮").run()
    assert list(app.dataframe[0].value["表号"]) == [TWO]
    app.button(key="survey-drop").click().run()
    assert forms(url)[TWO].is_dropped is None


def test_dropping_a_form_somebody_took_back_meanwhile_is_refused(
    url: str, sent: Callable[..., None]
) -> None:
    form = asked(ONE, XINLING, sent_on=ago(3), due_on=due_on(ago(3)))
    sent(form)
    app = opened(table.STATUS)
    sent(replace(form, returned_on=ago(0)))
    app.button(key="survey-drop").click().run()
    fine(app)
    assert forms(url)[ONE] == replace(form, returned_on=ago(0))


def test_what_was_shown_is_what_is_loaded(url: str, sent: Callable[..., None]) -> None:
    """Somebody changes a unit between the preview and the click: it is shown anew, not written."""
    form = asked(ONE, YUHONG, sent_on=ago(9), due_on=ago(1))
    sent(form)
    with_ = Workspace.open(url)
    evaluation = with_.evaluation(Question(date=settings.today()))
    with_.close()
    fills = [("unit", "yuhong-hdpe-membrane", "capacity", "3")]
    data = fill_xlsx(
        xlsx_of(evaluation, form), [*fills, (*fills[0][:2], "status", "在产")], date=ago(2)
    )
    app = opened(table.TAKE)
    app.file_uploader[0].set_value([("雨虹.xlsx", data, "x")]).run()
    assert app.button(key="survey-load").label == "载入 1 家"
    rows = evaluation.given.statements_on["yuhong-hdpe-membrane"]
    (unit,) = (c for c in rows if c.is_driver)
    with open_store(url, SCHEMA) as store:
        other = replace(unit, capacity_kt_a=77.0)
        store.write([Change.put(other)], actor="李四", reason="改")
    app.button(key="survey-load").click().run()
    fine(app)
    assert forms(url)[ONE].returned_on is None
    assert any("有人改过" in w.value for w in app.warning)
    app.button(key="survey-load").click().run()
    assert forms(url)[ONE].returned_on == settings.today()


def test_a_cell_put_right_in_one_file_is_not_put_right_in_the_next(
    url: str, sent: Callable[..., None]
) -> None:
    form = asked(ONE, XINLING, sent_on=ago(9), due_on=ago(1))
    sent(form)
    with_ = Workspace.open(url)
    empty = xlsx_of(with_.evaluation(Question(date=settings.today())), form)
    with_.close()
    first, second = (
        fill_xlsx(empty, [(*M_CRESOL, "status", "在产"), (*M_CRESOL, "capacity", size)], ago(2))
        for size in ("约2", "3")
    )
    app = opened(table.TAKE)
    app.file_uploader[0].set_value([("一.xlsx", first, "x")]).run()
    (box,) = [t for t in app.text_input if t.label == "第 1 处改成"]
    box.set_value("2")
    next(b for b in app.button if b.label == "按右边的再核对").click().run()
    assert app.button(key="survey-load").label == "载入 1 家"
    app.file_uploader[0].set_value([("一.xlsx", second, "x")]).run()
    app.button(key="survey-load").click().run()
    fine(app)
    with open_store(url, SCHEMA) as store:
        (unit,) = store.get("capacity", [f"{ONE}-xinling-m-cresol"])
    assert unit.capacity_kt_a == 30.0  # type: ignore[attr-defined]


def test_returned_files_are_put_right_loaded_and_explained(
    url: str, sent: Callable[..., None]
) -> None:
    two = [asked(n, f, sent_on=ago(9), due_on=ago(1)) for n, f in ((ONE, XINLING), (TWO, YUHONG))]
    sent(*two)
    with_ = Workspace.open(url)
    evaluation = with_.evaluation(Question(date=settings.today()))
    with_.close()
    slip = [(*M_CRESOL, "status", "在产"), (*M_CRESOL, "capacity", "约2")]
    good = [("unit", "yuhong-hdpe-membrane", "status", "停产")]
    files = [
        ("新岭.xlsx", fill_xlsx(xlsx_of(evaluation, two[0]), slip, date=ago(2)), "x"),
        ("雨虹.docx", fill_docx(docx_of(evaluation, two[1]), good, date=ago(1)), "x"),
        ("照片.jpg", b"\xff\xd8 photo", "image/jpeg"),
    ]
    app = opened(table.TAKE)
    app.file_uploader[0].set_value(files).run()
    fine(app)
    assert "照片.jpg" in words(app)
    frame = app.dataframe[0].value
    assert dict(zip(frame["企业"], frame["能不能载入"], strict=True)) == {
        "新岭化工": "还有 1 处要改",
        "东方雨虹岳阳": "可以",
    }
    assert forms(url)[ONE].returned_on is None
    (box,) = [t for t in app.text_input if t.label == "第 1 处改成"]
    assert box.value == "约2"
    box.set_value("2")
    (go,) = [b for b in app.button if b.label == "按右边的再核对"]
    go.click().run()
    fine(app)
    (button,) = [b for b in app.button if b.label == "载入 2 家"]
    button.click().run()
    fine(app)
    held = forms(url)
    assert {f.returned_on for f in held.values()} == {settings.today()}
    assert {f.source_id for f in held.values()} == {f"S-{ONE}", f"S-{TWO}"}
    with open_store(url, SCHEMA) as store:
        (unit,) = store.get("capacity", [f"{ONE}-xinling-m-cresol"])
        assert (unit.capacity_kt_a, unit.as_of) == (20.0, ago(2))  # type: ignore[attr-defined]
        commits = store.commits(limit=5)
        assert commits[0].reason == "载入企业摸底表:2 家(新岭化工、东方雨虹岳阳)"
    assert app.session_state["survey-tab"] == table.EFFECTS
    told = words(app)
    assert "供需判断变了" in told
    assert f"企业摸底表:东方雨虹岳阳生产基地({ago(1)})" in told
    assert "高密度聚乙烯" in told
    status = opened(table.STATUS)
    assert list(status.dataframe[0].value["状态"]) == ["已交回", "已交回"]


def test_who_only_looks_can_neither_send_nor_take(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (survey_send, survey_take):
        monkeypatch.setattr(module, "may_write", lambda: False)
    for part in (table.SEND, table.TAKE):
        assert [i.value for i in opened(part).info] == [LOOKS_ONLY]


def test_pages_say_what_to_do_when_there_is_nothing_yet(url: str) -> None:
    assert "还没有发过表" in opened(table.STATUS).info[0].value
    assert "还没有载入过" in opened(table.EFFECTS).info[0].value


def test_another_office_record_leaves_the_reading_as_it_is(
    url: str, sent: Callable[..., None]
) -> None:
    """Sending forms is no fact: evaluations stay as they are."""
    with_ = Workspace.open(url)
    before = with_.evaluation(Question(date="2026-11-24"))
    with_.store.write([Change.put(asked(ONE, XINLING))], actor="张三", reason="发出")
    lead = Lead("one", XINLING, None, "线索", None, None, "2026-11-24 09:00")
    with_.store.write([Change.put(replace(lead, why="试"))], actor="张三", reason="记")
    assert with_.evaluation(Question(date="2026-11-24")) is before
    with_.close()
