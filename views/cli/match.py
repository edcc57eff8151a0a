"""``liantu match``: are these names one company?"""

from __future__ import annotations

import itertools
from typing import Any

import click

from graph.errors import BadRequest
from graph.names.known import KnownNames
from graph.names.verdict import Verdict
from views.cli.common import Session, shared
from views.name_texts import ANSWERS, verdict_text


@click.command()
@click.argument("names", nargs=-1, metavar="名称 名称 …")
@shared
def match(session: Session, names: tuple[str, ...]) -> None:
    """几个企业名称是不是同一家:看库里的名称沿革和判断,再看行政区划、字号、行业、组织形式。"""
    given = tuple(name.strip() for name in names if name.strip())
    if len(given) < 2:
        raise BadRequest("至少写两个名称,例如 liantu match 巴陵石化 湖南石化。")
    workspace = session.workspace
    known = KnownNames(workspace.facts(), tuple(workspace.store.scan("judged_name")))
    day = session.asked.as_of().valid
    found = [(a, b, known.match(a, b, day)) for a, b in itertools.combinations(given, 2)]
    session.give([_row(*line) for line in found], lambda: [_line(*line) for line in found])


def _row(a: str, b: str, found: Verdict) -> dict[str, Any]:
    return {"a": a, "b": b, "verdict": found.answer, "reason": verdict_text(found)}


def _line(a: str, b: str, found: Verdict) -> str:
    return f"{a} / {b}:{ANSWERS[found.answer]}({verdict_text(found)})"
