"""The guesses in a walk: what is asked at a place, what was answered, and how many were right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.session.guessing import Guess, Tally, guess_amount, guess_direction

if TYPE_CHECKING:
    from nntui.session.walk import Place

OVERVIEWS = frozenset({"inputs", "forward", "backward"})
"""Phases whose layers list the numbers of their neurons, which are asked one by one."""


class Answered(NamedTuple):
    """A guess that was made: the place of the option that was chosen."""

    guess: Guess
    chosen: int

    @property
    def right(self) -> bool:
        """Whether it was the right one."""
        return self.chosen == self.guess.right


def guess_at(place: Place) -> Guess | None:
    """The subject of the guess at a place: the direction of its weight or of the loss, else its result."""
    answer = place.answer
    if answer is None or is_overview(place):
        return None
    if place.before is not None and place.after is not None:
        return guess_direction(place.before, place.after)
    return guess_amount(answer.value, f"{place.title} {answer.name}", answer.slips, answer.within)


def is_overview(place: Place) -> bool:
    """Whether a place only lists the numbers of the neurons that follow."""
    return place.level == "layer" and place.phase in OVERVIEWS


class Quiz:
    """Guesses while it is ``on``. A number that was answered is not asked again while it stays the same."""

    def __init__(self) -> None:
        self.on = False
        self.tally = Tally()
        self._answers: dict[tuple[int, int], Answered] = {}

    def toggle(self) -> None:
        """Ask before each number, or no longer."""
        self.on = not self.on

    def forget(self) -> None:
        """Ask again: the numbers are others."""
        self._answers.clear()

    def answered(self, at: tuple[int, int]) -> Answered | None:
        """The user's guess at a place and row of the batch."""
        return self._answers.get(at) if self.on else None

    def asked(self, place: Place, at: tuple[int, int]) -> Guess | None:
        """The question at a place; None where there is none, or it was answered."""
        return guess_at(place) if self.on and at not in self._answers else None

    def answer(self, place: Place, at: tuple[int, int], key: str) -> bool:
        """Take a guess by its key; False where that answers nothing."""
        guess = self.asked(place, at)
        chosen = None if guess is None else guess.chosen_by(key)
        if guess is None or chosen is None:
            return False
        self._answers[at] = answered = Answered(guess, chosen)
        self.tally = self.tally.counted(right=answered.right)
        return True

    def known(self, place: Place, at: tuple[int, int]) -> int | None:
        """How many neurons of the layer of ``place`` have a number that may be shown; None: all."""
        if not self.on:
            return None
        neuron = place.address.neuron
        if neuron is None:
            return 0
        return neuron if place.level == "neuron" and self.asked(place, at) is not None else neuron + 1
