"""The search: deterministic, blind to validation rows, and fair between its trials."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec
import pytest

from nntui.data.kinds import IGNORED
from nntui.errors import DataError
from nntui.session import search as searching
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.recipes import GOOD
from nntui.session.search import RUNGS, Search, training_table
from nntui.session.trials import FAMILIES, trial_settings
from nntui.training.many import AHEAD, usable_cores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHEAP = (
    ("no hidden layer", Options(hidden=(), epochs=3)),
    ("three neurons", Options(hidden=(3,), epochs=3)),
    ("eight neurons", Options(hidden=(8,), epochs=6)),
    ("a rate too large", Options(hidden=(3,), epochs=3, rate=1e30, optimizer="sgd")),
    ("a loss that does not fit", Options(loss="mse", output_activation="softmax")),
)


@pytest.fixture(autouse=True)
def cheap_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trials that take milliseconds."""

    def settings(_seed: int, _recipe: str) -> Iterator[tuple[str, Options]]:
        while True:
            yield from CHEAP

    monkeypatch.setattr(searching, "trial_settings", settings)


def found_by(search: Search, trials: int) -> list[tuple[str, list[dict[str, float]], str]]:
    search.run(trials)
    return [(trial.words, [dict(score) for score in trial.scores], trial.fault) for trial in search.ranked()]


def test_two_searches_of_one_seed_find_the_same_and_the_better_third_is_judged_on_more_folds() -> None:
    session = open_source("iris", Options(validation=0.2))
    found = found_by(Search(session), 5)
    assert found == found_by(Search(session), 5)
    assert [len(scores) for _, scores, _ in found] == [RUNGS[2], RUNGS[0], RUNGS[0], 0, 0]
    faults = {words: fault for words, _, fault in found}
    assert faults["a rate too large"] == "diverged"
    assert "softmax" in faults["a loss that does not fit"]
    losses = [sum(score["log_loss"] for score in scores[:2]) for _, scores, _ in found[:3]]
    assert losses[1] <= losses[2]


def test_validation_rows_take_no_part(tmp_path: Path) -> None:
    """A canary: the target of validation rows is another in each table, and one is a column that gives it away."""
    results = []
    for number in (1, 50):
        path = tmp_path / f"rows{number}.csv"
        lines = [
            f"{n},{n * n % 17},{'test' if n % 4 == 0 else 'train'},{number * n if n % 4 == 0 else n % 5 + 0.5}"
            for n in range(48)
        ]
        path.write_text("\n".join(["a,b,part,y", *lines]) + "\n")
        search = Search(open_source(str(path), Options(split="part", targets=("y",))))
        results.append(found_by(search, 3))
        assert search.table.height == 36
        assert search.best is not None
        winner = search.session_of(search.best)
        assert winner.table.validation.equals(search.session.table.validation)
        assert winner.checkpoint is None
    assert results[0] == results[1]


def test_the_winner_keeps_the_rows_that_were_validation_rows() -> None:
    session = open_source("cars", Options(validation=0.2))
    search = Search(session)
    assert search.run(2) is search.best
    assert search.best is not None
    winner = search.session_of(search.best)
    assert winner.table.validation.equals(session.table.validation)
    assert winner.network.hidden == search.best.options.settings["hidden"]
    assert training_table(session).height == 392 - int(session.table.validation.sum())


def test_a_search_stops_where_it_is_asked_to_and_tells_each_score() -> None:
    search = Search(open_source("iris", Options()))
    watched: list[int] = []
    search.run(stopped=lambda: len(watched) >= 3, watch=lambda trial: watched.append(len(trial.scores)))
    assert 3 <= len(watched) <= 4 + AHEAD * usable_cores()  # those under way may still end
    assert search.best is not None
    nothing = Search(open_source("iris", Options()))
    assert nothing.run(stopped=lambda: True) is None


def test_further_trials_meet_the_best_so_far() -> None:
    search = Search(open_source("iris", Options()))
    search.run(14)
    assert len(search.trials) == 14
    assert search.best is search.ranked()[0]


def test_a_table_with_which_every_trial_fails_is_refused_in_its_own_words() -> None:
    session = open_source("iris", Options())
    untargeted = session.table.with_role(session.table.index(session.table.targets[0].name), IGNORED)
    search = Search(msgspec.structs.replace(session, table=untargeted))
    with pytest.raises(DataError, match="no column is a target"):
        search.run(20)


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(DataError, match="a search needs 5 rows"):
        Search(open_source("xor", Options()))


def test_the_real_trials_are_families_and_then_pairs_in_an_order_that_the_seed_gives() -> None:
    first = list(islice(trial_settings(1, GOOD), 60))
    assert first == list(islice(trial_settings(1, GOOD), 60))
    again = list(islice(trial_settings(2, GOOD), 60))
    families = 2 + len(FAMILIES)
    assert first[:families] == again[:families]
    assert first[families:] != again[families:]
    assert len({words for words, _ in first}) == 60
    session = open_source("iris", Options())
    search = Search(session)
    for words, options in first:  # every one of them can be set up
        assert search.session_of(searching.Trial(0, words, options)).network.inputs == 4
