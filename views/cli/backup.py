"""``liantu backup`` and ``liantu restore``: a copy of everything, and going back to one."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Any

import click

from graph.errors import BadRequest
from graph.store.sqlite_backup import is_damaged
from loaders.backup import put_back
from loaders.backup_files import Backup
from loaders.restoring import KindChange, plan, restore
from views import audit, keeping, settings
from views.accounts import Accounts
from views.cli.common import Session, progress_bar, say, shared
from views.tables.system import other_said, restored_reason

NOT_DONE = 1


@click.command()
@click.option("--list", "is_list", is_flag=True, help="只列出已有的备份")
@shared
def backup(session: Session, is_list: bool) -> None:
    """现在备份一次:整个库连同历史,放进备份文件夹,逐页核对过。"""
    url = settings.store_url(session.store)
    if not is_list:
        keeping.back_up("asked", who(), url=url, progress=progress_bar("备份"))
    found = keeping.listed(url)
    session.give(
        {"folder": str(keeping.folder(url)), "backups": [row(item) for item in found]},
        lambda: [f"{item.path}\t{told(item)}" for item in found],
    )


@click.command("restore")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="不再问,直接恢复")
@shared
def restore_(session: Session, file: Path | None, yes: bool) -> None:
    """恢复到一个备份;不写文件就用最新的完好备份。

    数据文件还能打开:先说会改什么,问过再写成一次新的修改,可以撤销。已损坏或不见了:把备份
    (连同历史)放到它的位置,坏的换个名字留着;先停下别的正在用它的链图。
    """
    url = settings.store_url(session.store)
    path = settings.store_path(url)
    chosen = file or newest(url)
    if path is not None and (not path.exists() or is_damaged(path)):
        replace(session, chosen, path, url, yes)
    else:
        go_back(session, chosen, url, yes)


def replace(session: Session, chosen: Path, path: Path, url: str, yes: bool) -> None:
    """Put the backup in the place of a data file that is gone or damaged, once agreed to."""
    what = "已损坏" if path.exists() else "不存在"
    confirmed(f"{path} {what},把备份 {chosen} 放到它的位置?", yes)
    aside = put_back(path, chosen)
    audit.record(Accounts.here(url).path, "put-back", who(), note=chosen.name)
    session.give(
        {"backup": str(chosen), "kept": aside and str(aside), "changes": []},
        lambda: [f"已放回 {chosen.name}。", *([f"损坏的文件留在 {aside}。"] if aside else [])],
    )


def go_back(session: Session, chosen: Path, url: str, yes: bool) -> None:
    """Write what differs as one more change of the store, once it has been told and agreed to."""
    opened = session.workspace
    found = plan(opened.store, chosen, opened.schema)
    if found.changes:
        if not found.is_own:
            say(other_said(found))
        for item in found.kinds:
            say(line(item, opened.schema[item.kind].label_zh))
        confirmed(f"把现在的数据改回 {chosen.name} 的样子?", yes)
        keeping.back_up("before", who(), url=url)
        restore(
            opened.store,
            found,
            actor=getpass.getuser(),
            reason=restored_reason(chosen.name),
            progress=progress_bar("恢复"),
        )
        audit.record(Accounts.here(url).path, "restore", who(), note=chosen.name)
    changes = [
        {"kind": k.kind, "added": k.added, "changed": k.changed, "removed": k.removed}
        for k in found.kinds
    ]
    session.give(
        {"backup": str(chosen), "kept": None, "changes": changes},
        lambda: ["已恢复。" if changes else "现在的数据和这个备份一样,没有要恢复的。"],
    )


def newest(url: str) -> Path:
    """The newest whole backup, or BadRequest."""
    found = keeping.whole(url)
    if found is None:
        raise BadRequest(f"{keeping.folder(url)} 里没有完好的备份;写上备份文件的路径。")
    return found.path


def confirmed(question: str, yes: bool) -> None:
    """Ask, unless told not to; no ends the command."""
    if not yes and not click.confirm(question, err=True):
        say("没有恢复。")
        sys.exit(NOT_DONE)


def who() -> str:
    """Who runs the command, for the log."""
    return f"命令行({getpass.getuser()})"


def told(item: Backup) -> str:
    """One backup in words."""
    return f"{item.contents.records} 条" if item.contents else "读不出来"


def row(item: Backup) -> dict[str, Any]:
    """One backup as JSON."""
    return {
        "file": str(item.path),
        "made_at": item.made_at.isoformat(sep=" "),
        "why": item.why,
        "bytes": item.size,
        "records": item.contents.records if item.contents else None,
        "revisions": item.contents.last_seq if item.contents else None,
    }


def line(item: KindChange, label: str) -> str:
    """What would change of one kind."""
    return f"  {label}\t补回 {item.added}\t改回 {item.changed}\t去掉 {item.removed}"
