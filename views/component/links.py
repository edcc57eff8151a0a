"""Links inside a page's own HTML: a click stays in the session instead of loading anew."""

from __future__ import annotations

from dataclasses import dataclass

from views.component.mounting import nothing, renderer

NAME, SCRIPT = "liantu.links", "links.js"


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a link leads: the kind of page, and what it is about."""

    to: str
    id: str


def followed(key: str = "links") -> Goal | None:
    """The link clicked just now, None for none.

    Links are ``<a data-to="…" data-id="…" href="…">``; the address serves a new tab.
    """
    result = renderer(NAME, SCRIPT)(key=key, data={}, on_goal_change=nothing)
    told = result.goal
    return Goal(str(told["to"]), str(told["id"])) if told else None
