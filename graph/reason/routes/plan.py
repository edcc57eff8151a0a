"""What a question about routes is answered with."""

from __future__ import annotations

from dataclasses import dataclass

ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class NewPlant:
    """One plant to build.  kt/a.

    ``rate_kt_a`` is what the target asks of it, None when not sized; ``train_kt_a`` the smallest
    usual train, None when not on record.
    """

    process_id: str
    product_id: str
    rate_kt_a: float | None
    train_kt_a: float | None

    @property
    def is_small(self) -> bool:
        """Whether the target asks for less than one train: the rest would have to be sold."""
        rate, train = self.rate_kt_a, self.train_kt_a
        return rate is not None and train is not None and rate < train * (1.0 - ROUNDING)


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to a product: what to build, what to draw on, what to bring in.  kt/a.

    Attributes
    ----------
    new
        Processes to build, feeds before what they feed; empty when the product stands here.
    bought_in
        Inputs from outside: feeds first, then auxiliaries.
    auxiliary
        Those of ``bought_in`` that are auxiliaries: they weigh nothing in the choice.
    utilities
        Hubs the new plants take (steam, hydrogen …): taken for granted.
    missing
        Feeds neither here nor to be bought (by pipe only, or made where they are used).
    feeds_here
        Products that stand here and are drawn on.
    topped_up
        Those of ``feeds_here`` that do not suffice and are bought in besides, with how much.
    from_here
        The main feeds, followed back from the product, begin with something that stands here
        and is neither a hub nor a raw material.
    on_front
        No plan listed has at most as many plants and purchases and fewer of one; a plan that is
        not from here does not count against one that is.
    kt_a
        Size asked about; by default the smallest train of the last process; None = no size.
    amounts
        Product → kt/a taken from here or from outside at that size.
    enough
        Whether the feeds that stand here suffice: True on what is certain, False when even the
        most that could be there falls short, None when unknown.
    short
        Feeds that fall short of what is likely there, with how much.
    """

    product_id: str
    new: tuple[str, ...]
    steps: tuple[NewPlant, ...]
    bought_in: tuple[str, ...]
    auxiliary: tuple[str, ...]
    utilities: tuple[str, ...]
    missing: tuple[str, ...]
    feeds_here: tuple[str, ...]
    topped_up: tuple[tuple[str, float], ...]
    stands: bool
    from_here: bool
    on_front: bool
    kt_a: float | None
    amounts: tuple[tuple[str, float], ...]
    enough: bool | None
    short: tuple[tuple[str, float], ...]

    @property
    def purchases(self) -> int:
        """How many feeds come from outside; auxiliaries are not counted."""
        return len(self.bought_in) - len(self.auxiliary)
