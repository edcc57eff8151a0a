"""What a load took."""

from __future__ import annotations

from dataclasses import dataclass, field

ACTOR = "导入"


@dataclass(slots=True)
class Loaded:
    """Seconds of ``bulk`` and of the bare way for the same records.

    ``differences`` names what the two databases do not hold alike: it must be empty.
    """

    records: int = 0
    ours_s: float = 0.0
    bare_s: float = 0.0
    differences: list[str] = field(default_factory=list)
