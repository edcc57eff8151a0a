"""项目库 in use: list, board, files, 改阶段 with its plants, a gap made a project, two at one."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from stores import SCHEMA, shared_store_url
from streamlit.testing.v1 import AppTest
from test_pages_apptest import DATE, ROOT, opened, press, words

from graph.desk.project.projects import Wish
from graph.model import Capacity, Project, ProjectStage, StageWord
from graph.store import open_store
from graph.store.protocol import Change, Where
from views.pages.context import View
from views.pages.project.grid import COLUMNS
from views.pages.project.listing import big_workbook, project_workbook
from views.pages.project.rows import project_rows
from views.tables.project import projects as table
from views.workspace import Question, Workspace

FILM = "foshan-nylon-film"


@pytest.fixture
def app(url: str) -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """On the store nobody writes to."""
    monkeypatch.setenv("LIANTU_STORE", shared_store_url())
    monkeypatch.setenv("LIANTU_AS_OF", DATE)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def standing(url: str, id: str) -> Project:
    with open_store(url, SCHEMA) as store:
        (found,) = store.get("project", [id])
    assert isinstance(found, Project)
    return found


def fill(app: AppTest, id: str, stage: str, event: str = "办了手续") -> AppTest:
    """The dialog 改阶段 filled in, as far as any stage needs it."""
    press(app, "project-move")
    app.selectbox(key=f"move-to-{id}").set_value(stage).run()
    app.text_input(key=f"move-event-{id}").set_value(event).run()
    assert not app.exception, app.exception
    return app


def presence(url: str, product_id: str) -> str:
    workspace = Workspace.open(url)
    try:
        return workspace.evaluation(Question(date=DATE)).balances[product_id].presence
    finally:
        workspace.close()


# looking


def test_the_list_says_how_many_and_what_they_come_to(look: AppTest) -> None:
    page = opened(look, "projects")
    frame, text = page.dataframe[0].value, words(page)
    assert tuple(frame.columns) == table.COLUMNS
    assert f"<b>{len(frame)} 个</b>" in text
    assert "亿元" in text
    assert "个没有数" in text
    assert not frame["项目名称"].str.contains("汇总|20个精细化工").any()


def test_filters_stay_in_the_address(look: AppTest) -> None:
    page = opened(look, "projects", q="尼龙", only="1亿元以上")
    frame = page.dataframe[0].value
    assert 0 < len(frame) < 10
    assert (frame["总投资(亿元)"] >= 1).all()
    page.multiselect(key="w-project-stages").set_value(["签约"]).run()
    assert set(page.dataframe[0].value["阶段"]) == {"签约"}
    assert page.query_params["stage"] in ("签约", ["签约"])
    page.multiselect(key="w-project-levels").set_value(["汇总"]).run()
    assert "没有符合条件的项目" in page.info[0].value
    press(page, "project-clear")
    assert len(page.dataframe[0].value) > 40


def test_sums_of_others_are_never_added(look: AppTest) -> None:
    page = opened(look, "projects", level="汇总", where="nearby")
    assert len(page.dataframe[0].value) > 3
    text = words(page)
    assert "不加进合计" in text
    assert "未知" in text


def test_one_project_in_full(look: AppTest) -> None:
    text = words(opened(look, "projects", project="ethylene-complex"))
    for piece in ("356.8 亿元", "3000 亩", "湖南石化", "2024年1月3日", "主场区交地"):
        assert piece in text
    assert "未知" in text


def test_a_project_nobody_knows_is_said(look: AppTest) -> None:
    page = opened(look, "projects", project="nobody")
    assert [i.value for i in page.info] == ["没有这个项目,可能已被删去;从上面的列表里另选一个。"]


def test_the_board_has_a_column_for_every_stage_with_projects(look: AppTest) -> None:
    page = opened(look, "projects", **{"as": "看板"})
    text = words(page)
    assert text.count('class="lt-stage"') == 7
    assert 'data-to="project"' in text
    assert "没有项目的阶段" in text


def seen_of(url: str) -> tuple[Workspace, View]:
    workspace = Workspace.open(url)
    question = Question("yunxi", DATE)
    return workspace, View.of(workspace, question)


def test_excel_has_every_column_and_says_the_filter() -> None:
    workspace, seen = seen_of(shared_store_url())
    rows, wish = project_rows(seen), Wish("yunxi", text="尼龙")
    book = load_workbook(io.BytesIO(project_workbook(seen, rows, wish)))
    big = load_workbook(io.BytesIO(big_workbook(seen, rows, wish)))
    cells = [[c.value for c in row] for row in book.worksheets[0].iter_rows()]
    head = next(n for n, row in enumerate(cells) if "项目名称" in row)
    assert tuple(cells[head]) == table.SHEET_COLUMNS
    assert len(cells) - head - 1 == len(rows)
    assert any("文字 尼龙" in str(v) for sheet in book for r in sheet.values for v in r)
    annex = [list(r) for r in big.worksheets[0].values]
    (at,) = [n for n, r in enumerate(annex) if "截至上年底累计完成(亿元)" in r]
    listed = {row.project.name_zh for row in rows}
    named = [r[1] for r in annex[at + 1 :] if isinstance(r[0], int)]
    assert named
    assert set(named) < listed
    assert annex[0][0] == "附件2"
    workspace.close()


# changing


def test_a_step_moves_the_project_the_map_and_the_gap_list(app: AppTest, url: str) -> None:
    assert presence(url, "bopa-film") == "规划"
    page = fill(opened(app, "projects", project=FILM), FILM, "开工", "桩基进场")
    effects = words(page)
    assert "规划 → 在建" in effects
    assert "不再是缺口" in effects or "→" in effects
    press(page, "move-save")
    project = standing(url, FILM)
    assert (project.stage, project.stage_text) == ("开工", None)
    assert presence(url, "bopa-film") == "在建"
    with open_store(url, SCHEMA) as store:
        told = store.scan("project_stage", where=[Where("project_id", "eq", FILM)])
        assert any(
            isinstance(t, ProjectStage)
            and (t.stage, t.date, t.event, t.basis) == ("开工", DATE, "桩基进场", "user")
            for t in told
        )
        revision = store.history(ref=("project", FILM))[-1]
        assert revision.reason == "改阶段:开工(桩基进场)"
    assert "桩基进场" in words(page)


def test_an_end_asks_for_its_reason(app: AppTest, url: str) -> None:
    page = fill(opened(app, "projects", project=FILM), FILM, "流失")
    assert "还缺:原因" in words(page)
    assert not [b for b in page.button if b.key == "move-save"]
    page.text_input(key=f"move-why-{FILM}").set_value("去了别处").run()
    press(page, "move-save")
    assert standing(url, FILM).end_reason == "去了别处"
    assert presence(url, "bopa-film") == "无"
    assert "去了别处" in words(page)


def test_a_project_without_plants_is_asked_for_them(app: AppTest, url: str) -> None:
    id = "cpl-downstream"
    page = fill(opened(app, "projects", project=id, level="项目包"), id, "签约")
    assert "选了企业和园区才能加装置" in page.warning[0].value
    page.selectbox(key=f"move-firm-{id}").set_value("hunan-petrochemical").run()
    page.number_input(key=f"move-size-{id}-nylon-6-filament").set_value(3.5).run()
    press(page, "move-save")
    with open_store(url, SCHEMA) as store:
        found = store.scan("capacity", where=[Where("project_id", "eq", id)])
        made = {c.product_id: c.capacity_kt_a for c in found if isinstance(c, Capacity)}
    assert made["nylon-6-filament"] == 35.0
    assert made["pa6-compound"] is None
    assert presence(url, "nylon-6-filament") == "规划"


def test_the_second_of_two_is_told_and_goes_on_from_what_stands(app: AppTest, url: str) -> None:
    page = fill(opened(app, "projects", project=FILM), FILM, "开工")
    theirs = replace(standing(url, FILM), duty_person="李四", land_mu=120.0)
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(theirs)], actor="李四", reason="补用地")
    press(page, "move-save")
    assert "李四" in page.warning[0].value
    both = page.dataframe[-1].value.set_index("项目")
    assert set(both.index) == {"用地(亩)", "责任人", "阶段"}
    assert tuple(both.loc["阶段"]) == ("签约", "开工")
    assert both.loc["责任人"]["他的"] == "李四"
    assert standing(url, FILM) == theirs
    press(page, "move-again")
    page.selectbox(key=f"move-to-{FILM}").set_value("开工").run()
    page.text_input(key=f"move-event-{FILM}").set_value("桩基进场").run()
    press(page, "move-save")
    now = standing(url, FILM)
    assert (now.stage, now.duty_person, now.land_mu) == ("开工", "李四", 120.0)


def test_plants_somebody_else_changed_meanwhile_are_seen_before_they_are_written(
    app: AppTest, url: str
) -> None:
    page = fill(opened(app, "projects", project=FILM), FILM, "开工")
    with open_store(url, SCHEMA) as store:
        unit, *_ = store.scan("capacity", where=[Where("project_id", "eq", FILM)])
        assert isinstance(unit, Capacity)
        theirs = replace(unit, capacity_kt_a=77.0)
        store.write([Change.put(theirs)], actor="李四", reason="核产能")
    press(page, "move-save")
    assert "李四" in page.warning[0].value
    assert standing(url, FILM).stage == "签约"
    press(page, "move-save")
    assert standing(url, FILM).stage == "开工"
    with open_store(url, SCHEMA) as store:
        rows = store.scan("capacity", where=[Where("project_id", "eq", FILM)])
        told = [c for c in rows if isinstance(c, Capacity) and c.unit_id == unit.unit_id]
    assert {(c.capacity_kt_a, c.status) for c in told} == {(77.0, "规划"), (77.0, "在建")}


def test_a_project_is_never_put_below_itself(app: AppTest, url: str) -> None:
    page = press(opened(app, "projects", project="ethylene-complex"), "project-edit")
    turn = page.session_state["record-turn"]
    offered = page.selectbox(key=f"rf-{turn}-parent_id").options
    names = {standing(url, "ethylene-complex").name_zh}
    assert offered
    assert not names & set(offered)


def test_a_new_project_begins_as_a_plan_and_says_so(app: AppTest, url: str) -> None:
    page = press(opened(app, "projects"), "project-new")
    turn = page.session_state["record-turn"]
    page.text_input(key=f"rf-{turn}-name_zh").set_value("试办项目")
    press(page, "record-save")
    with open_store(url, SCHEMA) as store:
        (made,) = store.scan("project", where=[Where("name_zh", "eq", "试办项目")])
        assert isinstance(made, Project)
        (first,) = store.scan("project_stage", where=[Where("project_id", "eq", made.id)])
    assert isinstance(first, ProjectStage)
    assert (made.stage, made.region_id, made.land_mu) == ("谋划", "yunxi", None)
    assert (first.stage, first.date, first.event) == ("谋划", DATE, "列入谋划")


def test_local_words_are_said_everywhere(app: AppTest, url: str) -> None:
    page = press(opened(app, "projects"), "project-words")
    page.text_input(key="word-project_stage-签约").set_value("已签约").run()
    press(page, "words-save")
    assert "已签约" in set(page.dataframe[0].value["阶段"])
    assert standing(url, FILM).stage == "签约"
    gaps = opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60), "gaps")
    assert "已签约" in set(gaps.dataframe[0].value["进展"].dropna())


# from a gap


def plans(url: str) -> list[Project]:
    """Projects of methanol at 谋划, of which none is shipped."""
    with open_store(url, SCHEMA) as store:
        found = store.scan("project", where=[Where("stage", "eq", "谋划")])
        return [p for p in found if isinstance(p, Project) and "methanol" in p.product_ids]


def test_a_gap_becomes_a_project_and_says_that_somebody_is_at_it(app: AppTest, url: str) -> None:
    page = opened(app, "gaps", gap="补链:methanol")
    assert page.dataframe[0].value.set_index("产品")["进展"].isna()["甲醇"]
    press(page, "gap-plan")
    turn = page.session_state["record-turn"]
    assert page.text_input(key=f"rf-{turn}-name_zh").value == "云溪甲醇项目(谋划)"
    press(page, "record-save")
    (made,) = plans(url)
    assert (made.basis, made.stage, made.region_id) == ("computed", "谋划", "yunxi")
    assert made.capacity_kt_a == pytest.approx(91.61)
    assert made.planned_from is not None
    assert "缺口:补链 甲醇" in made.planned_from
    assert "[来源:" in made.planned_from
    listed = page.dataframe[0].value.set_index("产品")["进展"]
    assert listed["甲醇"] == "已谋划"
    assert "云溪甲醇项目(谋划)" in words(page)
    page.toggle(key="gap-free").set_value(True).run()
    assert "甲醇" not in set(page.dataframe[0].value["产品"])
    moved = opened(
        AppTest.from_file(str(ROOT / "app.py"), default_timeout=60), "projects", project=made.id
    )
    fill(moved, made.id, "签约", "签了投资协议")
    moved.selectbox(key=f"move-firm-{made.id}").set_value("hunan-petrochemical").run()
    moved.selectbox(key=f"move-park-{made.id}").set_value("yunxi-area").run()
    press(moved, "move-save")
    assert presence(url, "methanol") == "规划"


def test_a_way_becomes_a_project(app: AppTest, url: str) -> None:
    page = press(opened(app, "gaps", gap="补链:methanol"), "gap-way-1")
    turn = page.session_state["record-turn"]
    assert page.multiselect(key=f"rf-{turn}-process_ids").value
    press(page, "record-save")
    (made,) = plans(url)
    assert made.process_ids
    assert "方案" in (made.planned_from or "")


def test_the_table_to_type_into_has_the_same_projects(look: AppTest) -> None:
    listed = opened(look, "projects").dataframe[0].value
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    typed = opened(other, "projects", **{"as": "表格编辑"}).dataframe[0].value
    assert list(typed["name_zh"]) == list(listed["项目名称"])
    assert tuple(typed.columns) == COLUMNS


def test_local_words_stand_in_the_table_to_type_into_too(app: AppTest, url: str) -> None:
    word = StageWord("project_stage-3", "project_stage", "签约", "已签约", 3, None)
    with open_store(url, SCHEMA) as store:
        store.write([Change.put(word)], actor="李四", reason="改叫法")
    page = opened(app, "projects", **{"as": "表格编辑"})
    column = json.loads(page.data_editor[0].proto.columns)["stage"]["type_config"]
    assert {"value": "签约", "label": "已签约"} in column["options"]


def test_a_project_at_its_last_step_is_not_offered_an_end(app: AppTest, url: str) -> None:
    with open_store(url, SCHEMA) as store:
        done = replace(standing(url, FILM), stage="入规")
        store.write([Change.put(done)], actor="李四", reason="入规")
    page = press(opened(app, "projects", project=FILM), "project-move")
    assert page.selectbox(key=f"move-to-{FILM}").value is None
    assert "还缺:阶段" in words(page)
    assert not [b for b in page.button if b.key == "move-save"]


def test_the_files_say_what_the_buttons_keep() -> None:
    workspace, seen = seen_of(shared_store_url())
    wish = Wish("yunxi", big=True, troubled=True)
    book = load_workbook(io.BytesIO(project_workbook(seen, (), wish)))
    told = " ".join(str(c) for s in book for r in s.iter_rows(values_only=True) for c in r)
    assert "只看 1亿元以上、有问题" in told
    workspace.close()
