"""The base of every record kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Record:
    """Base of every kind; ``kind`` is its name in the store and in ``data/schema``."""

    kind: ClassVar[str] = ""
