"""Names on record: whose they are, since when, and what people have judged about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.facts import Facts
from graph.model import FirmName, JudgedName, Record
from graph.names.parts import one_spelling
from graph.names.verdict import Verdict, compare

_RANK = {"same": 2, "unsure": 1, "different": 0}


@dataclass(frozen=True)
class KnownNames:
    """Every name on record, and the judgements of people; they come before any reading of names.

    Parameters
    ----------
    facts
        Firms and the history of their names.
    judged
        Judgements on record, the newest last; records of other kinds are passed over.
    """

    facts: Facts
    judged: tuple[Record, ...] = ()

    @cached_property
    def owners(self) -> Mapping[str, frozenset[str]]:
        """One spelling → ids of the firms that go or went by it."""
        found: dict[str, set[str]] = {}
        for firm in self.facts.firms.values():
            for name in (firm.name_zh, firm.short_name, *firm.aliases):
                if name:
                    found.setdefault(one_spelling(name), set()).add(firm.id)
        for row in self.facts.all(FirmName).values():
            if row.firm_id in self.facts.firms:
                found.setdefault(one_spelling(row.name), set()).add(row.firm_id)
        return {name: frozenset(ids) for name, ids in found.items()}

    @cached_property
    def judgements(self) -> Mapping[frozenset[str], JudgedName]:
        """The last judgement on each pair."""
        rows = [r for r in self.judged if isinstance(r, JudgedName)]
        rows.sort(key=lambda r: (r.made_at, r.id))
        return {frozenset(map(one_spelling, (r.name_a, r.name_b))): r for r in rows}

    def match(self, a: str, b: str, day: str) -> Verdict:
        """Judge two names as of a day.

        Codes besides those of :func:`graph.names.verdict.compare`: judged (by whom, when),
        record (firm, grade), record_renamed (firm, name, until, grade), record_merged (from,
        into, since), record_before_merger, record_other (two firms, and the one both went into),
        record_many (firms), record_like (firm, its name, code of the comparison).

        Parameters
        ----------
        a, b
            Two names, as anybody writes them.
        day
            ISO day: a merger after it has not happened yet.
        """
        if one_spelling(a) == one_spelling(b):
            return Verdict("same", "spelling")
        told = self.judgements.get(frozenset((one_spelling(a), one_spelling(b))))
        if told is not None:
            who = (told.made_by or "", told.made_at, told.why or "")
            return Verdict("same" if told.verdict == "same" else "different", "judged", who)
        first, second = (self.owners.get(one_spelling(n), frozenset()) for n in (a, b))
        if len(first) > 1 or len(second) > 1:
            many = first if len(first) > 1 else second
            return Verdict("unsure", "record_many", tuple(map(self.facts.firm_name, sorted(many))))
        if first and second:
            return self._both(min(first), min(second), (a, b), day)
        if first or second:
            return self._one(min(first or second), b if first else a)
        return compare(a, b)

    def _both(self, x: str, y: str, names: tuple[str, str], day: str) -> Verdict:
        if x == y:
            return self._renamed(x, names)
        steps = self._merged(x, y) or self._merged(y, x)
        if not steps:
            owner = self.facts.owner(x)
            into = self._called(owner) if owner == self.facts.owner(y) else ()
            return Verdict("different", "record_other", (*self._called(*sorted((x, y))), *into))
        merged = self._called(steps[0], steps[-1])
        since = max(map(self._merged_since, steps[:-1]))
        if since and since > day[: len(since)]:
            return Verdict("different", "record_before_merger", (*merged, since))
        return Verdict("same", "record_merged", (*merged, since))

    def _called(self, *ids: str) -> tuple[str, ...]:
        return tuple(self.facts.firms[id].name_zh for id in ids)

    def _renamed(self, firm_id: str, names: tuple[str, str]) -> Verdict:
        """One firm: say so, with the end of a name no longer used and how weak the record is."""
        wanted = {one_spelling(n) for n in names}
        rows = [r for r in self._names_of(firm_id) if one_spelling(r.name) in wanted]
        doubt = max((r.grade or "" for r in rows), default="")
        ended = [r for r in rows if r.until]
        if not ended:
            return Verdict("same", "record", (*self._called(firm_id), doubt))
        last = max(ended, key=lambda r: r.until or "")
        told = (*self._called(firm_id), last.name, last.until or "", doubt)
        return Verdict("same", "record_renamed", told)

    def _names_of(self, firm_id: str) -> list[FirmName]:
        return [r for r in self.facts.all(FirmName).values() if r.firm_id == firm_id]

    def _merged(self, x: str, y: str) -> tuple[str, ...]:
        """The firms from x to y, each gone into the next; empty when x did not go into y."""
        steps = [x]
        while (into := self.facts.firms[steps[-1]].merged_into_id) in self.facts.firms:
            if into is None or into in steps:
                break
            steps.append(into)
            if into == y:
                return tuple(steps)
        return ()

    def _merged_since(self, firm_id: str) -> str:
        """When a firm went into another: the end of its last registered name; "" when unknown."""
        rows = self._names_of(firm_id)
        return max((r.until for r in rows if r.name_type == "法定" and r.until), default="")

    def _one(self, firm_id: str, other: str) -> Verdict:
        """One name is on record: the other against every name of that firm, the nearest counts.

        A name in foreign letters is held against such names where the firm has any.
        """
        mine = [name for name, ids in self.owners.items() if firm_id in ids]
        alike_ = [name for name in mine if name.isascii() == other.isascii()]
        judged = [(compare(name, other), name) for name in alike_ or mine]
        found, name = max(judged, key=lambda pair: _RANK[pair[0].answer])
        if found.answer == "different":
            return found
        return Verdict(found.answer, "record_like", (*self._called(firm_id), name, found.code))


def alike(known: KnownNames, name: str, day: str, candidates: Iterable[str]) -> dict[str, Verdict]:
    """Of some firms (ids), those the name may be: id → verdict, sure ones first.

    Parameters
    ----------
    known
        Names on record.
    name
        As somebody wrote it.
    day
        ISO day.
    candidates
        Ids of firms to look at, e.g. the hits of a search.
    """
    found = {
        id: known.match(name, known.facts.firms[id].name_zh, day)
        for id in dict.fromkeys(candidates)
        if id in known.facts.firms
    }
    kept = {id: v for id, v in found.items() if v.answer != "different"}
    return dict(sorted(kept.items(), key=lambda item: -_RANK[item[1].answer]))
