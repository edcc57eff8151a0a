"""How hypothesis runs a property of the store contract, which several engines share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings


def examples(number: int, *also: HealthCheck) -> settings:
    """So many examples on each engine; ``also`` names further checks that do not apply."""
    suppressed = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors, *also]
    return settings(max_examples=number, deadline=None, suppress_health_check=suppressed)
