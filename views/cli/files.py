"""Commands that read and write files: load, export, map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.errors import BadRequest
from loaders.excel import export_store
from loaders.imports import load_file
from loaders.preview import Preview
from loaders.sheets import save_bytes
from views.cli.common import Session, say, shared

SHOWN_FIELDS = 20
MAP_KINDS = ("全景图", "现状图")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", help="这是哪种表;不填按文件名、表名或表头判断")
@click.option("--dry-run", is_flag=True, help="只看会改什么,不写入")
@click.option("--actor", default="本机用户", show_default=True, help="谁载入的")
@shared
def load(session: Session, file: Path, kind: str | None, dry_run: bool, actor: str) -> None:
    """载入 Excel 或 CSV;有一处错就整个不载入。"""
    if not file.is_file():
        raise BadRequest(f"找不到文件 {file}。")
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
    return [f"{seen.file}:{verb}{counts}", *fields[:SHOWN_FIELDS], *more]


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(value) or "空"
    return "空" if value is None else str(value)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="写到哪个 .xlsx")
@click.option("--results", is_flag=True, help="导出测算结果(缺口、平衡、逐项计算),不是数据")
@shared
def export(session: Session, out: Path, results: bool) -> None:
    """把全部数据(或测算结果)导出为一个 Excel。"""
    checked_out(out, ".xlsx")
    if results:
        from views.reports.workbook import write_results  # pandas loads only when asked for

        write_results(session.evaluation(), out)
        session.give({"out": str(out)}, lambda: [f"已写出 {out}"])
        return
    workspace, question = session.workspace, session.question
    region = workspace.facts().regions[question.region_id].name_zh
    date = question.as_of().valid
    export_store(workspace.store, out, workspace.schema, as_of=date, region=region)
    session.give({"out": str(out)}, lambda: [f"已写出 {out}"])


@click.command("map")
@click.option("--kind", type=click.Choice(MAP_KINDS), default="现状图", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="写到哪个 .html")
@shared
def map_(session: Session, kind: str, out: Path) -> None:
    """画出产业链图,一个网页文件,断网也能打开。"""
    from views.map.build import page  # the drawing stack loads only when drawn

    checked_out(out, ".html")
    save_bytes(out, page(session.evaluation(), kind).encode("utf-8"))
    session.give({"out": str(out), "kind": kind}, lambda: [f"已写出 {out}"])


def checked_out(out: Path, suffix: str) -> None:
    """See that the file can be written, or BadRequest."""
    if out.suffix.lower() != suffix:
        raise BadRequest(f"输出文件应以 {suffix} 结尾,给的是 {out.name}。")
    if not out.parent.exists():
        raise BadRequest(f"文件夹 {out.parent} 不存在;请先建好或换一个。")
