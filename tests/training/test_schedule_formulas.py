"""The formula of a schedule gives its factor."""

import math

import pytest

from nntui.training.schedules import SCHEDULES


@pytest.mark.parametrize("name", [name for name, each in SCHEDULES.items() if each.factor is not None])
def test_the_formula_of_a_schedule_gives_its_factor(name: str) -> None:
    schedule = SCHEDULES[name]
    assert schedule.factor is not None
    for count in (0, 1, 2, 3, 7, 9, 10):
        text = schedule.formula(count / 10).format(n=count, whole=10, decay=0.7, interval=3)
        spelled = text.replace("^", "**").replace("\u00b7", "*")
        found = eval(spelled, {"cos": math.cos, "pi": math.pi, "floor": math.floor})
        assert found == pytest.approx(schedule.factor(count, 0.7, 3, 10), abs=1e-12)
