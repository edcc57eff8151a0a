"""The ten entry checks of one item and what they remove."""

from graph.reason.entry.checks import Entry, checks_for
from graph.reason.entry.site import in_park, project_in_park
from graph.reason.entry.terms import STEPS, result_of
from graph.reason.entry.verdict import removes, restrictions, step_results

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
