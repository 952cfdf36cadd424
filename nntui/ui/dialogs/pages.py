"""A dialog of several pages that are read, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nntui.ui.dialogs.dialog import ReadingDialog, ResultT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget


class PagedDialog(ReadingDialog[ResultT]):
    """A dialog as large as the terminal with several named pages, of which ``page`` is shown; tab turns them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", "next page", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", "previous page", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    PagedDialog .frame, PagedDialog.-tall .frame { width: 100%; height: 100%; }
    PagedDialog VerticalScroll { height: 1fr; }
    PagedDialog .pages { width: 100%; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, title: str, names: Sequence[str], page: int = 0) -> None:
        super().__init__(title)
        self._names = names
        self.page = page

    def contents(self) -> ComposeResult:
        """The names of the pages, and one of them."""
        yield Static(classes="pages", markup=False)
        with VerticalScroll():
            yield self.page_view()

    def page_view(self) -> Widget:
        """The widget that shows a page."""
        raise NotImplementedError

    def show_page(self) -> None:
        """Show the present page."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the first page."""
        self.show_page()

    def name_pages(self, about: str = "") -> None:
        """Show the names, the present one marked, and what it is ``about``."""
        names = [
            (f" [{name}] ", "bold") if at == self.page else (f"  {name}  ", "") for at, name in enumerate(self._names)
        ]
        self.query_one(".pages", Static).update(Content.assemble(*names, about))

    def action_turn(self, by: int) -> None:
        """Show another page."""
        self.page = (self.page + by) % len(self._names)
        self.show_page()
