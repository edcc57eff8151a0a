"""备份与用户 in words: backups, what a restore would do, accounts, and what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from graph.model import Region
from graph.schema import Schema
from loaders.backup_files import Backup
from loaders.restoring import KindChange, Plan
from views.account import Account
from views.audit import Entry
from views.keeping import State

WHY_ZH = {"daily": "每天自动", "asked": "手动", "before": "恢复前", "given": "从别处拿来"}
EVENTS = {
    "in": "登录",
    "out": "退出",
    "failed": "登录没有成功",
    "locked": "锁住期间还在试",
    "refused": "不在名单里",
    "added": "加用户",
    "role": "改角色",
    "password": "改密码",
    "mail": "改邮箱",
    "disabled": "停用",
    "enabled": "启用",
    "unlocked": "解锁",
    "removed": "删用户",
    "backup": "备份",
    "backup-failed": "备份没有做成",
    "taken-in": "拿来一个备份",
    "downloaded": "下载备份",
    "restore": "恢复",
    "put-back": "放回备份",
}
ROLE_ZH = {"viewer": "只看", "editor": "编辑", "admin": "管理员"}
ROLE_TOLD = {
    "viewer": "看全部页面和导出,不能改;看不到联系人",
    "editor": "还能改企业、项目、客商等,看联系人;不能改规则、权重、用词,只能删自己记的",
    "admin": "什么都能,包括用户、备份、规则",
}
BACKUP_COLUMNS = ("什么时候", "怎么来的", "记录", "修订", "大小", "文件")
PLAN_COLUMNS = ("哪类", "补回", "改回", "去掉")
USER_COLUMNS = ("名字", "角色", "邮箱", "状态", "建于")
EVENT_COLUMNS = ("什么时候", "什么事", "谁", "对谁", "说明")
UNKNOWN_WHO, LOCAL = "(没有这个名字)", "本机用户"
_MB = 1e6


def backup_rows(found: Iterable[Backup]) -> list[tuple[str, str, int | None, int | None, str, str]]:
    """One row a backup; numbers of one that cannot be read are unknown."""
    return [
        (
            when(item.made_at),
            WHY_ZH[item.why] if item.contents else "已损坏,不能用",
            item.contents.records if item.contents else None,
            item.contents.last_seq if item.contents else None,
            size(item.size),
            item.path.name,
        )
        for item in found
    ]


def backup_label(item: Backup) -> str:
    """One backup to choose."""
    return f"{when(item.made_at)}  {WHY_ZH[item.why]}  {size(item.size)}"


def when(moment: dt.datetime) -> str:
    """Local time to the minute.

    Examples
    --------
    >>> when(dt.datetime(2026, 12, 1, 8, 5, 9))
    '2026-12-01 08:05'
    """
    return moment.strftime("%Y-%m-%d %H:%M")


def size(number: int) -> str:
    """Bytes as people say them.

    Examples
    --------
    >>> size(10_285_056)
    '10.3 MB'
    """
    return f"{number / _MB:,.1f} MB"


def last_said(found: Iterable[Backup], state: State | None, today: dt.date) -> tuple[bool, str]:
    """Whether all is well, and how it stands with backups, in a sentence."""
    newest = next(((b, b.contents) for b in found if b.contents), None)
    failed = state is not None and bool(state.error)
    if state is not None and failed:
        return False, f"{when(dt.datetime.fromisoformat(state.at))} 的备份没有做成:{state.error}"
    if newest is None:
        return False, "还没有备份;点“立即备份”做第一份。"
    made, contents = newest
    days = (today - made.made_at.date()).days
    if days > 1:
        return False, f"最近一份备份是 {days} 天前的;点“立即备份”,并看每天自动备份有没有开着。"
    return True, f"最近一份:{when(made.made_at)},共 {contents.records:,} 条记录。"


def plan_rows(kinds: Iterable[KindChange], schema: Schema) -> list[tuple[str, int, int, int]]:
    """What a restore would do, kind by kind."""
    return [(schema[k.kind].label_zh, k.added, k.changed, k.removed) for k in kinds]


def plan_said(kinds: Iterable[KindChange]) -> str:
    """The same in a sentence."""
    rows = list(kinds)
    added, changed, removed = (
        sum(getattr(row, name) for row in rows) for name in ("added", "changed", "removed")
    )
    if not rows:
        return "现在的数据和这个备份一样,没有要恢复的。"
    return (
        f"恢复会补回 {added} 条、改回 {changed} 条、去掉 {removed} 条备份以后新加的;"
        "写成一次新的修改,历史不丢,可以在“修改记录”里撤销。"
    )


def other_said(plan: Plan) -> str:
    """What it means to go back to a backup of another store; empty for one of this store."""
    if plan.is_own:
        return ""
    came = [c.record.name_zh for c in plan.changes if isinstance(c.record, Region)]
    gone = sum(k.removed for k in plan.kinds if k.kind == Region.kind)
    regions = [f"换成的地区:{'、'.join(came)}"] if came else []
    regions += [f"去掉现有的 {gone} 个地区"] if gone else []
    return (
        "这份备份不是从现在这个库做的(别的电脑、别的地区,或库重建过):恢复会把全部数据换成它的,"
        f"它的修改历史不会一起过来。{';'.join(regions)}{'。' if regions else ''}"
        "要连历史一起用,停下程序,把数据文件改个名字,再运行 liantu restore 备份文件。"
    )


def restored_reason(name: str) -> str:
    """What the history says of a restore."""
    return f"恢复到备份 {name}"


def user_rows(accounts: Iterable[Account]) -> list[tuple[str, str, str, str, str]]:
    """One row an account."""
    return [(a.name, ROLE_ZH[a.role], a.mail or "", status(a), _local(a.made_at)) for a in accounts]


def status(account: Account) -> str:
    """Whether they can sign in."""
    if account.is_disabled:
        return "停用"
    left = account.locked_seconds()
    return f"锁住,还有 {int(left // 60) + 1} 分钟" if left else "正常"


def event_rows(entries: Iterable[Entry]) -> list[tuple[str, str, str, str, str]]:
    """One row a thing that happened, local time."""
    return [
        (
            _local(e.time),
            EVENTS.get(e.what, e.what),
            e.who or UNKNOWN_WHO,
            e.whom,
            ROLE_ZH.get(e.note, {"disabled": "已停用", "oidc": "统一登录"}.get(e.note, e.note)),
        )
        for e in entries
    ]


def _local(time: str) -> str:
    """A UTC time as the clock on the wall says it."""
    try:
        moment = dt.datetime.fromisoformat(time.replace("Z", "+00:00"))
    except ValueError:
        return time
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
