"""Each reader refuses damaged and hostile input in one harmless line, or reads it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.bombs import BOMBS
from tests.fuzz.judging import fault_of
from tests.fuzz.mutations import mutated
from tests.fuzz.subjects import SUBJECTS

if TYPE_CHECKING:
    from pathlib import Path

SLOWLY_MADE = {"a text of zeros", "zeros that gzip has packed", "a column of zeros", "many columns"}
"""Inputs that take seconds to make: ``python -m tests.fuzz`` tries them."""


@pytest.mark.parametrize("name", SUBJECTS)
def test_valid_inputs_of_the_corpus_are_no_faults(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"in{SUBJECTS[name].suffix}"
    for content in SUBJECTS[name].corpus():
        path.write_bytes(content)
        assert not fault_of(name, path)


@pytest.mark.parametrize("name", SUBJECTS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_mutated_input_is_read_or_refused_in_one_harmless_line(name: str, seed: int, tmp_path: Path) -> None:
    source, subject = random.Random(seed), SUBJECTS[name]
    path = tmp_path / f"in{subject.suffix}"
    path.unlink(missing_ok=True)
    path.write_bytes(mutated(source, source.choice(subject.corpus()), subject.mutations))
    assert not fault_of(name, path)


@pytest.mark.parametrize("bomb", sorted(BOMBS.keys() - SLOWLY_MADE))
def test_a_small_input_that_asks_for_much_is_read_or_refused_in_one_harmless_line(bomb: str, tmp_path: Path) -> None:
    name, make = BOMBS[bomb]
    path = tmp_path / f"in{SUBJECTS[name].suffix}"
    path.write_bytes(make())
    assert not fault_of(name, path)
