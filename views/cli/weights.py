"""``liantu weights``: see, set and put back the weights of the lists."""

from __future__ import annotations

import getpass
from typing import Any

import click

from graph.errors import BadRequest
from views import weights as rules
from views.cli.common import Session, shared
from views.tables.weights import log_rows, said
from views.weight_log import WeightChange, WeightRevision, history


@click.command()
@click.option("--list", "list_name", type=click.Choice(rules.LISTS), help="只看(或只恢复)一个名单")
@click.option("--set", "pairs", multiple=True, help="改一项:编号=权重,如 bu-feed=0.3;可写多次")
@click.option("--reset", is_flag=True, help="恢复随附的默认权重")
@click.option("--reason", default="", help="为什么改;用 --set 时必填")
@click.option("--actor", default="", help="谁改的;不填为本机用户名")
@click.option("--history", "with_history", is_flag=True, help="连同修改记录")
@shared
def weights(
    session: Session,
    list_name: str | None,
    pairs: tuple[str, ...],
    reset: bool,
    reason: str,
    actor: str,
    with_history: bool,
) -> None:
    """看权重、改权重、恢复默认;权重只影响排序,不影响数量。"""
    if pairs and reset:
        raise BadRequest("--set 和 --reset 不能同时用;请分两次做。")
    wanted = dict(pair(text) for text in pairs)
    workspace, who = session.workspace, actor or user_name()
    changes: tuple[WeightChange, ...] = ()
    if wanted:
        changes = rules.save_weights(workspace, wanted, actor=who, reason=reason)
    if reset:
        changes = rules.restore_defaults(workspace, actor=who, reason=reason, list_name=list_name)
    rows = [w for w in rules.weight_rows(workspace) if list_name in (None, w.feature.list_name)]
    log = history(workspace.store) if with_history else ()
    data = {
        "weights": [weight(w) for w in rows],
        "changed": [change(c) for c in changes],
        "history": [saving(r) for r in log],
    }

    def lines() -> list[str]:
        told = [f"已改:{said(changes)}"] if changes else []
        return [*told, *map(line, rows), *("\t".join(row) for row in log_rows(log))]

    session.give(data, lines)


def pair(text: str) -> tuple[str, float]:
    """``id=number``, or BadRequest.

    Examples
    --------
    >>> pair("bu-feed=0.3")
    ('bu-feed', 0.3)
    """
    name, mark, number = text.partition("=")
    try:
        value = float(number)
    except ValueError:
        mark = ""
    if not (mark and name.strip()):
        raise BadRequest(f"“{text}”看不懂;请写成 编号=权重,如 bu-feed=0.3。")
    return name.strip(), value


def user_name() -> str:
    """Who is logged in on this machine, or a word for nobody known."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "未署名"


def line(row: rules.WeightRow) -> str:
    """One weight as text."""
    item, default = row.feature, "" if row.default is None else f"{row.default:g}"
    return (
        f"{item.list_name}\t{item.id}\t{item.label_zh}\t权重 {item.weight:g}\t默认 {default}\t"
        f"占 {row.share * 100:.0f}%\t{item.meaning}"
    )


def weight(row: rules.WeightRow) -> dict[str, Any]:
    """One entry of ``weights``."""
    item = row.feature
    return {
        "id": item.id,
        "list": item.list_name,
        "name": item.name,
        "label_zh": item.label_zh,
        "meaning": item.meaning,
        "direction": item.direction or "up",
        "weight": item.weight,
        "default": row.default,
        "share": row.share,
    }


def change(item: WeightChange) -> dict[str, Any]:
    """One entry of ``changed``."""
    return {
        "id": item.feature_id,
        "list": item.list_name,
        "label_zh": item.label_zh,
        "from": item.before,
        "to": item.after,
    }


def saving(item: WeightRevision) -> dict[str, Any]:
    """One entry of ``history``."""
    return {
        "time": item.time,
        "actor": item.actor,
        "reason": item.reason,
        "changed": [change(c) for c in item.changes],
    }
