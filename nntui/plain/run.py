"""Plain mode from its first sentence to its last: nothing that is unsaved is lost, however it ends."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from contextlib import contextmanager, suppress
from io import StringIO
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.plain.commands import COMMANDS, OPTIONS
from nntui.plain.conversation import Conversation
from nntui.plain.key_words import with_words
from nntui.plain.lines import DescriptorLines, LineWriter, StreamLines, terminal_width
from nntui.plain.talk import InputEndError, LeftError, Talk, found, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

    from nntui.plain.lines import LineSource
    from nntui.plain.work import Work
    from nntui.session.options import Options, ScreenOptions

    Handler = Callable[[int, FrameType | None], object] | signal.Handlers

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""Exit statuses: left in good order, unsaved work could not be kept, ended by a signal."""
WELCOME = (
    'This is nntui in plain mode. Type "menu" for the commands, "help" to have them explained, and "quit" to leave.'
)
QUESTION = "Command:"
PROGRAM = "nntui --plain"
ENDINGS = (signal.SIGTERM, signal.SIGHUP)
KEYS = 0
"""The file descriptor that answers are read from."""


class EndedError(BaseException):
    """The process was told to end."""


def run(source: str | None, options: Options, screen: ScreenOptions) -> int:
    """The exit status of a conversation on standard input and output. Raises NntuiError where nothing can be opened."""
    width = terminal_width if sys.stdout.isatty() else lambda: 0
    typed: LineSource = StreamLines(StringIO())  # after ``<&-`` there is nothing to read
    if sys.stdin is not None:
        typed = DescriptorLines(KEYS, sys.stdin.encoding)
    talk = Talk(typed, LineWriter(sys.stdout, width))
    talk.say(WELCOME)  # before anything that takes time to load
    from nntui.plain.work import Work

    with _ended_by_signals():
        status = converse(talk, Work(), source, options, start=screen.start)
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads on, as behind ``| head``; Python would tell of it once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Raise ``EndedError`` where a signal ends the process; one that is ignored, as under nohup, stays ignored."""

    def end(_number: int, _frame: object) -> None:
        for number in heard:
            signal.signal(number, signal.SIG_IGN)
        raise EndedError

    heard = [number for number in ENDINGS if signal.getsignal(number) is not signal.SIG_IGN]
    with _signals_to(end, heard):
        yield


@contextmanager
def _signals_to(handler: Handler, heard: Iterable[int]) -> Iterator[None]:
    """Handle these signals otherwise for a while."""
    before = {number: signal.signal(number, handler) for number in heard}
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)


def converse(talk: Talk, work: Work, source: str | None, options: Options, *, start: bool = False) -> int:
    """Open ``source`` and do what the user says until they leave or the input ends; the exit status.

    Raises NntuiError for a source that cannot be opened.
    """
    chat = Conversation(talk, work)
    talk.before = chat.tell_what_happened
    try:
        status = _begin(chat, source, options, start=start)
    except NntuiError:
        work.stop()
        raise
    except EndedError:
        status = INTERRUPTED
    with _signals_to(signal.SIG_IGN, (signal.SIGINT, *ENDINGS)):  # nothing disturbs what keeps the work
        return _end(chat) or status


def _begin(chat: Conversation, source: str | None, options: Options, *, start: bool) -> int:
    """The conversation up to its end; the exit status."""
    from nntui.plain.kept import offer_left_behind
    from nntui.plain.opening import open_source

    try:
        try:
            open_source(chat, source, options)
        except KeyboardInterrupt:
            return INTERRUPTED
        _attempt(chat, lambda: offer_left_behind(chat, source))
        if start:
            _do(chat, "train")
        while not chat.leaving:
            try:
                _next_command(chat)
            except KeyboardInterrupt:
                chat.talk.say('\nType "quit" to leave.')
    except InputEndError:
        _say(chat, "The input has ended.")
    except BrokenPipeError:
        return DONE
    return DONE


def _next_command(chat: Conversation) -> None:
    try:
        words = chat.talk.ask(QUESTION, "menu")
    except LeftError:
        chat.talk.say('There is nothing to go back from. Type "menu" for the commands, or "quit" to leave.')
    else:
        _do(chat, words)


def _do(chat: Conversation, words: str) -> None:
    """Do what one line says; whatever goes wrong is told, and the conversation goes on."""
    word, _, given = words.partition(" ")
    place, reason = found(OPTIONS, word, 'Type "menu" for the commands.')
    if place is None:
        chat.talk.say(reason)
        return
    _attempt(chat, lambda: COMMANDS[place].run(chat, given.strip()))


def _attempt(chat: Conversation, work: Callable[[], object]) -> None:
    """Do it; whatever goes wrong is told. Training that it has begun is followed."""
    chat.work.rested.clear()
    try:
        work()
        if chat.controller.runner.going and not chat.leaving:  # a change has begun it again
            from nntui.plain.training import follow_training

            follow_training(chat)
    except LeftError:
        chat.talk.say("Left; nothing was changed.")
    except KeyboardInterrupt:
        chat.talk.say("\nLeft.")
    except NntuiError as error:
        chat.talk.say(sentence(with_words(str(error))))
    except (InputEndError, BrokenPipeError):
        raise
    except Exception as fault:
        _report(chat, fault)
    if chat.work.fault is not None:
        unseen, chat.work.fault = chat.work.fault, None
        _report(chat, unseen)


def _report(chat: Conversation, fault: Exception) -> None:
    """Tell of a fault of ours, once the work is safe."""
    from nntui.ui.work.faults import keep_details
    from nntui.ui.work.recovery import rescue

    first = next(iter(str(fault).splitlines()), "")
    chat.talk.say(f"Internal error ({type(fault).__name__}: {first}).")
    try:
        path = chat.work.calculate(lambda: rescue(chat.controller))
        chat.talk.say(f"A copy of your work is in {path}." if path else "Nothing was unsaved.")
    except Exception as error:  # whatever it is, the user must hear of it
        chat.talk.say(f"A copy of your work could not be saved: {error}")
    chat.talk.say(f"Details: {keep_details(''.join(traceback.format_exception(fault)))}")


def _end(chat: Conversation) -> int:
    """Keep unsaved work that the user was not asked about, and say the last words."""
    from nntui.ui.work.recovery import leave

    chat.work.stop()
    farewell = leave(chat.controller, PROGRAM, chat.work.autosave)
    chat.work.autosave.end(keep=farewell.lost)
    for line in farewell.lines:
        _say(chat, line)
    return FAILED if farewell.lost else DONE


def _say(chat: Conversation, text: str) -> None:
    """Say it, if there is still somebody to hear it."""
    with suppress(OSError, ValueError):
        chat.talk.say(text)
