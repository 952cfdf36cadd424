"""The roles of columns: each is chosen with a letter of its name."""

from __future__ import annotations

from nntui.data.kinds import KINDS, ROLES


def test_every_role_has_a_letter_of_its_name_and_no_other_has_it() -> None:
    letters = [role.letter for role in ROLES.values()]
    assert len(set(letters)) == len(letters)
    assert all(role.letter in role.name and role.meaning for role in ROLES.values())


def test_kinds_begin_with_different_letters() -> None:
    assert len({name[0] for name in KINDS}) == len(KINDS)
