"""Personal data of firms: what may be seen of a name, a number, an address before it is shown."""

from __future__ import annotations

import re

HIDDEN = "**"
_DIGITS = re.compile(r"\d[\d\-—  ()()]*\d|\d")
_MOBILE = 11
_HEAD, _TAIL = 3, 4
_SHORT_TAIL = 2


def mask_name(name: str) -> str:
    """The first character, whatever the length of the rest.

    Examples
    --------
    >>> mask_name("张三"), mask_name("欧阳小明"), mask_name(" ")
    ('张**', '欧**', '**')
    """
    return name.strip()[:1] + HIDDEN


def mask_phone(phone: str) -> str:
    """Numbers with their middle hidden; of short ones only the last two digits are left.

    Anything that is no number is left out: people write names there too.

    Examples
    --------
    >>> mask_phone("13812341234"), mask_phone("0730-8412345转8001"), mask_phone("张三8412345")
    ('138****1234', '073****2345、****01', '****45')
    """
    return "、".join(_masked(found) for found in _DIGITS.findall(phone)) or HIDDEN


def _masked(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if len(digits) >= _MOBILE:
        return f"{digits[:_HEAD]}****{digits[-_TAIL:]}"
    return f"****{digits[-_SHORT_TAIL:] if len(digits) > _TAIL - 1 else ''}"


def mask_mail(mail: str) -> str:
    """The first letter and what stands behind the @.

    Examples
    --------
    >>> mask_mail("zhangsan@example.com"), mask_mail("不知道")
    ('z**@example.com', '**')
    """
    name, at, host = mail.strip().partition("@")
    return f"{name[:1]}{HIDDEN}@{host}" if at else HIDDEN
