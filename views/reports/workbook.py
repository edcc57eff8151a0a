"""The results of one evaluation as a workbook: gaps, balances, arithmetic, facts to ask."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from graph.frames import balances_frame, gaps_frame, segments_frame, terms_frame
from graph.reason import Evaluation
from loaders.sheets import about_sheet, table_sheet, workbook
from views import texts
from views.amounts import KT_PER_WAN_T
from views.tables.asks import COLUMNS as ASK_COLUMNS
from views.tables.asks import row as ask_row

AMOUNT = "_kt_a"
HEADS = {
    "rank": "序",
    "kind": "类",
    "name_zh": "产品",
    "segment": "子链",
    "from_name": "吃掉的原料",
    "state": "状态",
    "presence": "现状",
    "gap_low_kt_a": "数量下限",
    "gap_likely_kt_a": "数量",
    "gap_high_kt_a": "数量上限",
    "score": "得分",
    "known_share": "已知份额",
    "grade": "依据",
    "in_park": "园区内外",
    "supply_low_kt_a": "供给下限",
    "supply_likely_kt_a": "供给",
    "supply_high_kt_a": "供给上限",
    "demand_low_kt_a": "需求下限",
    "demand_likely_kt_a": "需求",
    "demand_high_kt_a": "需求上限",
    "own_use_kt_a": "自用",
    "side": "供或需",
    "firm": "企业",
    "unit_name": "装置",
    "process_name": "工艺",
    "capacity_kt_a": "产能",
    "basis_name": "产能所指",
    "basis_t_per_t": "产能所指产品单耗(吨/吨)",
    "t_per_t": "单耗(吨/吨)",
    "amount_likely_kt_a": "结果",
    "basis_zh": "单耗依据",
    "source": "单耗来源",
    "unit_source": "产能来源",
    "products": "产品数",
    "standing": "本地在产",
    "coming": "在建或规划",
    "lacking": "缺或弱",
    "extending": "可延伸",
    "unknown": "待摸底",
}


def write_results(evaluation: Evaluation, path: Path) -> None:
    """Write the workbook; amounts in 万吨/年, an open end says 未知.

    Raises
    ------
    BadRequest
        The file cannot be written.
    """
    facts = evaluation.chain.facts
    region = facts.regions[evaluation.region.region_id].name_zh
    with workbook(path) as book:
        about_sheet(
            book,
            [
                (f"{region}产业链测算结果", None),
                ("资料截至", evaluation.as_of.valid),
                ("口径", "、".join(evaluation.as_of.statuses)),
                ("单位", "万吨/年;空格 = 未知,不是零"),
                ("算法", "产能 ÷ 产能所指产品单耗 × 单耗 = 结果;缺口 = 需求 − 供给"),
            ],
        )
        _sheet(book, "缺口", _gaps(evaluation))
        _sheet(book, "子链", segments_frame(evaluation).reset_index())
        _sheet(book, "平衡", _balances(evaluation))
        _sheet(book, "逐项计算", _terms(evaluation))
        rows = [ask_row(facts, item) for item in evaluation.survey]
        table_sheet(book, "摸底", ASK_COLUMNS, rows)


def _sheet(book: Any, title: str, frame: pd.DataFrame) -> None:
    shown = frame[[c for c in HEADS if c in frame.columns]].copy()
    amounts = [c for c in shown.columns if c.endswith(AMOUNT)]
    shown[amounts] = (shown[amounts].astype(float) / KT_PER_WAN_T).round(6)
    heads = [HEADS[c] + ("(万吨/年)" if c in amounts else "") for c in shown.columns]
    table_sheet(book, title, heads, list(_cells(shown)))


def _cells(frame: pd.DataFrame) -> Iterable[list[Any]]:
    """Plain cells: NaN and infinite ends are empty."""
    for row in frame.itertuples(index=False):
        yield [None if isinstance(v, float) and not abs(v) < float("inf") else v for v in row]


def _gaps(evaluation: Evaluation) -> pd.DataFrame:
    frame = gaps_frame(evaluation).reset_index()
    names = {p.id: p.name_zh for p in evaluation.chain.facts.products.values()}
    frame["from_name"] = frame["from_product_id"].map(names)
    return frame.astype({"from_name": object}).where(frame.notna(), None)


def _balances(evaluation: Evaluation) -> pd.DataFrame:
    frame = balances_frame(evaluation)
    return frame[frame["state"] != "不相关"]


def _terms(evaluation: Evaluation) -> pd.DataFrame:
    facts = evaluation.chain.facts
    frame = terms_frame(evaluation)
    titles = {s.id: texts.source_title(s) for s in facts.sources.values()}
    routes = {p.id: p.name_zh for p in facts.processes.values()}
    products = {p.id: p.name_zh for p in facts.products.values()}
    frame["side"] = frame["side"].map({"supply": "供", "demand": "需"})
    frame["unit_name"] = [texts.unit_name(facts, u) for u in frame["unit_id"]]
    for column, source, names in (
        ("process_name", "process_id", routes),
        ("basis_name", "basis_product_id", products),
        ("basis_zh", "basis", texts.BASIS),
        ("source", "source_id", titles),
        ("unit_source", "unit_source_id", titles),
    ):
        frame[column] = frame[source].map(names).astype(object)
    return frame.where(frame.notna(), None)
