"""The settings form reads its texts, without a screen."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.errors import SpecError
from nntui.model.spec import HELD_BY, NetworkSpec
from nntui.session.change import with_options
from nntui.session.follow import new_session
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.session.settings.setting import BATCH, HIDDEN, NUMBER, OPTIONAL, SHARE, SWITCH, WHOLE
from nntui.training.spec import TrainingSpec
from nntui.ui.dialogs.form import Judged
from nntui.ui.dialogs.settings import followed, judge, settings_fields, texts_of

TABLE = Table.of([Column("x"), Column("y", role="target")], {"x": [1, 2], "y": [3, 4]})
SESSION = Session(
    name="s", source="s", table=TABLE, network=NetworkSpec(inputs=1), training=TrainingSpec(rate=1e-05, clip=2.0)
)


@pytest.mark.parametrize(
    ("way", "text", "value"),
    [
        (HIDDEN, "8,8", (8, 8)),
        (HIDDEN, " 8 , 4 2 ", (8, 4, 2)),
        (HIDDEN, "", ()),
        (BATCH, "full", None),
        (BATCH, " Full ", None),
        (BATCH, "32", 32),
        (SHARE, "0.2", 0.2),
        (SHARE, "20%", 0.2),
        (SHARE, " 12.5 % ", 0.125),
        (SHARE, "", 0.0),
        (WHOLE, " 1000 ", 1000),
        (WHOLE, str(2**63 - 1), 2**63 - 1),
        (NUMBER, ".5", 0.5),
        (NUMBER, "1e-3", 0.001),
        (NUMBER, "+2.", 2.0),
        (OPTIONAL, " ", None),
        (OPTIONAL, "0.01", 0.01),
        (SWITCH, "on", True),
        (SWITCH, "off", False),
    ],
)
def test_a_text_is_read_as_its_value(way, text, value):
    assert way.read(text) == value


@pytest.mark.parametrize(
    ("way", "text"),
    [
        (HIDDEN, "8,,8"),
        (HIDDEN, "8.5"),
        (HIDDEN, "a lot"),
        (BATCH, ""),
        (BATCH, "half"),
        (SHARE, "1"),
        (SHARE, "20"),
        (SHARE, "100%"),
        (SHARE, "-10%"),
        (SHARE, "%"),
        (WHOLE, "1.5"),
        (WHOLE, "1_000"),
        (WHOLE, "٣"),
        (WHOLE, str(2**63)),
        (WHOLE, "9" * 5000),
        (NUMBER, ""),
        (NUMBER, "nan"),
        (NUMBER, "inf"),
        (NUMBER, "1e999"),
        (NUMBER, "0x10"),
        (OPTIONAL, "never"),
    ],
)
def test_a_text_that_is_no_value_is_refused_in_one_plain_line(way, text):
    with pytest.raises(SpecError) as caught:
        way.read(text)
    assert 0 < len(str(caught.value)) < 50


def test_the_form_as_it_opens_amounts_to_the_session_itself():
    judgement = judge(SESSION, texts_of(SESSION))
    assert judgement == Judged(says="nothing changed")
    assert judge(SESSION, texts_of(SESSION) | {"epochs": "7"}).result == Options(epochs=7)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("hidden", "3,0", "layer 2: 0 neurons; give 1 or more"),
        ("rate", "0", "0; give a number above 0"),
        ("epochs", "-1", "-1; give 0 or more"),
        ("batch", "0", "0; give 1 or more"),
        ("seed", "-1", "-1; give a whole number from 0 to 9223372036854775807"),
        ("l1", "-2", "-2; give 0 or more"),
        ("clip", "0", "0; give a number above 0"),
        ("validation", "1.5", "give a share below 1, as 0.2 or 20%"),
    ],
)
def test_each_fault_is_reported_at_its_own_field(name, text, reason):
    judgement = judge(SESSION, texts_of(SESSION) | {name: text})
    assert judgement.result is None
    assert judgement.reasons == {name: reason}


def test_layers_beyond_the_memory_are_reported_at_the_layers():
    judgement = judge(SESSION, texts_of(SESSION) | {"hidden": "99999999,99999999"})
    assert set(judgement.reasons) == {"hidden"}
    assert "of memory to train, and " in judgement.reasons["hidden"]


def test_several_faults_are_reported_at_once():
    judgement = judge(SESSION, texts_of(SESSION) | {"hidden": "x", "rate": "y"})
    assert set(judgement.reasons) == {"hidden", "rate"}


def test_a_loss_and_an_output_that_do_not_go_together_are_reported_at_the_loss():
    judgement = judge(SESSION, texts_of(SESSION) | {"loss": "bce"})
    assert set(judgement.reasons) == {"loss"}
    assert "sigmoid" in judgement.reasons["loss"]


def test_a_share_beside_a_column_that_chooses_the_rows_is_reported_at_the_share():
    split = replace(SESSION, table=SESSION.table.with_new_column(0, Column("part", role="split")))
    judgement = judge(split, texts_of(split) | {"validation": "20%"})
    assert set(judgement.reasons) == {"validation"}
    assert "part" in judgement.reasons["validation"]


def test_a_new_seed_is_that_of_the_weights_and_of_the_order():
    judgement = judge(SESSION, texts_of(SESSION) | {"seed": "7"})
    assert judgement.result == Options(seed=7)
    after = with_options(SESSION, judgement.result)
    assert (after.network.seed, after.training.seed) == (7, 7)


def test_what_has_no_meaning_at_present_keeps_the_sessions_value():
    judgement = judge(SESSION, texts_of(SESSION) | {"momentum": "nonsense", "decay": "-1"})
    assert judgement == Judged(says="nothing changed")
    judgement = judge(SESSION, texts_of(SESSION) | {"optimizer": "momentum", "momentum": "0.5"})
    assert judgement.result == Options(optimizer="momentum", momentum=0.5)


def test_every_setting_of_the_specs_but_engine_and_device_is_asked_for():
    asked = {setting.name for setting in settings_fields()} - {"validation", "recipe", "setup"}
    specs = {*NetworkSpec.__struct_fields__, *TrainingSpec.__struct_fields__}
    assert asked == specs - {"inputs", "outputs", "first_weights", "engine", "device", "breakpoints", *HELD_BY}


def rows_of(recipe: str, **options: Any) -> Session:
    table = Table.of([Column("x"), Column("y", role="target")], {"x": range(150), "y": range(150)})
    return with_options(new_session("t", "t", table), Options(recipe=recipe, **options))


def test_another_recipe_is_a_change_by_itself_and_its_texts_are_no_changes():
    session = rows_of("learn", seed=3)
    texts = texts_of(session) | {"recipe": "good"}
    texts |= followed(session, "recipe", texts)
    assert (texts["hidden"], texts["seed"]) == ("64,64", "3")
    judgement = judge(session, texts)
    assert judgement.result == Options(recipe="good")
    assert with_options(session, judgement.result) == rows_of("good", seed=3)
    assert judge(session, texts | {"hidden": "8"}).result == Options(recipe="good", hidden=(8,))


def test_the_same_recipe_again_brings_its_settings_back():
    session = rows_of("good", rate=0.5, hidden=(3,))
    texts = texts_of(session)
    assert followed(session, "rate", texts) == {"setup": texts["setup"]}
    texts |= followed(session, "recipe", texts)
    assert judge(session, texts).result == Options(rate=0.01, hidden=(64, 64))


def test_settings_that_differ_from_the_recipe_are_reported_with_its_own():
    session = rows_of("good", rate=0.5, scale=("x=max",))
    judgement = judge(session, texts_of(session) | {"clip": "2"})
    assert judgement.notes == {"rate": "good: 0.01", "clip": "good: none", "recipe": "3 settings differ"}
    assert not any(judge(rows_of("learn"), texts_of(rows_of("learn"))).notes.values())


def test_a_session_without_a_recipe_can_be_given_one():
    choices = {field.name: field.choices for field in settings_fields(SESSION)}
    assert choices["recipe"] == ("none", "learn", "good")
    assert {field.name: field.choices for field in settings_fields(rows_of("good"))}["recipe"] == ("learn", "good")
    texts = texts_of(SESSION) | {"recipe": "learn"}
    assert judge(SESSION, texts | followed(SESSION, "recipe", texts)).result == Options(recipe="learn")
