"""What one person may see of a store: which kinds, columns and relations are there for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.desk.access import Person
from graph.errors import NotAllowed
from graph.model import PRIVATE_COLUMNS, public
from graph.schema import Schema
from graph.store.relations import relations_of
from graph.store.values import Around, Info, Page, Revision


class Sight:
    """What ``person`` may see as of now.

    Raises
    ------
    NotAllowed
        Nobody is signed in who should be.
    """

    def __init__(self, person: Person, schema: Schema) -> None:
        if person.is_nobody:
            raise NotAllowed("没有登录或登录已失效;请刷新页面重新登录。")
        self._schema, self._hidden = schema, person.hidden_kinds

    def hides(self, kind: str) -> bool:
        """Whether there is nothing of a kind for them."""
        return kind in self._hidden

    def check_asked(self, kind: str, columns: Iterable[str | None]) -> None:
        """Refuse a question about private columns: its answer would tell what stands there.

        Raises
        ------
        NotAllowed
            One of the columns asked about is private.
        """
        for name in self.private_columns(kind):
            if name in columns:
                label = self._schema[kind].column(name).label_zh
                raise NotAllowed(f"“{label}”您现在不能看,不能按它找、排、数。")

    def private_columns(self, kind: str) -> tuple[str, ...]:
        """Columns of a kind that are empty for them."""
        return PRIVATE_COLUMNS.get(kind, ()) if self._hidden else ()

    def kinds(self, asked: Sequence[str] | None) -> Sequence[str] | None:
        """The kinds asked for (None: all) without those that are hidden."""
        if not self._hidden:
            return asked
        return [k for k in (self._schema.kinds if asked is None else asked) if not self.hides(k)]

    def relations(self, asked: Sequence[str] | None) -> Sequence[str] | None:
        """The relations asked for (None: all) without those that touch what is hidden."""
        if not self._hidden:
            return asked
        known = relations_of(self._schema)
        shut = {r.name for r in known if self.hides(r.from_kind) or self.hides(r.to_kind)}
        return [n for n in ([r.name for r in known] if asked is None else asked) if n not in shut]

    def page(self, page: Page) -> Page:
        """The same page without private columns."""
        if not self._hidden:
            return page
        return replace(page, records=tuple(map(public, page.records)))

    def around(self, found: Around) -> Around:
        """The same surroundings without private columns."""
        if not self._hidden:
            return found
        groups = (replace(g, records=tuple(map(public, g.records))) for g in found.groups)
        return replace(found, record=public(found.record), groups=tuple(groups))

    def revision(self, revision: Revision) -> Revision:
        """The same revision without private columns."""
        if not self._hidden:
            return revision
        before, after = (r and public(r) for r in (revision.before, revision.after))
        return replace(revision, before=before, after=after)

    def info(self, info: Info) -> Info:
        """The same with no record of what is hidden."""
        return replace(info, counts={k: 0 if self.hides(k) else n for k, n in info.counts.items()})
