"""Presence, balances, gaps, priorities, targets, survey: codes and numbers only."""

from graph.reason.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
