"""Weights as users change them: every change is a revision in the store, never a file."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.errors import BadRequest, Conflict, UnknownName
from graph.model import Feature
from graph.reason import Evaluation, evaluate
from graph.reason.priority import shares
from graph.schema import Schema
from graph.store.protocol import Change, Ref
from loaders.files import read_table
from loaders.weighted import revisions_of
from views import settings
from views.weight_log import WeightChange
from views.workspace import Question, Workspace, region_id

LISTS = ("补链", "延链", "强链", "目标企业")
RESTORED = "恢复默认权重"


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One feature: its record, its share of its list, the shipped weight, its revision.

    ``default`` is None for a feature the program does not ship.
    """

    feature: Feature
    share: float
    default: float | None
    rev: int


class Stale(BadRequest):
    """Somebody changed a weight of the same list in between; nothing was saved."""


def default_weights(schema: Schema) -> dict[str, float]:
    """Weights the program ships, by feature id, in their order there."""
    folder = settings.data_dir()
    paths = [p for pattern in schema["feature"].files for p in sorted(folder.glob(pattern))]
    records = [r for path in paths for r in read_table(path, "feature", schema)]
    return {r.id: r.weight for r in records if isinstance(r, Feature)}


def weight_rows(workspace: Workspace) -> tuple[WeightRow, ...]:
    """Every weight as it stands now, list by list, in the shipped order."""
    default = default_weights(workspace.schema)
    place = {feature_id: i for i, feature_id in enumerate(default)}
    page = workspace.store.scan("feature")
    found = sorted(
        ((r, rev) for r, rev in zip(page, page.revs, strict=True) if isinstance(r, Feature)),
        key=lambda f: (LISTS.index(f[0].list_name), place.get(f[0].id, len(place)), f[0].id),
    )
    parts = list_shares([r for r, _ in found])
    return tuple(WeightRow(r, parts[r.id], default.get(r.id), rev) for r, rev in found)


def list_shares(
    features: Iterable[Feature], wanted: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The share each weight has of its list, or would have with others, by feature id."""
    lists: dict[str, dict[str, float]] = {}
    for item in features:
        part = lists.setdefault(item.list_name, {})
        part[item.id] = (wanted or {}).get(item.id, item.weight)
    out: dict[str, float] = {}
    for part in lists.values():
        out |= zip(part, shares(list(part.values())), strict=True)
    return out


def changed(rows: Iterable[WeightRow], wanted: Mapping[str, float]) -> tuple[WeightChange, ...]:
    """What ``wanted`` would change.

    Raises
    ------
    UnknownName, BadRequest
        No such weight; one is not between 0 and 1; a list would have no weight left.
    """
    rows = tuple(rows)
    known = {w.feature.id: w.feature for w in rows}
    for feature_id, weight in wanted.items():
        if feature_id not in known:
            near = tuple(difflib.get_close_matches(feature_id, known, 3))
            raise UnknownName("权重", feature_id, near)
        if not (math.isfinite(weight) and 0.0 <= weight <= 1.0):
            label = known[feature_id].label_zh
            raise BadRequest(f"“{label}”的权重不能是 {weight:g};请填 0 到 1 之间的数。")
    for name in LISTS:
        after = [wanted.get(f.id, f.weight) for f in known.values() if f.list_name == name]
        if after and not sum(after):
            raise BadRequest(f"{name}的权重不能全是 0;至少留一项大于 0。")
    return tuple(
        WeightChange(f.id, f.list_name, f.label_zh, f.weight, float(wanted[f.id]))
        for f in known.values()
        if f.id in wanted and wanted[f.id] != f.weight
    )


def save_weights(
    workspace: Workspace,
    wanted: Mapping[str, float],
    *,
    actor: str,
    reason: str,
    revs: Mapping[str, int] | None = None,
) -> tuple[WeightChange, ...]:
    """Write new weights as one revision each, all or none.

    Parameters
    ----------
    wanted
        New weight (0–1) by feature id.  They need not add up to 1: lists are brought to 1
        when they are used.
    actor, reason
        Who and why; neither may be empty.
    revs
        The revision of every feature when the user began, by feature id; when one of a
        touched list has moved on, nothing is saved.

    Raises
    ------
    UnknownName, BadRequest, Stale
        In one sentence; nothing was saved.
    """
    if not reason.strip():
        raise BadRequest("请写明为什么改权重;原因会记进修改记录。")
    if not actor.strip():
        raise BadRequest("请写明是谁改的;名字会记进修改记录。")
    rows = weight_rows(workspace)
    changes = changed(rows, wanted)
    if not changes:
        raise BadRequest("权重和现在的一样,没有要保存的。")
    records = {w.feature.id: w.feature for w in rows}
    touched = {c.list_name for c in changes}
    seen = {w.feature.id: w.rev for w in rows if w.feature.list_name in touched}
    seen |= {i: rev for i, rev in (revs or {}).items() if i in seen}
    expect: dict[Ref, int] = {("feature", i): rev for i, rev in seen.items()}
    puts = [Change.put(_with_weight(records[c.feature_id], c.after)) for c in changes]
    try:
        workspace.store.write(puts, actor=actor.strip(), reason=reason.strip(), expect=expect)
    except Conflict as error:
        raise _stale(workspace, error) from error
    return changes


def restore_defaults(
    workspace: Workspace,
    *,
    actor: str,
    reason: str = RESTORED,
    list_name: str | None = None,
    revs: Mapping[str, int] | None = None,
) -> tuple[WeightChange, ...]:
    """Give the weights of one list, or of all, the values the program ships."""
    wanted = {
        w.feature.id: w.default
        for w in weight_rows(workspace)
        if list_name in (None, w.feature.list_name) and w.default is not None
    }
    return save_weights(workspace, wanted, actor=actor, reason=reason or RESTORED, revs=revs)


def preview(workspace: Workspace, question: Question, wanted: Mapping[str, float]) -> Evaluation:
    """The answer to ``question`` as it would be with other weights; nothing is saved."""
    changed(weight_rows(workspace), wanted)
    facts = workspace.facts()
    return evaluate(
        facts,
        workspace.rules().with_weights(wanted),
        question.as_of(),
        region_id=region_id(facts, question.region_id),
        with_nearby=question.with_nearby,
        like=workspace.evaluation(question),
    )


def _with_weight(feature: Feature, weight: float) -> Feature:
    return replace(feature, weight=weight, direction=feature.direction or "up")


def _stale(workspace: Workspace, error: Conflict) -> Stale:
    """Who was faster, in one sentence."""
    revisions = revisions_of(workspace.store, error.ref)
    last = revisions[-1] if revisions else None
    if last is None or not isinstance(last.after, Feature):
        return Stale(f"“{error.ref[1]}”这项权重刚被删掉,这次没有保存;请载入现在的权重再改。")
    return Stale(
        f"{last.after.list_name}的“{last.after.label_zh}”刚被{last.actor}改成 "
        f"{last.after.weight:g}(原因:{last.reason}),这次没有保存;请载入现在的权重再改。"
    )
