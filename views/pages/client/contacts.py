"""Persons to call at a firm: masked until one is asked for, and never in a meeting."""

from __future__ import annotations

import streamlit as st

from graph.model import Contact
from graph.store.protocol import Change, Order, Where
from views.pages.context import View
from views.pages.desk import minute, say_next, written
from views.pages.markup import esc, presenting, show, title
from views.pages.people import may_see_contacts, may_write, my_name
from views.pages.record.form import Form, open_form
from views.tables.client.contacts import Person, masked, open_

SHOWN = "contacts-shown"
_GROUPS = {"": ("name", "post", "phone", "mail", "note")}


def contacts(seen: View, firm_id: str) -> None:
    """The persons of a firm; nothing at all while presenting."""
    if presenting():
        return
    show(title("企业联系人"))
    if not may_see_contacts():
        show('<p class="lt-none">您的账号不能看企业联系人。</p>')
        return
    rows = _of(seen, firm_id)
    if not rows:
        show('<p class="lt-none">还没有记联系人。</p>')
    for contact, rev in rows:
        _one(seen, contact, rev)
    if may_write() and st.button("加联系人", key="contact-add"):
        fixed = {"firm_id": firm_id, "made_by": my_name(), "made_at": minute()}
        open_form(seen, Form("contact", "加联系人", _GROUPS, fixed=fixed, reason="加联系人"))


def _of(seen: View, firm_id: str) -> list[tuple[Contact, int]]:
    page = seen.store.scan(
        "contact", where=[Where("firm_id", "eq", firm_id)], order=[Order("made_at")]
    )
    return [(c, rev) for c, rev in zip(page, page.revs, strict=True) if isinstance(c, Contact)]


def _one(seen: View, contact: Contact, rev: int) -> None:
    is_open = contact.id in st.session_state.setdefault(SHOWN, set())
    show(_line(open_(contact) if is_open else masked(contact)))
    with st.container(horizontal=True, key=f"contact-{contact.id}"):
        word = "遮住" if is_open else "显示"
        st.button(word, key=f"contact-see-{contact.id}", on_click=_turn, args=(contact.id,))
        if is_open and may_write():
            if st.button("修改", key=f"contact-edit-{contact.id}"):
                form = Form("contact", "改联系人", _GROUPS, reason="改联系人")
                open_form(seen, form, contact.id)
            st.button(
                "删去", key=f"contact-gone-{contact.id}", on_click=_drop, args=(seen, contact, rev)
            )


def _turn(contact_id: str) -> None:
    held: set[str] = st.session_state.setdefault(SHOWN, set())
    held.symmetric_difference_update({contact_id})


def _drop(seen: View, contact: Contact, rev: int) -> None:
    change = Change.delete("contact", contact.id)
    expect = {("contact", contact.id): rev}
    if written(seen, [change], None, "删联系人", failed="没有删去", expect=expect):
        say_next("已删去联系人")


def _line(person: Person) -> str:
    told = ";".join(p for p in (person.phone, person.mail, person.note) if p)
    post = f" <em>{esc(person.post)}</em>" if person.post else ""
    return f'<p class="lt-sub lt-person"><b>{esc(person.name)}</b>{post} {esc(told)}</p>'
