"""The dialog that shows code in several forms, and the one that asks where to save it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.highlight import highlight
from textual.widgets import Static

from nntui.errors import NntuiError
from nntui.render.glyphs import clean
from nntui.ui.dialogs.pages import PagedDialog
from nntui.ui.dialogs.places import FilePlace, place_for_code, place_for_export
from nntui.ui.dialogs.save import PlaceScreen
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nntui.session.export.formats import ExportRecord
    from nntui.ui.code.forms import CodeForm
    from nntui.ui.dialogs.dialog import KeyHint

MOST_LINES = 1_500
"""Lines that are shown; the whole is copied and saved."""
MOST_COPIED = 74_994
"""Bytes that terminals take for the clipboard: xterm's limit of 100,000 in base64, less the sequence around them."""
SIDEWAYS = 8
"""Columns that a key scrolls sideways."""


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A form of the code with its ``text`` and a ``remark`` on it, or the ``fault`` for which there is none."""

    form: CodeForm
    text: str = ""
    remark: str = ""
    fault: str = ""


class CodePlaceScreen(PlaceScreen):
    """Asks where code is written."""

    def examine(self, entered: str) -> FilePlace:
        """Look at the place."""
        return place_for_code(entered, self.base)


class ExportPlaceScreen(PlaceScreen):
    """Asks where an export is written; never to the ``source``, the session's own file."""

    def __init__(self, record: ExportRecord, suggested: Path, source: Path | None) -> None:
        super().__init__(f"export {record.name}", suggested, "writes to")
        self._suffixes, self._source = record.suffixes, source

    def examine(self, entered: str) -> FilePlace:
        """Look at the place."""
        return place_for_export(entered, self.base, self._suffixes, self._source)


class CodeScreen(PagedDialog[WrittenCode]):
    """Shows the ``forms``, one at a time, number ``first`` at first; answers the one that is to be saved.

    A form is written, in a thread, when it is shown for the first time.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "sideways(-1)", "left", show=False, priority=True),
        Binding("right", "sideways(1)", "right", show=False, priority=True),
        Binding("C,c", "copy_code", "copy", show=False),
        Binding("w,enter", "save_code", "save", show=False),
    ]
    DEFAULT_CSS = """
    CodeScreen VerticalScroll { overflow-x: auto; scrollbar-size-horizontal: 0; }
    CodeScreen .code { width: auto; min-width: 100%; height: auto; text-wrap: nowrap; }
    """

    def __init__(self, forms: Sequence[CodeForm], first: int = 0) -> None:
        super().__init__("PyTorch code", [form.name for form in forms], first)
        self._forms = forms
        self._written: dict[int, WrittenCode] = {}

    def page_view(self) -> Static:
        """The code of a form."""
        return Static(classes="code", markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to see another form, copy, save and leave."""
        return (
            ("tab", "form", "turn(1)"), ("c", "copy", "copy_code"), ("w", "save", "save_code"),
            ("esc", "close", "cancel"), ("arrows", "scroll", ""), ("space", "page", "scroll_text('page_down')"),
        )  # fmt: skip

    def show_page(self) -> None:
        """Show the present form, or begin to write it."""
        self.name_pages(f" {self._forms[self.page].about}")
        written = self._written.get(self.page)
        self.query_one(".code", Static).update(self._content(written))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        if written is None:
            self.say("")
            self.run_worker(host_of(self).guarded(partial(self._write, self.page)), group="code")
            return
        left = len(written.text.splitlines()) - MOST_LINES
        if written.remark:
            self.say(f"{written.remark[:1].upper()}{written.remark[1:]}.", "warning")
        else:
            self.say(f"The other {left:,} lines are not shown here; they are copied and saved." if left > 0 else "")

    def _content(self, written: WrittenCode | None) -> Content:
        if written is None:
            return Content(clean("being written …", self.glyphs))
        lines = written.text.splitlines()
        shown = "\n".join(clean(line, self.glyphs) for line in lines[:MOST_LINES])
        return highlight(shown, language="python") if shown else Content(clean(written.fault, self.glyphs))

    async def _write(self, place: int) -> None:
        form = self._forms[place]
        try:
            written = WrittenCode(form, *await asyncio.to_thread(form.write))
        except NntuiError as error:
            written = WrittenCode(form, fault=str(error))
        known = place in self._written
        self._written[place] = written
        if place == self.page and not known and self.query(".pages"):  # none while the dialog closes
            self.show_page()

    def action_sideways(self, by: int) -> None:
        """Scroll to the right, or with -1 to the left."""
        self.query_one(VerticalScroll).scroll_relative(x=by * SIDEWAYS, animate=False)

    def _present(self, verb: str) -> WrittenCode | None:
        """The code that is shown; None, and a message, where there is none to ``verb``."""
        written = self._written.get(self.page)
        if written is None:
            self.say(f"The code is still being written; {verb} it in a moment.", "warning")
        elif not written.text:
            self.say(f"There is nothing to {verb}.", "warning")
        return written if written is not None and written.text else None

    def action_copy_code(self) -> None:
        """Copy all of the code to the terminal's clipboard, unless it is too large for one."""
        written = self._present("copy")
        if written is None:
            return
        size, lines = len(written.text.encode("utf-8")), len(written.text.splitlines())
        if size > MOST_COPIED:
            self.say(f"{size:,} bytes are too many for a terminal's clipboard; save the code instead.", "warning")
        else:
            self.app.copy_to_clipboard(written.text)
            self.say(f"Copied all {lines:,} lines of {written.form.name}, if the terminal allows it (OSC 52).")

    def action_save_code(self) -> None:
        """Ask where to save the code."""
        written = self._present("save")
        if written is not None:
            self.answer(written)
