"""总体情况: what the entries of a period come to, in sentences."""

from __future__ import annotations

from graph.desk.round.measures import YI
from graph.desk.round.summary import Summary
from views.tables.round.words import ahead_text, amount, month_zh, percent_text, sum_text

COUNTERS = {"project": "个", "firm": "家", "goal": "项", "task": "项"}


def overall(found: Summary) -> list[str]:
    """总体情况 as sentences: only what was reported, and what was not."""
    counter = COUNTERS[found.kind]
    ranking = found.ranking
    planned = len(ranking.places) + len(ranking.no_total)
    told = [
        f"截至{month_zh(found.month)}底,填报的{len(found.entries)}{counter}中,"
        f"报了年度计划的{planned}{counter},计划和累计完成都报了的{len(ranking.places)}{counter}。"
    ]
    if found.total is not None:
        t = found.total
        apart = f"(另有{t.apart}{counter}不以金额计,不合计)" if t.apart else ""
        told.append(
            f"以金额计的{t.counted}{counter}年度计划合计{sum_text(t.plan, YI)},"
            f"累计完成{sum_text(t.total, YI)},占年度计划{percent_text(t.against)},"
            f"{ahead_text(t.against)}{apart}。"
        )
    if found.done.value is not None:
        d = found.done
        part = f"(有{d.of - d.known}项次没填本月完成,不全)" if d.known < d.of else ""
        told.append(f"其中本期各月填报的完成数合计{sum_text(found.done.value, YI)}{part}。")
    if ranking.places:
        told.append(f"达到或超过时间进度的{found.ahead}{counter},滞后的{found.behind}{counter}。")
    lacking = (
        ("没有年度计划的", len(ranking.no_plan)),
        ("没有报累计完成的", len(ranking.no_total)),
        (f"没有{month_zh(found.month)}填报的", len(found.missing)),
        ("今年还没有填报过的", len(found.never)),
    )
    parts = [f"{word}{count}{counter}" for word, count in lacking if count]
    if parts:
        told.append(f"{'、'.join(parts)},不参加排名。")
    changed = [
        f"{new.target_name}({amount(old.year_plan, old.unit)}改为"
        f"{amount(new.year_plan, new.unit) or '没有'})"
        for old, new in found.replanned
    ]
    if changed:
        told.append(
            f"年内改过年度计划的{len(changed)}{counter},按改后的排名:{'、'.join(changed)}。"
        )
    return told
