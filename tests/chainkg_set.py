"""A small set in the form of ChainKnowledgeGraph, every name in it made up."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
SZ, SH = "深圳证券交易所", "上海证券交易所"

COMPANIES: list[Row] = [
    {"name": "甲新材", "fullname": "测试甲新材料股份有限公司", "code": "900001.SH", "location": SH,
     "time": "2010-01-05"},
    {"name": "乙化工", "fullname": "测试乙化工股份有限公司", "code": "900002", "location": SZ,
     "time": "-"},
    {"name": "丙塑业", "fullname": "测试丙塑业股份有限公司", "code": "900003.SZ", "location": SZ,
     "time": "2020-12-31"},
]  # fmt: skip
INDUSTRIES: list[Row] = [
    {"code": "Z10000", "name": "测试工业"},
    {"code": "Z10100", "name": "测试材料"},
    {"code": "Z10101", "name": "测试树脂"},
]
PRODUCTS: list[Row] = [
    {"name": name} for name in ("测试苯", "测试树脂甲", "测试树脂甲粉", "测试薄膜")
]
COMPANY_INDUSTRY: list[Row] = [
    {"company_code": "900001.SH", "industry_code": "Z10101", "industry_name": "测试树脂",
     "company_name": "甲新材", "rel": "所属行业"},
    {"company_code": "900002.SZ", "industry_code": "Z10100", "industry_name": "测试材料",
     "company_name": "乙化工", "rel": "所属行业"},
]  # fmt: skip
INDUSTRY_INDUSTRY: list[Row] = [
    {"from_code": "Z10100", "from_industry": "测试材料", "rel": "上级行业",
     "to_industry": "测试工业", "to_code": "Z10000"},
    {"from_code": "Z10101", "from_industry": "测试树脂", "rel": "上级行业",
     "to_industry": "测试材料", "to_code": "Z10100"},
]  # fmt: skip
COMPANY_PRODUCT: list[Row] = [
    {"company_code": "900001.SH", "product_name": "测试树脂甲", "rel_weight": 0.625,
     "rel": "主营产品", "company_name": "甲新材"},
    {"company_name": "乙化工", "product_name": "测试苯", "rel": "主营产品", "rel_weight": "0.25"},
    {"company_name": "丙塑业", "product_name": "测试薄膜", "rel": "主营产品", "rel_weight": ""},
]  # fmt: skip
PRODUCT_PRODUCT: list[Row] = [
    {"from_entity": "测试树脂甲", "rel": "上游材料", "to_entity": "测试苯"},
    {"from_entity": "测试树脂甲", "rel": "产品小类", "to_entity": "测试树脂甲粉"},
    {"from_entity": "测试树脂甲", "rel": "下游产品", "to_entity": "测试薄膜"},
]
SET: dict[str, list[Row]] = {
    "company": COMPANIES,
    "industry": INDUSTRIES,
    "product": PRODUCTS,
    "company_industry": COMPANY_INDUSTRY,
    "industry_industry": INDUSTRY_INDUSTRY,
    "company_product": COMPANY_PRODUCT,
    "product_product": PRODUCT_PRODUCT,
}


def lines(rows: Iterable[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_set(folder: Path, *, encoding: str = "utf-8", **tables: Any) -> Path:
    """The set in ``folder``; a table given is other rows, other bytes, or None to leave out."""
    folder.mkdir(exist_ok=True)
    for table, rows in (SET | tables).items():
        if isinstance(rows, bytes):
            (folder / f"{table}.json").write_bytes(rows)
        elif rows is not None:
            (folder / f"{table}.json").write_bytes(lines(rows).encode(encoding))
    return folder


def write_csv_set(folder: Path, *, encoding: str = "utf-8") -> Path:
    """The same as CSV with the same column names."""
    folder.mkdir(exist_ok=True)
    for table, rows in SET.items():
        header = list(dict.fromkeys(key for row in rows for key in row))
        cells = [[str(row.get(key, "")) for key in header] for row in rows]
        text = "".join(",".join(line) + "\r\n" for line in [header, *cells])
        (folder / f"{table}.csv").write_bytes(text.encode(encoding))
    return folder


def zipped(folder: Path, path: Path) -> Path:
    """The folder as a .zip the way GitHub packs one: everything under one name."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ChainKnowledgeGraph-main/readme.md", "说明")
        for file in sorted(folder.iterdir()):
            archive.write(file, f"ChainKnowledgeGraph-main/data/{file.name}")
    return path
