"""企业摸底表 taken back: files looked at, written in one commit, and what that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.desk.survey.effects import Effects, effects, facts_before
from graph.desk.survey.take import Taken, again, all_changes, leaps, take
from graph.errors import BadRequest
from graph.model import AskedForm, Record
from graph.reason import Evaluation
from graph.store.protocol import Change, CommitInfo, Ref, Revision, Store
from loaders.surveyform.batch import AllCorrections, Back, Desk, read_batch
from loaders.surveyform.files import Refused
from views.tables.survey.surveys import ToMend, to_mend

TAKEN_REASON = "载入企业摸底表"
"""How the reason of every commit that takes forms back begins."""
MOST_COMMITS = 2000


@dataclass(frozen=True)
class Looked:
    """A batch of returned files as read: forms, what each would change, what is to be mended."""

    backs: tuple[Back, ...]
    refused: tuple[Refused, ...]
    taken: Mapping[str, Taken]
    mend: tuple[ToMend, ...]

    @cached_property
    def good(self) -> tuple[str, ...]:
        """Numbers of the forms that may be loaded as they are."""
        bad = {m.number for m in self.mend} | {n for n, t in self.taken.items() if t.faults}
        numbers = (back.form.id for back in self.backs)
        return tuple(n for n in numbers if n in self.taken and n not in bad)

    @cached_property
    def fresh(self) -> tuple[str, ...]:
        """Those never loaded before, with every table there and no number a hundred times more."""
        good = set(self.good)
        return tuple(b.form.id for b in self.backs if b.form.id in good and self._is_plain(b))

    def _is_plain(self, back: Back) -> bool:
        doubts = back.form.returned_on, back.read.lacking, leaps(self.taken[back.form.id].items)
        return not any(doubts)


def look(files: Sequence[tuple[str, bytes]], desk: Desk, corrections: AllCorrections) -> Looked:
    """Read returned files and work out what each form would change; nothing is written."""
    backs, refused = read_batch(files, desk, corrections)
    told = [(b.form, b.read.answers) for b in backs if not b.read.bad]
    taken = {t.form.id: t for t in take(desk.evaluation, told, desk.today)}
    mend = to_mend(desk.evaluation.given, desk.schema, backs, taken)
    return Looked(backs, refused, taken, tuple(mend))


def writing(
    store: Store, desk: Desk, looked: Looked, numbers: Sequence[str]
) -> tuple[list[Change], dict[Ref, int]]:
    """What to write for some of the forms, and the revisions it rests on.

    Raises
    ------
    BadRequest
        One of them may not be loaded as it is.
    """
    bad = [n for n in numbers if n not in looked.good]
    if bad:
        raise BadRequest(f"还有没改好的表:{'、'.join(bad)};请先改好或不选。")
    told = [(looked.taken[n].form, looked.taken[n].answers) for n in numbers]
    taken = take(desk.evaluation, told, desk.today)
    if faults := [f.message for t in taken for f in t.faults]:
        raise BadRequest(f"这几张表合在一起与库里的数对不上:{faults[0]}")
    changes = all_changes(taken)
    return changes, _as_seen(store, desk, [c.ref for c in changes])


def _as_seen(store: Store, desk: Desk, refs: Sequence[Ref]) -> dict[Ref, int]:
    """The revision of each record, when it still is what the forms were read against."""
    by_kind = desk.evaluation.given.by_kind | {AskedForm.kind: dict(desk.forms)}
    found = dict.fromkeys(refs, 0)
    records: dict[Ref, Record] = {}
    for record, rev in _standing(store, refs):
        ref = Change.put(record).ref
        found[ref], records[ref] = rev, record
    if any(by_kind.get(kind, {}).get(id) != records.get((kind, id)) for kind, id in refs):
        raise BadRequest("核对以后有人改过这几家的数;请重新核对一遍再载入。")
    return found


def standing(store: Store, refs: Iterable[Ref]) -> dict[Ref, int]:
    """The revision each record has now; 0 for none."""
    wanted = list(refs)
    return dict.fromkeys(wanted, 0) | {
        Change.put(record).ref: rev for record, rev in _standing(store, wanted)
    }


def _standing(store: Store, refs: Iterable[Ref]) -> Iterator[tuple[Record, int]]:
    ids: dict[str, list[str]] = {}
    for kind, id in refs:
        ids.setdefault(kind, []).append(id)
    for kind, wanted in ids.items():
        page = store.get(kind, wanted)
        yield from zip(page.records, page.revs, strict=True)


def takings(store: Store) -> tuple[CommitInfo, ...]:
    """Commits that took forms back, newest first."""
    found = store.commits(limit=MOST_COMMITS)
    return tuple(c for c in found if c.reason.startswith(TAKEN_REASON))


def effects_of(store: Store, after: Evaluation, revisions: Sequence[Revision]) -> Effects:
    """What one such commit changed, all else as it stands."""
    now = standing(store, {r.ref for r in revisions})
    before = again(after, facts_before(after.given, revisions, now))
    return effects(before, after)
