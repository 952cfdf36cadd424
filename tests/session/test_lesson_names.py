"""The README has what expressions in lessons may name."""

from __future__ import annotations

from pathlib import Path

import nntui
from nntui.session.lessons.__main__ import names_in_words

README = Path(nntui.__file__).parents[1] / "README.md"


def test_the_readme_has_the_names_and_functions_of_expressions() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.partition("<!-- lesson names -->\n")[2].partition("\n<!-- /lesson names -->")[0] == names_in_words()
