"""Who may do what: three roles, and what each may read and write.

| role | reads | writes |
|---|---|---|
| viewer | everything but personal data | nothing |
| editor | everything | facts and what the office keeps; no rules; deletes only what they made |
| admin | everything | everything, accounts and backups too |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.errors import NotAllowed
from graph.model import (
    PRIVATE_KINDS,
    Constraint,
    Criterion,
    Feature,
    HeldUpdate,
    MapStatus,
    Parameter,
    StageWord,
    Word,
)
from graph.schema import Schema
from graph.store.protocol import Change, Ref

Role = Literal["viewer", "editor", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "editor", "admin")
"""From the one who may least to the one who may all."""

RULE_KINDS = frozenset(
    cls.kind for cls in (Constraint, Criterion, Feature, MapStatus, Parameter, StageWord, Word)
)
"""Thresholds, weights, entry rules, looks and words: they change what everybody sees."""

Maker = Callable[[Ref], str | None]
"""Gives who first wrote a record, None when it never was."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at work.

    Parameters
    ----------
    name
        As it stands in the history.
    role
        What they may do.
    is_account
        Whether somebody signed in as this: only then is the name certain, and every write
        bears it whatever the page says.
    is_presenting
        Whether others look on: nothing personal is read or written then.
    """

    name: str
    role: Role
    is_account: bool = False
    is_presenting: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether somebody should be signed in and is not."""
        return self.is_account and not self.name

    @property
    def may_write(self) -> bool:
        """Whether they may change anything at all."""
        return self.role in ("editor", "admin")

    @property
    def may_administer(self) -> bool:
        """Whether they may change rules, accounts and backups."""
        return self.role == "admin"

    @property
    def hidden_kinds(self) -> frozenset[str]:
        """Kinds that are not there for them."""
        return PRIVATE_KINDS if self.is_presenting or not self.may_write else frozenset()


LOCAL = Person("", "admin")
"""The user of a machine where no accounts were made: may do all, says who they are themselves."""

NOBODY = Person("", "viewer", is_account=True)
"""Somebody who should be signed in and is not: reads and writes nothing."""


def check_changes(
    person: Person,
    changes: Sequence[Change],
    schema: Schema,
    made_by: Maker,
    *,
    also: Iterable[Ref] = (),
) -> None:
    """See that a person may make all of these changes.

    Parameters
    ----------
    made_by
        Asked only about what an editor wants to delete.
    also
        Records of which a conflict would tell how they stand.

    Raises
    ------
    NotAllowed
        In one sentence that says what is not allowed and who may.

    Examples
    --------
    >>> check_changes(Person("王", "viewer", True), [], Schema({}), lambda ref: None)
    Traceback (most recent call last):
    graph.errors.NotAllowed: “王”只能看,不能改;要改请找管理员把角色换成“编辑”。
    """
    check_may_write(person)
    kinds = {change.ref[0] for change in changes}
    for kind in sorted(kinds | {ref[0] for ref in also}):
        if kind in person.hidden_kinds:
            raise NotAllowed(f"会议演示时不能改“{schema[kind].label_zh}”;关掉会议演示再改。")
        if kind in RULE_KINDS & kinds and not person.may_administer:
            raise NotAllowed(f"“{schema[kind].label_zh}”只有管理员能改;请找管理员。")
    if not person.may_administer:
        _check_deletions(person, changes, schema, made_by)


def check_may_write(person: Person) -> None:
    """Refuse who may only look.

    Raises
    ------
    NotAllowed
        They may not write.
    """
    if person.may_write:
        return
    if not person.name:
        raise NotAllowed("没有登录或登录已失效,没有写入;请刷新页面重新登录。")
    raise NotAllowed(f"“{person.name}”只能看,不能改;要改请找管理员把角色换成“编辑”。")


def check_may_administer(person: Person, what: str) -> None:
    """Refuse who is no administrator; ``what`` only they may do.

    Raises
    ------
    NotAllowed
        They are none.
    """
    if not person.may_administer:
        raise NotAllowed(f"{what}只有管理员能做;请找管理员。")


def _check_deletions(
    person: Person, changes: Sequence[Change], schema: Schema, made_by: Maker
) -> None:
    """An editor takes away what they made; a held update is taken away by whoever decides it."""
    for change in changes:
        if change.op != "delete" or change.ref[0] == HeldUpdate.kind:
            continue
        maker = made_by(change.ref)
        if maker not in (None, person.name):
            label = schema[change.ref[0]].label_zh
            raise NotAllowed(f"这条“{label}”是{maker}记的,您不能删;请找{maker}或管理员。")
