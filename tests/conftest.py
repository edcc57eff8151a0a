"""No test is timed: machines are noisy, and another store or a busy neighbour is no failure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
