"""Would the list of an earlier day have named what was invested in later?"""

from graph.reason.backtest.results import Against, Backtest, Hit, Miss
from graph.reason.backtest.run import CLOCKS, backtest

__all__ = ["CLOCKS", "Against", "Backtest", "Hit", "Miss", "backtest"]
