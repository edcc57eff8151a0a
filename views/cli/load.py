"""Commands that bring facts in: load, and the workbooks for another region or chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.errors import BadRequest
from loaders.chainkg.load import KIND as CHAINKG
from loaders.imports import load_file
from loaders.preview import Preview
from loaders.schema import read_schema
from views import packs, settings
from views.cli.chainkg import load_chainkg
from views.cli.common import Session, say, shared
from views.cli.files import checked_out

SHOWN_FIELDS = 20
FILE = click.Path(path_type=Path)
OUT = click.option("--out", type=FILE, help="写到哪个 .xlsx;不填写在当前文件夹")


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--kind", help="这是哪种表,不填按文件名、表名或表头判断;chainkg 是公开的全国产业链数据集"
)
@click.option("--dry-run", is_flag=True, help="只看会改什么,不写入")
@click.option("--fresh", is_flag=True, help="另起一个数据文件,不带随附的产业链和地区")
@click.option("--actor", default="本机用户", show_default=True, help="谁载入的")
@click.option("--report", type=FILE, help="把 chainkg 的载入报告全部写到这个 .xlsx 或 .csv")
@shared
def load(
    session: Session,
    file: Path,
    kind: str | None,
    dry_run: bool,
    fresh: bool,
    actor: str,
    report: Path | None,
) -> None:
    """载入 Excel、CSV、一个文件夹或 .zip 的 CSV、导出的 JSON;有一处错就整个不载入。

    --kind chainkg 载入公开的全国产业链数据集(文件夹或 .zip):坏行跳过并列出,其余照载。
    """
    if not file.exists():
        raise BadRequest(f"找不到文件 {file}。")
    if kind == CHAINKG:
        if fresh:
            raise BadRequest("--kind chainkg 是往已有的数据里加全国目录;请去掉 --fresh。")
        load_chainkg(session, file, dry_run=dry_run, actor=actor, report=report)
        return
    if report is not None:
        raise BadRequest("--report 只和 --kind chainkg 一起用;别的表有错会全部列出。")
    if fresh:
        schema = read_schema(settings.schema_dir())
        seen = packs.load_fresh(
            session.store, file, schema, kind=kind, dry_run=dry_run, actor=actor
        )
    else:
        store, schema = session.workspace.store, session.workspace.schema
        seen = load_file(store, file, schema, kind=kind, dry_run=dry_run, actor=actor)
    session.give(preview_json(seen, dry_run), lambda: preview_lines(seen, dry_run))
    if seen.problems:
        for problem in seen.problems:
            say(str(problem))
        raise BadRequest(f"{file.name} 有 {len(seen.problems)} 处要改,改好才能载入。")


def preview_json(seen: Preview, dry_run: bool) -> dict[str, Any]:
    """What a load did or would do."""
    return {
        "file": seen.file,
        "dry_run": dry_run,
        "added": len(seen.added),
        "changed": len(seen.changed),
        "unchanged": seen.unchanged,
        "skipped": [str(s) for s in seen.skipped],
        "problems": [str(p) for p in seen.problems],
    }


def preview_lines(seen: Preview, dry_run: bool) -> list[str]:
    """The same in words."""
    verb = "将" if dry_run else "已"
    counts = f"新增 {len(seen.added)}、修改 {len(seen.changed)}、不变 {seen.unchanged} 条"
    fields = [
        f"  {change.name} {f.label_zh}:{_shown(f.before)} → {_shown(f.after)}"
        for change in seen.changed
        for f in change.fields
    ]
    more = [f"  还有 {len(fields) - SHOWN_FIELDS} 处"] if len(fields) > SHOWN_FIELDS else []
    return [f"{seen.file}:{verb}{counts}", *fields[:SHOWN_FIELDS], *more, *_skipped(seen)]


def _skipped(seen: Preview) -> list[str]:
    """Which example rows were left out, in one line."""
    where = "、".join(f"{s.sheet or s.file} 第 {s.row} 行" for s in seen.skipped)
    told = f"  跳过 {len(seen.skipped)} 行示例(编号以“示例”开头的不载入):{where}"
    return [told] if seen.skipped else []


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(value) or "空"
    return "空" if value is None else str(value)


@click.command("new-region")
@click.argument("name")
@OUT
@shared
def new_region(session: Session, name: str, out: Path | None) -> None:
    """写出一个新地区的 Excel 表格:填好后用 load 载入,就能看那个地区。"""
    out = out or Path(packs.file_name(packs.REGION_FILE, packs.checked_name(name)))
    checked_out(out, ".xlsx")
    workspace = session.workspace
    _written(session, out, packs.write_region(workspace.facts(), workspace.schema, name, out))


@click.command("new-chain")
@click.argument("name")
@OUT
@shared
def new_chain(session: Session, name: str, out: Path | None) -> None:
    """写出一条新产业链的 Excel 表格(哪个行业都行):填好后用 load --fresh 载入。"""
    out = out or Path(packs.file_name(packs.CHAIN_FILE, packs.checked_name(name)))
    checked_out(out, ".xlsx")
    schema = read_schema(settings.schema_dir())
    _written(session, out, packs.write_chain(schema, name, out))


def _written(session: Session, out: Path, sheets: tuple[str, ...]) -> None:
    def lines() -> list[str]:
        return [f"已写出 {out},要填的表:{'、'.join(sheets)};先看第一张“填写说明”。"]

    session.give({"out": str(out), "sheets": list(sheets)}, lines)
