"""Someone who takes a lesson: guesses, does what each step waits for by the keys that it takes, and goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.formula.tree import Call, Compare, Logic, Name, Number, Prefix, Text
from nntui.session.lessons.read_settings import BY_NAME
from nntui.ui.dialogs.form_view import FormView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.data.formula.tree import Node
    from nntui.session.lessons.lesson import LessonStep
    from nntui.session.lessons.run import LessonRun
    from tests.ui.app_host import User

MOST_TRIES = 40
"""Times that a key is pressed for one condition."""
REACHED_BY = {"epoch": "train", "loss.train": "train", "loss.validation": "train", "updates": "step", "state": "train"}
"""The command that brings each of these numbers further."""


def run_of(user: User) -> LessonRun:
    run = user.app.workspace.lessons.run
    assert run is not None
    return run


async def give(user: User, command: str) -> None:
    """Press the user's own key for a command, in the pane that it belongs to."""
    place = user.app.keymap.commands[command].place
    if place != "screen":
        await go_to(user, place)
    await user.press(user.app.keymap.key_of(command))


async def go_to(user: User, pane: str) -> None:
    if user.app.workspace.area.current.id != pane or user.app.workspace.lessons.panel.has_focus:
        await give(user, pane)


async def walk(
    user: User,
    guess: Callable[[int, int], int],
    *,
    look: Callable[[], None] = lambda: None,
    sizes: Sequence[tuple[int, int]] = (),
) -> None:
    """Go through the lesson; ``guess`` gives the choice for a step, of so many. ``look`` is called at each step.

    The terminal has each of ``sizes`` in turn, another at each step.
    """
    run = run_of(user)
    while not run.finished:
        if sizes:
            await user.resize(*sizes[run.at % len(sizes)])
        await take_step(user, run, run.at, guess, look)


async def take_step(
    user: User, run: LessonRun, at: int, guess: Callable[[int, int], int], look: Callable[[], None]
) -> None:
    await user.until(lambda: run.start is not None, f"step {at + 1}")
    step = run.step
    assert step is not None
    look()
    if step.question is not None:
        await turn_to_the_end(user)
        await user.press(str(guess(at, len(step.question.choices))))
        await user.until(lambda: run.guess is not None, "the guess")
    if run.waits:
        await fulfil(user, step, lambda: run.at > at or run.outcome is not None)
    look()
    while run.at == at:
        assert not run.fault
        await give(user, "lesson-next")


async def turn_to_the_end(user: User) -> None:
    while user.app.workspace.lessons.panel.turn(1):
        await user.pause()


async def fulfil(user: User, step: LessonStep, done: Callable[[], bool]) -> None:
    """Do what the step waits for."""
    if step.until is None:
        await give(user, step.press)
    else:
        await reach(user, step, step.until.tree, done)
    await user.until(done, f"what step in line {step.line} waits for")


async def reach(user: User, step: LessonStep, condition: Node, done: Callable[[], bool]) -> None:
    """Bring a condition about, by the keys that its names suggest."""
    match condition:
        case Logic("and", operands):
            for operand in operands:
                await reach(user, step, operand, done)
        case Compare((Call("cell", (Text(column), Number(row))), Number() | Text() | Prefix() as wanted), _):
            await type_cell(user, int(row) - 1, column, written(wanted))
        case Compare((Name("row"), Number(row)), _):
            await move_to(user, int(row) - 1, user.app.workspace.data_pane.scene.column)
        case Compare((Name("pane"), Text(pane)), _):
            await go_to(user, pane)
        case Compare((Call("setting", (Text(name),)), wanted), _):
            await type_setting(user, name, written(wanted))
        case Compare((Name("state"), Text("training")), _):
            await give(user, "train")
        case Compare((Name(name), *_), _) if name in REACHED_BY:
            await repeat(user, step.press or REACHED_BY[name], done)
        case _ if step.press:
            await repeat(user, step.press, done)
        case _:
            raise AssertionError(f"no keys are known for {condition}; add them to tests/ui/lesson_walker.py")


async def repeat(user: User, command: str, done: Callable[[], bool]) -> None:
    """Give the command until it is done, each time once the network is at rest."""
    runner = user.app.workspace.controller.runner
    for _ in range(MOST_TRIES):
        await user.until(lambda: done() or runner.updates_at_rest is not None)
        if done():
            return
        await give(user, command)


def written(node: Node) -> str:
    """A number or text as it is typed."""
    match node:
        case Number(value):
            return f"{value:.10g}"
        case Prefix("-", Number(value)):
            return f"-{value:.10g}"
        case Text(value):
            return value
    raise AssertionError(node)


async def move_to(user: User, row: int, column: int) -> None:
    await go_to(user, "data")
    pane = user.app.workspace.data_pane
    for here, there, keys in (
        (pane.scene.row, row, ("down", "up")),
        (pane.scene.column, column, ("right", "left")),
    ):
        await user.press(*[keys[0] if there > here else keys[1]] * abs(there - here))


async def type_cell(user: User, row: int, column: str, text: str) -> None:
    table = user.app.workspace.controller.table
    assert table is not None
    await move_to(user, row, table.index(column))
    await user.press(user.app.keymap.key_of("data.edit"), "ctrl+u", *["delete"] * 12)
    await user.type(text)
    await user.press("enter")


async def type_setting(user: User, name: str, text: str) -> None:
    """Open the settings, put ``text`` into a field, and apply."""
    wanted = BY_NAME[name].name
    await give(user, "settings")
    await user.until(lambda: bool(user.app.screen.query(FormView)), "the settings")
    form = user.app.screen.query_one(FormView)
    for _ in range(MOST_TRIES):
        if form.here.name != wanted:
            await user.press("down")
    if form.here.choices:
        for _ in range(MOST_TRIES):
            if form._text != text:
                await user.press("right")
    else:
        await user.press("end", "ctrl+u")
        await user.type(text)
    await user.press("enter")
    await user.settled()
