"""物料图: the mass flow from crude to products as a Sankey picture of 1920 × 1080 px.

Ribbons and bars are to one scale; what has no amount is hatched, thin and not to scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason.material import MaterialFlows
from views.amounts import percent
from views.map.compose import FOOT_PX, HEAD_LEFT, QUIET, TITLE_INK, TITLE_MIDDLE, TITLE_PX
from views.map.geometry import Box, Cubic, curve
from views.map.measure import text_em
from views.map.picture import Notes
from views.map.sankey_columns import Columns, columns
from views.map.sankey_leaving import COLORS, PALE, panel
from views.map.sankey_net import FIRM, RAW, UNIT, UNKNOWN, WASTE, Bar, Link, Net, net
from views.map.sankey_order import Order, ordered, passing
from views.map.sankey_place import Frame, Placed, Port, fitting, placed
from views.map.sankey_words import Line, kinds, labels
from views.map.scene import Card, Item, Ribbon, Scene, Words

WIDTH, HEIGHT = 1920.0, 1080.0
