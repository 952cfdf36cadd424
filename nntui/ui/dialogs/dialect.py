"""How a text file spells its table, for those that are read wrongly if it is left to be found out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from nntui.session.options import Options
from nntui.ui.dialogs.dialog import Dialog, KeyHint
from nntui.ui.dialogs.form import FormView
from nntui.ui.dialogs.form_fields import FormField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

FOUND = "found out"
"""What stands for leaving it to be found out."""
SEPARATORS = {FOUND: None, "comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "spaces": " "}
DECIMALS = {FOUND: None, "point": ".", "comma": ","}
ENCODINGS = {FOUND: None, "utf-8": "utf-8", "windows-1252": "windows-1252", "utf-16": "utf-16", "latin-1": "latin-1"}
HEADERS = {FOUND: None, "yes": True, "no": False}


def in_words(how: Options) -> str:
    """What is said of it in a line: ``semicolon between the cells, decimal comma``."""
    asked = how.settings
    words = []
    if "separator" in asked:
        words.append(f"{_word(SEPARATORS, asked['separator'])} between the cells")
    if "decimal" in asked:
        words.append(f"decimal {_word(DECIMALS, asked['decimal'])}")
    if "encoding" in asked:
        words.append(asked["encoding"])
    if "header" in asked:
        words.append("with a header" if asked["header"] else "without a header")
    return ", ".join(words)


def _word(words: Mapping[str, str | None], value: str | None) -> str:
    return next(word for word, meant in words.items() if meant == value)


class DialectScreen(Dialog[Options]):
    """Asks how text files are read, beginning with what ``how`` says of it; answers options that say no more."""

    AUTO_FOCUS = "FormView"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "apply", "apply", show=False)]

    def __init__(self, how: Options) -> None:
        super().__init__("how text is read")
        self._how = how

    def contents(self) -> ComposeResult:
        """Four choices."""
        how = self._how.settings
        separator, decimal = _word(SEPARATORS, how.get("separator")), _word(DECIMALS, how.get("decimal"))
        fields = [
            FormField("separator", "separator", "between the cells", separator, tuple(SEPARATORS)),
            FormField("decimal", "decimal sign", "before a fraction", decimal, tuple(DECIMALS)),
            FormField("encoding", "encoding", "of the letters", how.get("encoding", FOUND), tuple(ENCODINGS)),
            FormField("header", "header", "names in the first line", self._header, tuple(HEADERS)),
        ]
        self._form = FormView(fields, (), self.glyphs)
        yield self._form

    @property
    def _header(self) -> str:
        return next(word for word, meant in HEADERS.items() if meant is self._how.settings.get("header"))

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to go about the form."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (
            ("enter", "take it", "apply"),
            ("esc", "cancel", "cancel"),
            ("up down", "next", ""),
            (arrows, "choose", ""),
        )

    def action_apply(self) -> None:
        """Close with what is chosen."""
        texts = self._form.texts
        chosen: dict[str, Any] = {
            "separator": SEPARATORS[texts["separator"]],
            "decimal": DECIMALS[texts["decimal"]],
            "encoding": ENCODINGS[texts["encoding"]],
            "header": HEADERS[texts["header"]],
        }
        self.answer(Options(**{name: value for name, value in chosen.items() if value is not None}))
