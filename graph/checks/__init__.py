"""Consistency rules over the facts; page, command and tests call the same list."""

from graph.checks.run import run_checks, tally

__all__ = ["run_checks", "tally"]
