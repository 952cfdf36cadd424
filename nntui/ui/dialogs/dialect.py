"""The form of how a text file spells its table, for files that are read wrongly by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nntui.data.files.dialect import Dialect
from nntui.session.change import SPELLING
from nntui.session.options import Options
from nntui.ui.dialogs.form import FieldFormat, FormField, FormSpec, Judged, read_fields
from nntui.ui.dialogs.form_dialog import FormDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

AUTO = "auto"
"""Chosen to let the file decide."""
SEPARATORS = {AUTO: None, "comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "spaces": " "}
DECIMALS = {AUTO: None, "point": ".", "comma": ","}
ENCODINGS = {AUTO: None, "utf-8": "utf-8", "windows-1252": "windows-1252", "utf-16": "utf-16", "latin-1": "latin-1"}
HEADERS = {AUTO: None, "yes": True, "no": False}


def _choice(name: str, label: str, hint: str, values: Mapping[str, Any]) -> FormField:
    words = {value: word for word, value in values.items()}
    return FormField(name, label, hint, FieldFormat(values.__getitem__, words.__getitem__), tuple(values))


FIELDS = (
    _choice("separator", "separator", "between the cells", SEPARATORS),
    _choice("decimal", "decimal sign", "before a fraction", DECIMALS),
    _choice("encoding", "encoding", "of the characters", ENCODINGS),
    _choice("header", "header", "names in the first line", HEADERS),
)


def dialect_dialog(how: Options) -> FormDialog[Options]:
    """Asks how text files are read, beginning with ``how``; answers options that say only that."""
    texts = {field.name: field.format.write(how.settings.get(field.name)) for field in FIELDS}
    return FormDialog("how text is read", FormSpec(FIELDS, texts, _judge, apply="ok"), broad=False)


def _judge(texts: Mapping[str, str]) -> Judged[Options]:
    values, _ = read_fields(FIELDS, texts, lambda field, text: field.format.read(text))
    how = Options(**{name: value for name, value in values.items() if value is not None})
    return Judged(how, says=in_words(how))


def in_words(how: Options) -> str:
    """One line: ``separated by ;, decimal comma``; "" if everything is left to the file."""
    return Dialect(**how.among(SPELLING)).in_words()
