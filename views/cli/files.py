"""Commands that write files: export, map."""

from __future__ import annotations

from pathlib import Path

import click

from graph.errors import BadRequest
from loaders.out.everything import FORMATS, export_all, format_of
from views.cli.common import Session, progress_bar, shared
from views.map.kinds import PICTURES


@click.command()
@click.option(
    *("--out", "out"),
    type=click.Path(path_type=Path),
    required=True,
    help="写到哪里:.xlsx、.zip(CSV)、.graphml、.json,或一个文件夹名(CSV)",
)
@click.option(
    *("--format", "wanted"), type=click.Choice(FORMATS), help="哪种格式;不填按文件名的后缀"
)
@click.option("--results", is_flag=True, help="导出测算结果(缺口、平衡、逐项计算),不是数据")
@shared
def export(session: Session, out: Path, wanted: str | None, results: bool) -> None:
    """把全部数据导出为 Excel、CSV、GraphML 或 JSON;测算结果只有 Excel。"""
    if results:
        _export_results(session, out, wanted)
        return
    told = format_of(out, wanted)
    checked_folder(out)
    workspace = session.workspace
    counts = export_all(
        workspace.store,
        out,
        workspace.schema,
        as_of=session.asked.as_of().valid,
        region=session.region_names(),
        wanted=told,
        progress=progress_bar("导出"),
    )
    total = sum(counts.values())
    given = {"out": str(out), "format": told, "records": total}
    session.give(given, lambda: [f"已写出 {out},{total} 条记录"])


def _export_results(session: Session, out: Path, wanted: str | None) -> None:
    from views.reports.workbook import write_results  # pandas loads only when asked for

    if wanted not in (None, "xlsx"):
        raise BadRequest(f"测算结果只能导出为 .xlsx,不能是 {wanted};去掉 --format 或 --results。")
    checked_out(out, ".xlsx")
    write_results(session.evaluation(), out)
    session.give({"out": str(out)}, lambda: [f"已写出 {out}"])


@click.command("map")
@click.option("--kind", type=click.Choice(PICTURES), help="哪张图;不填是现状图")
@click.option("--segment", "segments", multiple=True, help="只画这条子链(可写几次)")
@click.option("--view", "views", multiple=True, help="存好的视图的名称(.pdf、.pptx 可写几次)")
@click.option("--all-views", is_flag=True, help="全部存好的视图,按次序(.pdf、.pptx)")
@click.option(
    "--out", type=click.Path(path_type=Path), help="写到哪里:.html、.svg、.png、.pdf 或 .pptx"
)
@click.option("--stats", is_flag=True, help="只数图上有什么:框、线、交叉、重叠、最小的字")
@shared
def map_(
    session: Session,
    kind: str | None,
    segments: tuple[str, ...],
    views: tuple[str, ...],
    all_views: bool,
    out: Path | None,
    stats: bool,
) -> None:
    """画出产业链图:断网能开的网页、图片、PDF,或文字和方框都能改的 PPT。"""
    from views.cli import maps  # the drawing stack loads only when drawn

    chosen = maps.chosen(session, kind, segments, views, all_views=all_views)
    if stats:
        maps.give_stats(session, chosen)
        return
    if out is None:
        raise BadRequest("请用 --out 写明输出文件,或用 --stats 只看统计。")
    checked_folder(out)
    maps.write(session, chosen, out)


def checked_out(out: Path, suffix: str) -> None:
    """See that the file can be written, or BadRequest."""
    if out.suffix.lower() != suffix:
        raise BadRequest(f"输出文件应以 {suffix} 结尾,给的是 {out.name}。")
    checked_folder(out)


def checked_folder(out: Path) -> None:
    """See that there is a folder to write to, or BadRequest."""
    if not out.parent.exists():
        raise BadRequest(f"文件夹 {out.parent} 不存在;请先建好或换一个。")
