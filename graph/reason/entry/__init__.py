"""The ten entry checks of one item and what they remove."""

from graph.reason.entry.checks import (
    STEPS,
    Entry,
    checks_for,
    in_park,
    project_in_park,
    removes,
    restrictions,
    result_of,
    step_results,
)

__all__ = [
    "STEPS",
    "Entry",
    "checks_for",
    "in_park",
    "project_in_park",
    "removes",
    "restrictions",
    "result_of",
    "step_results",
]
