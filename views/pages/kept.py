"""What all sessions of one server share: made once, by whoever asks first, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
LIMIT = 64
_KEPT: OrderedDict[Hashable, Any] = OrderedDict()
_LOCK = threading.RLock()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """The thing called ``key``; the first to ask makes it while the others wait.

    The ``LIMIT`` things asked for last are held.  Nothing is held when ``make`` raises.
    Unlike Streamlit's own cache this one may be filled before the first page is asked for.
    """
    with _LOCK:
        if key not in _KEPT:
            _KEPT[key] = make()
            while len(_KEPT) > LIMIT:
                _KEPT.popitem(last=False)
        _KEPT.move_to_end(key)
        found: T = _KEPT[key]
        return found


def let_go(key: Hashable) -> Any | None:
    """Hold the thing called ``key`` no longer; gives it, None when it was not held."""
    with _LOCK:
        return _KEPT.pop(key, None)
