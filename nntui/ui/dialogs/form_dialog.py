"""The dialog around a form: it judges what is typed, shows what enter would do, and goes to the first fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Generic

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nntui.render.glyphs import clean
from nntui.ui.dialogs.dialog import MessageScreen, ResultT
from nntui.ui.dialogs.explain import field_line, field_text
from nntui.ui.dialogs.form_view import FormView
from nntui.ui.dialogs.lookup import LookupDialog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from nntui.ui.dialogs.dialog import KeyHint

    Texts = Mapping[str, str]
    """The text in every field, by its name."""


from nntui.session.settings.setting import WORD
from nntui.ui.dialogs.form import FormSpec, Judged


class FormDialog(LookupDialog[ResultT, "Texts", Judged[ResultT]], Generic[ResultT]):
    """Asks for what ``form`` makes; answers None where nothing would change. ``aside`` is shown beside the form."""

    AUTO_FOCUS = "FormView.-choice, Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "explain", "explain", show=False, priority=True),
        Binding("f1,ctrl+g", "explain_word", "explain", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FormDialog {
        .parts { height: auto; }
        .aside { margin-top: 1; }
        &.-low .explained { max-height: 1; }
        .explained { height: auto; max-height: 2; color: $foreground 70%; }
        &.-broad.-wide {
            .frame { width: 124; }
            .parts { layout: horizontal; }
            FormView, .aside { width: 1fr; }
            .aside { margin: 0 0 0 2; }
        }
    }
    """

    def __init__(self, title: str, form: FormSpec[ResultT], *, broad: bool = True) -> None:
        super().__init__(title)
        self.set_class(broad, "-broad")
        self._form = form
        self._explained = Static(classes="explained", markup=False)

    def foot(self) -> ComposeResult:
        """The explanation of the present field."""
        yield self._explained

    def on_mount(self) -> None:
        """Explain the first field."""
        self._explain_line()

    def _explain_line(self) -> None:
        here = self._view.here
        self._explained.update(Content(clean(field_line(here, self._view.texts[here.name]), self.glyphs)))

    def action_explain(self) -> None:
        """Show all about the present field; where a text may hold a question mark, that is typed."""
        here = self._view.here
        if here.format is WORD and not here.choices:
            self._view.type_text("?")
        else:
            self.action_explain_word()

    def action_explain_word(self) -> None:
        """The same in every field."""
        here = self._view.here
        self.app.push_screen(MessageScreen(here.label, field_text(here)))

    def contents(self) -> ComposeResult:
        """The form, and below or beside it what a subclass adds."""
        self._view = FormView(self._form.fields, self._form.texts, self.glyphs, self._form.follow)
        with VerticalScroll(can_focus=False), Container(classes="parts"):
            yield self._view
            yield from self.aside()

    def aside(self) -> Iterable[Widget]:
        """Widgets of class ``aside``; none."""
        return ()

    def keys_shown(self) -> Sequence[KeyHint]:
        """Enter, escape, and how to move in the form."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (
            ("enter", self._form.apply, "decide"),
            ("esc", "cancel", "cancel"),
            ("tab", "next", ""),
            (arrows, "choose", ""),
            ("?", "help", "explain_word"),
        )

    @property
    def entered(self) -> Texts:
        """The texts in the form."""
        return dict(self._view.texts)

    def examine(self, entered: Texts) -> Judged[ResultT]:
        """Judge the texts."""
        judged = self._form.judge(entered)
        warning = self.warns(judged.result) if judged.result is not None else ""
        return replace(judged, says=f"{judged.says}; {warning}", style="warning") if warning else judged

    def found(self, finding: Judged[ResultT]) -> None:
        """Show what applying would do, or what has to be fixed first."""
        self._view.show_reasons(finding.reasons, finding.notes)
        faults = len(finding.reasons)
        if faults:
            self.say(f"Fix {faults} field{'s' if faults > 1 else ''} first.", "error")
        elif finding.result is None and self.has_class("-low"):  # the lines are needed for the form
            self.say("")
        else:
            self.say(finding.says, finding.style)

    def decide(self, finding: Judged[ResultT]) -> None:
        """Close with the result, or go to the first field that has to be fixed."""
        if finding.reasons:
            self._view.go_to(next(each.name for each in self._form.fields if each.name in finding.reasons))
        else:
            self.answer(finding.result)

    @on(FormView.Changed)
    def judge_again(self) -> None:
        """Examine the new texts."""
        self.look()
        self._explain_line()

    @on(FormView.Moved)
    def keep_in_sight(self, event: FormView.Moved) -> None:
        """Scroll to the present field, and explain it."""
        self._explain_line()
        scroll = self.query_one(VerticalScroll).scroll_to_region
        # Only when the explanation has its place: a longer one leaves the form less room.
        self.call_after_refresh(scroll, event.region, force=True, animate=False)
