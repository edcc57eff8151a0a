"""Persons to call at a firm, as a page shows them before and after somebody asks to see one."""

from __future__ import annotations

from dataclasses import dataclass

from graph.desk.client.contacts import HIDDEN, mask_mail, mask_name, mask_phone
from graph.model import Contact


@dataclass(frozen=True, slots=True)
class Person:
    """One person in words; masked or not."""

    name: str
    post: str
    phone: str
    mail: str
    note: str


def masked(contact: Contact) -> Person:
    """What may stand on a page unasked: initials, ends of numbers, the post."""
    return Person(
        mask_name(contact.name),
        contact.post or "",
        mask_phone(contact.phone) if contact.phone else "",
        mask_mail(contact.mail) if contact.mail else "",
        HIDDEN if contact.note else "",
    )


def open_(contact: Contact) -> Person:
    """Everything on record."""
    told = (contact.post, contact.phone, contact.mail, contact.note)
    return Person(contact.name, *(text or "" for text in told))
