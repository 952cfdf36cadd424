"""The base of panes: they run their commands by key, and show the state of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Key

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.work.view_models import Moment

    NamedKeys = Sequence[tuple[tuple[str, ...], str]]
    """Ids of commands of one kind, with a word for them."""


async def run_pane_command(pane: Widget, event: Key) -> bool:
    """Run the command that the key gives in ``pane``; False where it gives none, and the key goes on to the screen."""
    host = host_of(pane)
    begun, escaped = host.command_next, event.key == "escape"
    command = host.keymap.find(pane.id or "", event.key)
    if command is None and not (begun and escaped):
        return False
    event.stop()
    event.prevent_default()
    host.command_next = False
    if command is None or (begun and escaped):
        return True
    await host.run_command(command, pane)
    return True


class PaneBase:
    """A mixin for panes without keys beyond their commands."""

    def show_moment(self, moment: Moment) -> None:
        """Show the present state of the work; called when weights, losses, table or selected row changed."""

    @property
    def chosen_keys(self) -> NamedKeys:
        """The keys for what is chosen in the pane: the footer names them before the others, in these words."""
        return ()

    def sentences(self, text: str, glyphs: Glyphs, style: str = "dim") -> list[Line]:
        """``text`` with the user's keys in it, wrapped to the width of the pane."""
        from nntui.render.worked import paragraph

        assert isinstance(self, Widget)
        return paragraph(host_of(self).with_keys(text), self.size.width, glyphs, style)

    async def on_key(self, event: Key) -> None:
        """Run the pane's command that has this key."""
        assert isinstance(self, Widget)
        await run_pane_command(self, event)


class DrawnPane(PaneBase, LinesView):
    """A pane without widgets in it, which draws its lines and its title in any size, but only where it is seen."""

    def on_show(self) -> None:
        """Draw what has come while the pane was out of sight."""
        self.draw()

    def draw(self) -> None:
        """Draw in the present size, unless the pane is out of sight."""
        width, height = self.size
        if width and height and self.display:
            self.show(self.lines_in(width, height)[:height])
            self.show_title()

    def lines_in(self, width: int, height: int) -> list[Line]:
        """The lines to show in this room; those below it are cut off."""
        raise NotImplementedError

    def show_title(self) -> None:
        """Show the title."""
        raise NotImplementedError
