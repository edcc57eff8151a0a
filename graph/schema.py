"""The schema as an object: which kinds exist, which columns, which words are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one kind, as a row of ``data/schema/<kind>.csv``.

    ``type`` is str, int, float, bool, date, ref, list or reflist; ``ref`` names the
    kind a reference points to; ``choices`` is empty when any value will do.
    """

    name: str
    label_zh: str
    type: str
    required: bool
    unit: str
    choices: tuple[str, ...]
    ref: str
    help: str


@dataclass(frozen=True, slots=True)
class KindSchema:
    """One record kind: its Chinese label, the files that hold it, its columns in order."""

    name: str
    label_zh: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Schema:
    """All kinds by name."""

    kinds: Mapping[str, KindSchema]

    def __getitem__(self, kind: str) -> KindSchema:
        return self.kinds[kind]
