"""Guards of handlers: a mistake of ours in one is shown in a dialog, and the app goes on."""

from __future__ import annotations

from functools import wraps
from inspect import iscoroutinefunction, isgeneratorfunction
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.strip import Strip

from nntui.ui.host import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.widget import Widget

HANDLERS = ("on_", "watch_", "compose", "contents", "render_line")
"""How the names of methods begin that Textual calls by name, or our dialogs."""
MethodT = TypeVar("MethodT", bound="Callable[..., Any]")


class Guarded:
    """A mixin for widgets: an exception while they are made, drawn or handle a message is shown as a fault."""

    def __init_subclass__(cls, **given: object) -> None:
        """Guard the handlers that the new class defines."""
        super().__init_subclass__(**given)
        for name, method in list(vars(cls).items()):
            if name.startswith(HANDLERS) and callable(method):
                setattr(cls, name, guard(method))


def guard(method: MethodT) -> MethodT:
    """The method of a widget, with any exception in it shown as a fault; a row that cannot be drawn is blank."""
    if isgeneratorfunction(method):

        @wraps(method)
        def produce(self: Widget, *given: object) -> Iterator[object]:
            try:
                yield from method(self, *given)
            except Exception as fault:
                host_of(self).show_fault(fault)

        return cast("MethodT", produce)

    if iscoroutinefunction(method):

        @wraps(method)
        async def handle_later(self: Widget, *given: object) -> object:
            try:
                return await method(self, *given)
            except Exception as fault:
                host_of(self).show_fault(fault)
                return None

        return cast("MethodT", handle_later)

    @wraps(method)
    def handle(self: Widget, *given: object) -> object:
        try:
            return method(self, *given)
        except Exception as fault:
            host_of(self).show_fault(fault)
            return Strip.blank(self.size.width) if method.__name__ == "render_line" else None

    return cast("MethodT", handle)
