"""全国名录里还有谁做: a catalogue's firms on 目标企业, filtered, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from stores import filled_store_url, shared_store_url
from streamlit.testing.v1 import AppTest
from test_ego import row
from test_firm_pages import MARK, app_on, opened, put, words

from graph.facts import Facts
from graph.model import Crosswalk, Firm, FirmItem, Item, Producer
from graph.nation import ItemMaker
from graph.store.values import Change, Making
from loaders.schema import read_schema
from views import settings
from views.pages import downloads
from views.tables import listed as table
from views.tables.listed import Wish

PRODUCT = "bisphenol-a"
HEADING = "全国名录里还有谁做(未核实)"
COUNT = 45
PLACES = (("湖南", "岳阳"), ("山东省", "淄博"), (None, None))


def maker(number: int) -> Iterator[Change]:
    """A made-up firm and what it makes; every ninth size is unknown."""
    province, city = PLACES[number % 3]
    firm_id, size = f"tl{number:02}", None if number % 9 == 0 else float(number)
    yield Change.put(
        row(Firm, id=firm_id, name_zh=f"名录试{number:02}厂<i>", status="未核", basis="dataset",
            merged_into_id="yueyang-xingchang" if number == 44 else None)
    )  # fmt: skip
    yield Change.put(
        row(Producer, id=f"tp{number:02}", firm_id=firm_id, product_id=PRODUCT, basis="dataset",
            product_text="双酚A", province=province, city=city, capacity_kt_a=size,
            status="在产" if number % 2 else "停产", year="2023")
    )  # fmt: skip


ITEMS = (
    row(Item, id="ti", name_zh="试双酚A粒", basis="dataset"),
    row(Crosswalk, id="tx", outside_id="ti", target_kind="product", target_ids=(PRODUCT,),
        relation="narrower"),
    row(FirmItem, id="tf1", firm_id="tl01", item_id="ti", share=0.25, basis="dataset"),
    row(FirmItem, id="tf2", firm_id="tl02", item_id="ti", basis="dataset", as_of="2021-12-31"),
)  # fmt: skip


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    url = filled_store_url(tmp_path)
    put(url, *(c for number in range(COUNT) for c in maker(number)), *map(Change.put, ITEMS))
    return opened(app_on(url, monkeypatch), "firms", product=PRODUCT)


def tables(app: AppTest) -> list[list[list[str]]]:
    """The tables of the block as text: rows of cells."""
    found = [p.value for p in app.html if 'class="lt-facts"' in p.value]
    return [
        [
            [re.sub("<.*?>", "", cell) for cell in re.findall("<td>(.*?)</td>", line)]
            for line in text.split("<tbody>")[1].split("</tr>")[:-1]
        ]
        for text in found
    ]


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


def chosen(app: AppTest, key: str, value: str) -> AppTest:
    app.selectbox(key=key).set_value(value).run()
    assert not app.exception, app.exception
    return app


def test_nothing_is_shown_without_a_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(app_on(shared_store_url(), monkeypatch), "firms", product=PRODUCT)
    assert HEADING not in words(app)
    assert not tables(app)


def test_rows_are_marked_linked_and_largest_first(app: AppTest) -> None:
    text = words(app)
    assert HEADING in text
    assert "不计入缺口、平衡和得分" in text
    assert text.count(MARK) == 1 + table.PAGE_ROWS + 2
    assert 'href="firm?firm=tl44" data-to="firm" data-id="tl44">名录试44厂&lt;i&gt;</a>' in text
    makers, items = tables(app)
    first = makers[0]
    assert first[0].startswith("名录试44厂&lt;i&gt; 已并入 岳阳兴长")
    assert first[1:6] == ["未知", "未知", "4.4", "停产", "2023"]
    assert makers[1][1:4] == ["山东省", "淄博", "4.3"]
    assert [line[3:6] for line in items] == [
        ["试双酚A粒(更细)", "25%", "未知"],
        ["试双酚A粒(更细)", "未知", "2021"],
    ]


def test_pages_follow_until_the_last_and_back(app: AppTest) -> None:
    seen = [line[0] for line in tables(app)[0]]
    assert app.button(key="listed-makers-at-first").disabled
    for _ in range(2):
        shown = tables(pressed(app, "listed-makers-at-next"))[0]
        seen += [line[0] for line in shown]
    assert len(set(seen)) == COUNT
    assert [line[3] for line in shown] == ["未知"] * 5
    assert app.button(key="listed-makers-at-next").disabled
    shown = tables(pressed(app, "listed-makers-at-first"))[0]
    assert [line[0] for line in shown] == seen[: table.PAGE_ROWS]


def test_filters_and_order_start_at_the_first_page(app: AppTest) -> None:
    pressed(app, "listed-makers-at-next")
    shown = tables(chosen(app, "w-listed-province", "山东"))[0]
    assert {line[1] for line in shown} == {"山东省"}
    assert len(shown) == 15
    shown = tables(chosen(app, "w-listed-status", "停产"))[0]
    assert {(line[1], line[4]) for line in shown} == {("山东省", "停产")}
    assert "listed-makers-at-next" not in [b.key for b in app.button]
    shown = tables(chosen(app, "w-listed-by", "名称"))[0]
    assert [line[0] for line in shown] == sorted(line[0] for line in shown)
    chosen(app, "w-listed-province", "西藏")
    assert len(tables(app)) == 1
    assert "没有符合条件" in words(app)


def test_a_product_nobody_lists_says_so(app: AppTest) -> None:
    app.session_state["firms-product"] = "sulfur"
    text = words(app.run())
    assert HEADING in text
    assert "名录里没有符合条件的" in text
    assert "还没有目录产品经判断" in text


def test_counted_firms_stay_the_checked_ones(app: AppTest) -> None:
    assert not any("名录试" in str(name) for name in app.dataframe[0].value["企业"])


def test_conditions_and_order_of_a_wish() -> None:
    assert Wish().where() == table.LISTED
    fields = [(c.field, c.op, c.value) for c in Wish("湖南", "在产").where()]
    assert fields[1:] == [("province", "prefix", "湖南"), ("status", "eq", "在产")]
    assert [o.field for o in Wish(by=table.BY_NAME).order()] == ["firm_name"]
    assert "未核" in table.statuses(read_schema(settings.schema_dir()))


def test_unknown_stays_empty_in_the_workbook() -> None:
    making = Making(
        ("capacity", "c"), "f", "某厂", PRODUCT, None, "在产", None, None, "2022", "dataset", None
    )
    item = ItemMaker(
        ("firm_item", "i"), "f", "某厂", None, None, "t", "试物", "same", None, None, "dataset",
        None, None,
    )  # fmt: skip
    rows = [
        table.maker_row(making, {}, Facts()).values(),
        table.item_row(item, Facts()).values(),
    ]
    assert rows[0][:6] == ("某厂", None, None, None, "在产", "2022")
    assert rows[1][:6] == ("某厂", None, None, "试物(同一物)", None, None)
    for columns, values in zip((table.MAKER_COLUMNS, table.ITEM_COLUMNS), rows, strict=True):
        heads = (*columns, *table.SHEET_TAIL)
        assert len(heads) == len(values)
        book = openpyxl.load_workbook(BytesIO(downloads.workbook("试", heads, [values], ())))
        assert any(cell.value == "某厂" for line in book.active.iter_rows() for cell in line)
