"""The lesson panel: a strip between panes and footer with the step of the lesson that is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from nntui.render.glyphs import clean, fit
from nntui.ui.frame.area import ROOM_FOR_ONE
from nntui.ui.host import host_of
from nntui.ui.lesson.view import FOOT, LessonView, foot_line, pages, text_lines
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import run_pane_command

if TYPE_CHECKING:
    from textual.events import Key

    from nntui.render.glyphs import Glyphs

ROWS = ((0, 4), (20, 6), (30, 8), (45, 10))
"""Most rows of the panel, its title among them, from this height of the terminal on."""
TITLE = 1


class LessonPanel(LinesView, can_focus=True):
    """Shows a ``LessonView``, on pages where there is more than fits; hidden while there is none."""

    DEFAULT_CSS = """
    LessonPanel {
        height: 4; display: none; border-top: solid $foreground 30%; border-title-color: $text-primary;
        &.-shown { display: block; }
        &.-no-room { display: none; }
        &:focus { border-top: heavy $primary; border-title-style: bold reverse; }
    }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="lesson")
        self._glyphs = glyphs
        self._view = LessonView()
        self._page = self._pages = 0
        self._room = (0, 0)

    def show_view(self, view: LessonView | None) -> None:
        """Show this; None hides the panel. Another text begins with its first page."""
        new = view or LessonView()
        if (new.texts, new.choices) != (self._view.texts, self._view.choices):
            self._page = 0
        self._view = new
        self.set_class(view is not None, "-shown")
        self.draw()

    def turn(self, by: int) -> bool:
        """Turn the page; False at the last, or the first."""
        page = min(max(self._page + by, 0), max(self._pages - 1, 0))
        turned = page != self._page
        self._page = page
        self.draw()
        return turned

    def look(self) -> None:
        """Draw anew where the terminal has another size."""
        if self._room != self.screen.size:
            self.draw()

    def draw(self) -> None:
        """Draw at the present width, in as many rows as the terminal has for it."""
        self._room = self.screen.size.width, self.screen.size.height
        self.set_class(self._room[0] < ROOM_FOR_ONE[0] or self._room[1] < ROOM_FOR_ONE[1], "-no-room")
        width = self.size.width or self.screen.size.width
        if not self.has_class("-shown") or not width:
            return
        most = next(rows for height, rows in reversed(ROWS) if self.screen.size.height >= height) - TITLE
        lines = text_lines(self._view, width, self._glyphs)
        every = pages(lines, most - FOOT, last_full=bool(self._view.choices))
        self._pages = len(every)
        self._page = min(self._page, self._pages - 1)
        shown = every[self._page]
        rows = min(len(lines), most - FOOT)
        self.styles.height = rows + FOOT + TITLE
        self.border_title = Content(fit(self._view.title, max(0, min(width - 3, len(clean(self._view.title))))))
        self.show(
            [*shown, *[()] * (rows - len(shown)), foot_line(self._view, width, self._page, self._pages, self._glyphs)]
        )

    async def on_key(self, event: Key) -> None:
        """Run the command that has this key here."""
        await run_pane_command(self, event)

    def on_focus(self) -> None:
        """Show the keys that work here."""
        host_of(self).letters_changed()
