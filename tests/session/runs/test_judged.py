"""Two runs compared on the same validation rows, in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.runs.again import train_again
from nntui.session.runs.curves import ChangeMark, curves_beside
from nntui.session.runs.differences import ALIKE, differences
from nntui.session.runs.judged import RunJudge, verdict
from nntui.session.session import KeptRun, RunName, Session, TrainedSegment
from nntui.training.loop import train
from nntui.training.trainer import Trainer

NAMES = "run B", "run A"


def trained(source: str, epochs: int, **options: Any) -> Session:
    """The session after so many epochs, with its segments."""
    session = open_source(source, Options(engine="autograd", recipe="learn", **options))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    for _ in train(trainer, epochs):
        pass
    chain = tuple(TrainedSegment(each, session) for each in trainer.past)
    return replace(session, checkpoint=trainer.checkpoint(), chain=chain)


def judged(session: Session) -> Any:
    found = RunJudge().judge(session)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cars() -> dict[str, Session]:
    return {
        "short": trained("cars", 3),
        "long": trained("cars", 30),
        "longer": trained("cars", 31),
        "seed": trained("cars", 3, seed=1),
    }


def test_a_run_is_better_by_the_paired_difference_of_its_errors(cars: dict[str, Session]) -> None:
    short, long, longer = (judged(cars[name]) for name in ("short", "long", "longer"))
    better = verdict(long, short, NAMES)
    assert better.startswith("run B is better than run A: ")
    assert better.endswith(", over 78 validation rows")
    assert verdict(short, long, NAMES).startswith("run A is better than run B: ")
    assert verdict(long, longer, NAMES).startswith("no difference that 78 validation rows can show: run ")
    assert "run B and run A are equally far off on each of 78 validation rows" in verdict(long, long, NAMES)
    mean = float((short.score.validation.network.misses - long.score.validation.network.misses).mean())
    assert f": closer by {mean:.3g} mi/gal +- " in better
    assert long.headline.endswith("mi/gal off")


def test_classes_are_compared_by_the_rows_that_only_one_has_right() -> None:
    first, later = judged(trained("iris", 0)), judged(trained("iris", 60))
    wrong = int(first.score.validation.network.misses.sum() - later.score.validation.network.misses.sum())
    assert wrong > 6
    assert "percentage points, over 30 validation rows" in verdict(later, first, NAMES)
    for run, row in ((later, 3), (first, 4)):  # as many wrong answers, to other rows
        run.score.validation.network.misses = (np.arange(30) == row).astype(float)
    even = "no difference: run B and run A are right on equally many of 30 validation rows"
    assert verdict(later, first, NAMES) == even


def test_there_is_no_verdict_on_other_rows_and_a_hint_at_other_first_weights(cars: dict[str, Session]) -> None:
    long, seed = judged(cars["long"]), judged(cars["seed"])
    assert verdict(long, seed, NAMES) == "no verdict: their validation rows differ (each seed draws its own)"
    tutorial = judged(trained("tutorial", 3))
    assert verdict(tutorial, tutorial, NAMES) == "no verdict: there are no validation rows"
    wide = judged(trained("cars", 3, hidden=(2,)))
    assert verdict(long, wide, NAMES).endswith("; their first weights differ, which may be the reason")


def test_differences_are_told_in_settings_edits_and_rows_with_the_values_of_both_runs(
    cars: dict[str, Session],
) -> None:
    short, seed = cars["short"], cars["seed"]
    assert differences(short, short, ((), ()), "B") == ALIKE
    assert differences(seed, short, ((), ()), "B") == "seed 1 (B: 0); other validation rows"
    longer = replace(short, training=replace(short.training, epochs=7))
    assert differences(longer, short, ((), ()), "B") == ALIKE  # without a schedule nothing depends on them
    faster = replace(short, training=replace(short.training, rate=0.5, stop_loss=0.1))
    edit, other = ChangeMark(20, "row 3 mpg 18 -> 19"), ChangeMark(7, "row 5 gone")
    told = differences(faster, short, ((edit,), (other,)), "B")
    settings = "learning rate 0.5 (B: 0.01), stop at loss 0.1 (B: none)"
    assert told == f"{settings}; epoch 20: row 3 mpg 18 -> 19; B alone, epoch 7: row 5 gone"
    swapped = differences(short, faster, ((), (edit,)), "A")
    assert swapped.startswith("learning rate 0.01 (A: 0.5), ")
    assert swapped.endswith("; A alone, epoch 20: row 3 mpg 18 -> 19")


def test_curves_with_another_loss_or_target_are_not_laid_beside(cars: dict[str, Session]) -> None:
    runs = [KeptRun(RunName(number), session) for number, session in enumerate((cars["long"], trained("iris", 1)))]
    (curve,) = curves_beside(cars["short"], runs)
    assert (str(curve.run), curve.losses.epochs[-1]) == ("A", 30)


def test_a_run_trained_again_ends_in_the_same_bits() -> None:
    session = open_source("iris", Options(engine="autograd", recipe="learn"))
    arrays = encode(session.table, Encoder.fit(session.table))
    trainer = Trainer(session.network, session.training, arrays)
    for _ in train(trainer, 7):
        pass
    trainer.batches(2)
    trainer.steer(replace(trainer.spec, rate=0.003))
    trainer.batches(1)
    chain = tuple(TrainedSegment(each, session) for each in trainer.past)
    again = train_again(chain, trainer.checkpoint(), lambda: False)
    assert (
        str(again)
        == "trained again from its first weights: 7 epochs in 2 segments end in the same weights, bit for bit"
    )
    assert train_again(chain, trainer.checkpoint(), lambda: True) is None
