"""From what stands here to a product: which plants to build, what to bring in, is it enough."""

from graph.reason.routes.amounts import shortfall, suffices
from graph.reason.routes.distances import distances
from graph.reason.routes.plan import NewPlant, Plan
from graph.reason.routes.router import Router, routes_to

__all__ = ["NewPlant", "Plan", "Router", "distances", "routes_to", "shortfall", "suffices"]
