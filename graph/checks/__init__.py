"""Consistency rules over the facts; page, command and tests call the same list."""

from graph.checks.run import balanced, run_checks, tally

__all__ = ["balanced", "run_checks", "tally"]
