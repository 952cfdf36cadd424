"""Fixtures of the training tests."""

from collections.abc import Callable, Iterator

import pytest

from nntui.training.trainer import Trainer
from tests.training.samples import trainer_of
from tests.training.watched import PATIENCE, ROWS, Watched


@pytest.fixture
def watched() -> Iterator[Callable[..., Watched]]:
    """Makes runs, and ends them after the test."""
    made: list[Watched] = []

    def make(make_trainer: Callable[[], Trainer] = lambda: trainer_of(ROWS)) -> Watched:
        made.append(Watched(make_trainer))
        return made[-1]

    yield make
    for each in made:
        each.run.close()
        assert each.run.join(PATIENCE)
