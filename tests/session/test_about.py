"""Notes of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.data.sources import builtin, computed
from nntui.session.about import notes_of
from nntui.session.examples.record import EXAMPLES
from nntui.session.open import open_source
from nntui.session.options import Options

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = (*builtin.names(), *EXAMPLES, *(str(computed.Recipe(name)) for name in computed.names()))


@pytest.mark.parametrize("source", SOURCES)
def test_every_built_in_source_has_notes_that_say_what_to_try(source: str) -> None:
    session = open_source(source, Options())
    notes = notes_of(session)
    assert len(notes) > 200
    assert "Try: " in notes
    for column in (*session.table.inputs, *session.table.targets) if len(session.table.inputs) < 9 else ():
        assert column.name in notes


def test_a_table_file_has_no_notes_even_under_a_built_in_name(tmp_path: Path) -> None:
    file = tmp_path / "cars"
    file.write_text("a,b\n1,2\n2,3\n")
    assert notes_of(open_source(str(file), Options())) == ""


def test_notes_stay_with_other_settings_and_with_a_computed_table_of_other_parameters() -> None:
    assert notes_of(open_source("spiral:arms=3,noise=0.1", Options(hidden=(8, 8)))) == notes_of(
        open_source("spiral", Options())
    )
    assert notes_of(open_source("cars", Options(inputs=("weight",)))) == notes_of(open_source("cars", Options()))
