"""Training, told in sentences at a pace that can be listened to, paused with ctrl+c or a line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.plain.conversation import LOOKS
from nntui.plain.scoring import tell_headline
from nntui.training.messages import Pause

if TYPE_CHECKING:
    from nntui.plain.conversation import Conversation
    from nntui.training.records import Snapshot

PACE = (3.0, 5.0, 10.0, 20.0)
"""Seconds before the first report, the second, and so on; the last holds for all others."""
HOW_TO_PAUSE = "To pause, press ctrl+c or enter."
MOST_EPOCHS = 10**9
"""Epochs that can be asked for at once."""


def train(chat: Conversation, given: str = "") -> None:
    """Train to the planned number of epochs, or for as many as are ``given``, until it ends or is paused."""
    epochs = None if not given else _epochs(given)
    _, snapshot = chat.network()
    if fault := chat.controller.runner.log.fault:
        raise DataError(fault)
    controller, work = chat.controller, chat.work
    work.rested.clear()
    if epochs is None:
        work.call(controller.train)
    else:
        goal = snapshot.epoch + epochs
        work.call(lambda: controller.runner.run_to(goal))
    goal = controller.runner.aim.goal
    chat.talk.say(
        f"Training from epoch {snapshot.epoch:,} to epoch {goal:,}.{f' {HOW_TO_PAUSE}' * chat.talk.interactive}"
    )
    follow_training(chat)


def _epochs(text: str) -> int:
    number = text.replace(",", "").removesuffix("epochs").strip()
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:12]) <= MOST_EPOCHS):
        raise DataError(f"{text[:40]} is not a number of epochs; give a whole number, as in train 50")
    return int(number)


def follow_training(chat: Conversation) -> None:
    """Report on training until it rests, then tell how good the network is."""
    work, told, due = chat.work, 0, time.monotonic() + PACE[0]
    while not work.rested.is_set():
        try:
            work.rested.wait(LOOKS)
            if work.fault is not None or not work.controller.runner.going:
                work.rested.wait(1.0)
                break
            if chat.talk.interrupted():
                _pause(chat)
            elif time.monotonic() >= due:
                told = min(told + 1, len(PACE) - 1)
                due = time.monotonic() + PACE[told]
                _report(chat)
        except KeyboardInterrupt:
            _pause(chat)
    work.settle()
    chat.tell_what_happened()
    snapshot = chat.controller.snapshot
    if snapshot is None:
        return
    if snapshot.state == "paused":
        chat.talk.say(f'Paused at epoch {snapshot.epoch:,}, {_losses(snapshot)}. Type "train" to go on.')
    elif snapshot.state == "finished":
        chat.talk.say(f"At epoch {snapshot.epoch:,}, {_losses(snapshot)}.")
    tell_headline(chat)


def _pause(chat: Conversation) -> None:
    run = chat.controller.runner.state.run
    if run is not None:
        run.do(Pause())


def _report(chat: Conversation) -> None:
    snapshot, goal = chat.controller.now, chat.controller.runner.aim.goal
    chat.tell_what_happened()
    if snapshot is None or snapshot.state != "training":
        return
    left = goal - snapshot.epoch
    speed = snapshot.epochs_per_second
    when = f" About {_duration(left / speed)} left." if left > 0 and speed > 0 else ""
    chat.talk.say(f"Epoch {snapshot.epoch:,} of {goal:,}, {_losses(snapshot)}.{when}")


def _losses(snapshot: Snapshot) -> str:
    validation = snapshot.validation_loss
    beside = "" if validation is None else f", validation loss {validation:.4g}"
    return f"training loss {snapshot.train_loss:.4g}{beside}"


def _duration(seconds: float) -> str:
    """``12 seconds``, ``3 minutes``, ``2 hours``."""
    for size, word in ((3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {word}s"
    return f"{max(1, round(seconds))} second{'s' * (round(seconds) > 1)}"


def change_rate(chat: Conversation, given: str = "") -> None:
    """Train on with another learning rate: of training that failed, from its last good weights."""
    from nntui.data.numbers import format_number
    from nntui.session.settings.setting import read_number
    from nntui.ui.work.steering import LOWER

    chat.network()
    session, _ = chat.opened()
    now, lower = session.training.rate, session.training.rate * LOWER
    chat.talk.say(f"The learning rate is {format_number(now)}.")
    text = given or chat.talk.ask(f"New learning rate (enter: {format_number(lower)}):", format_number(lower))
    rate = read_number(text)
    chat.work.do(lambda: chat.controller.steering.set_rate(rate))
    if chat.controller.steering.failed or chat.talk.agree("Train on now?", default=True):
        train(chat)


def take_best(chat: Conversation, _: str = "") -> None:
    """Take the weights of the best epoch."""
    chat.network()
    chat.work.do(chat.controller.take_best)


def rewind(chat: Conversation, _: str = "") -> None:
    """Go back to the same first weights."""
    chat.network()
    chat.work.do(chat.controller.rewind)


def renew(chat: Conversation, _: str = "") -> None:
    """Go to other first weights, from the next seed."""
    chat.network()
    chat.work.do(chat.controller.renew)


def undo(chat: Conversation, _: str = "") -> None:
    """Undo the last change."""
    chat.opened()
    chat.work.call(chat.controller.undo)
    chat.work.settle()


def redo(chat: Conversation, _: str = "") -> None:
    """Redo what was undone."""
    chat.opened()
    chat.work.call(chat.controller.redo)
    chat.work.settle()
