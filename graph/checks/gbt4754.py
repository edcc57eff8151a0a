"""Classes of the national industry classification GB/T 4754-2017.

Divisions 25, 26, 28 and 29 are listed to the last digit because entry into a chemical park
hangs on them; of the others only the division is known here.
"""

from __future__ import annotations

LAST_DIGITS = {
    "251": "19",
    "252": "12349",
    "253": "0",
    "254": "12",
    "261": "12349",
    "262": "123459",
    "263": "12",
    "264": "123456",
    "265": "1239",
    "266": "12345679",
    "267": "12",
    "268": "12349",
    "281": "12",
    "282": "1234569",
    "283": "12",
    "291": "1234569",
    "292": "123456789",
}
LISTED = frozenset(group[:2] for group in LAST_DIGITS)
DIVISIONS = range(1, 98)


def is_known_class(code: str) -> bool:
    """Whether ``code`` is a class, group or division of the standard.

    Examples
    --------
    >>> is_known_class("2614"), is_known_class("2618"), is_known_class("0711")
    (True, False, True)
    """
    if not code.isdigit() or not 2 <= len(code) <= 4 or int(code[:2]) not in DIVISIONS:
        return False
    if code[:2] not in LISTED or len(code) == 2:
        return True
    return code[:3] in LAST_DIGITS and (len(code) == 3 or code[3] in LAST_DIGITS[code[:3]])
