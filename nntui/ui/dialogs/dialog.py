"""The frame of every dialog, with a title, a message line and a line of keys; and dialogs that are only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from nntui.render.glyphs import clean
from nntui.ui.host import host_of
from nntui.ui.widgets.guard import Guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.render.glyphs import Glyphs
    from nntui.ui.widgets.keys import Hold

ResultT = TypeVar("ResultT")

KeyHint = tuple[str, str, str]
"""A key as it is shown, what it does here, and the screen's action for a click on it ("" for none)."""


WIDTHS = [(0, "-narrow"), (70, "-normal"), (100, "-roomy"), (124, "-wide")]
HEIGHTS = [(0, "-low"), (20, "-high"), (30, "-tall")]
"""The class of a dialog from this many columns and rows on."""


class KeyLine(Static):
    """One line of keys; a click on one does what the key does."""

    def __init__(self, keys: Sequence[KeyHint]) -> None:
        super().__init__(classes="keys")
        self.auto_links = False
        self.show_keys(keys)

    def show_keys(self, keys: Sequence[KeyHint]) -> None:
        """Show these keys instead of the present ones."""
        line: list[Content] = []
        for key, what, action in keys:
            pair = Content.assemble((key, "bold $text-primary"), f" {what}")
            line.append(pair.stylize(Style.from_meta({"@click": f"screen.{action}"})) if action else pair)
        self.update(Content("   ").join(line))


class Dialog(Guarded, ModalScreen[ResultT]):
    """A dialog over the screen. Escape answers None; a subclass gives ``contents`` and ``keys_shown``.

    It is a frame in the middle of a large terminal, and fills a small one unless it is ``SHORT``, always a few lines
    high.
    """

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    SHORT: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel", show=False)]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        .frame {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            background: $surface; color: $foreground; padding: 0 1;
            border: round $primary; border-title-color: $text-primary; border-title-style: bold;
        }
        .foot { dock: bottom; height: auto; }
        .note { height: auto; max-height: 3; color: $foreground; }
        .note.-silent { display: none; }
        .note.-quiet { text-style: dim; }
        .note.-warning { color: $text-warning; text-style: bold; }
        .note.-error { color: $text-error; text-style: bold; }
        .keys { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
        Input {
            background: $foreground 8%; background-tint: transparent;
            &:focus { background: $foreground 16%; background-tint: transparent; }
        }
        &.-tall { .frame { padding: 1 2; width: 78; } .foot { padding-top: 1; } }
        &.-ascii .keys { text-overflow: clip; }
        &.-ascii { .frame { border: ascii $primary; } VerticalScroll, ScrollView { scrollbar-size-vertical: 0; } }
        &.-narrow, &.-low {
            .frame { padding: 0 1; width: 100%; height: 100%; border: none; border-top: solid $primary; }
        }
        &.-narrow, &.-normal { .frame { width: 100%; } }  /* nothing of the panes is left at either side */
        &.-ascii.-narrow, &.-ascii.-low { .frame { border: none; border-top: ascii $primary; } }
        &.-short .frame { height: auto; border: round $primary; }
        &.-ascii.-short .frame { border: ascii $primary; }
        &:ansi {
            .frame { background: ansi_default; color: ansi_default; }
            Input, Input:focus { background: ansi_default; color: ansi_default; }
        }
        &:nocolor Input { text-style: underline; }
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__(classes="-short" if self.SHORT else None)
        self._title_shown = title
        self._note = Static(classes="note -silent", markup=False)
        self._hold: Hold | None = None

    def compose(self) -> ComposeResult:
        """A frame of the contents, with the note and the keys at its foot."""
        frame = Vertical(classes="frame")
        frame.border_title = Content(f" {clean(self._title_shown, self.glyphs)} ")
        with frame:
            yield from self.contents()
            with Vertical(classes="foot"):
                yield from self.foot()
                yield self._note
                yield KeyLine(self.keys_shown())

    def contents(self) -> ComposeResult:
        """Widgets between the title and the foot."""
        return iter(())

    def foot(self) -> ComposeResult:
        """Widgets at the foot, above the note."""
        return iter(())

    def keys_shown(self) -> Sequence[KeyHint]:
        """The keys for the foot."""
        return (("esc", "cancel", "cancel"),)

    @property
    def glyphs(self) -> Glyphs:
        """The app's characters to draw with."""
        return host_of(self).glyphs

    def on_mount(self) -> None:
        """Draw the frame with plain characters where the app does."""
        self.set_class(not self.glyphs.braille, "-ascii")

    def on_unmount(self) -> None:
        """Leave no key waiting."""
        self.release_keys()

    def hold_keys(self) -> None:
        """Let the keys that follow wait until ``release_keys``, an escape or the end of the dialog."""
        self.release_keys()
        self._hold = host_of(self).key_queue.hold("escape")

    def release_keys(self) -> None:
        """Let the keys that waited be handled."""
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.release()

    def say(self, text: str, style: str = "quiet") -> None:
        """Show plain text above the keys, "" for none; ``style`` is "quiet", "warning" or "error"."""
        content = Content(clean(host_of(self).with_keys(text), self.glyphs))
        self._note.set_classes(f"note -{style if text else 'silent'}")
        if self._note.content != content:
            self._note.update(content)

    def answer(self, result: ResultT | None) -> None:
        """Close with ``result``; nothing while another dialog is above it, or once the app is leaving.

        Textual's ``dismiss`` closes whatever screen is on top.
        """
        if self.is_active and not host_of(self).is_leaving:
            self.dismiss(result)

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.answer(None)


class ReadingDialog(Dialog[ResultT]):
    """A dialog that is read: a subclass has one VerticalScroll among its contents."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter", "close", "close", show=False),
        Binding("j", "scroll_text('down')", "down", show=False),
        Binding("k", "scroll_text('up')", "up", show=False),
        Binding("space", "scroll_text('page_down')", "page down", show=False),
        Binding("b", "scroll_text('page_up')", "page up", show=False),
        Binding("g", "scroll_text('home')", "start", show=False),
        Binding("G", "scroll_text('end')", "end", show=False),
    ]
    READING_KEYS: ClassVar[tuple[KeyHint, ...]] = (
        ("up down", "scroll", ""),
        ("space", "page", "scroll_text('page_down')"),
    )

    def action_close(self) -> None:
        """Close."""
        self.answer(None)

    def action_scroll_text(self, where: str) -> None:
        """Scroll: ``where`` is "up", "down", "page_up", "page_down", "home" or "end"."""
        text = self.query_one(VerticalScroll)
        moves = {
            "up": text.scroll_up,
            "down": text.scroll_down,
            "page_up": text.scroll_page_up,
            "page_down": text.scroll_page_down,
            "home": text.scroll_home,
            "end": text.scroll_end,
        }
        moves[where](animate=False)


class MessageScreen(ReadingDialog[None]):
    """Shows ``text`` under ``title``; neither is trusted."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def contents(self) -> ComposeResult:
        """The text, each of its lines wrapped at words."""
        lines = (clean(line.expandtabs(4), self.glyphs) for line in self._text.splitlines())
        with VerticalScroll():
            yield Static(Content("\n".join(lines)), markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """Escape, and the keys that scroll."""
        return (("esc", "close", "close"), *self.READING_KEYS)
