"""The role of the selected columns, as an edit of the table."""

from __future__ import annotations

import pytest

from nntui.errors import DataError
from nntui.ui.table.scene import Scene, table_of
from nntui.ui.table.structure_edits import set_role
from tests.ui.data_pane_host import mixed, tutorial


@pytest.mark.parametrize(
    ("role", "name"),
    [("target", "age as a target"), ("ignored", "age ignored"), ("split", "age as the split")],
)
def test_a_column_is_given_a_role(role: str, name: str) -> None:
    done, after = set_role(Scene(tutorial()), role)
    assert (done, table_of(after).columns[0].role) == (name, role)


def test_several_columns_are_given_it_together() -> None:
    _, after = set_role(Scene(tutorial(), anchor=(0, 1)), "target")
    assert [column.role for column in table_of(after).columns] == ["target", "target", "target"]


def test_a_text_cannot_be_learnt_from() -> None:
    with pytest.raises(DataError, match="name is text"):
        set_role(Scene(mixed(), column=4), "input")
