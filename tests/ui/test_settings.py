"""The settings dialog, worked with real keys."""

from __future__ import annotations

import pytest
from textual.events import Paste

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.model.spec import NetworkSpec
from nntui.render.glyphs import ASCII
from nntui.session.change import with_options
from nntui.session.follow import new_session
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.training.spec import TrainingSpec
from nntui.ui.dialogs.form_dialog import FormDialog
from nntui.ui.dialogs.settings import settings_fields, settings_form, texts_of
from tests.ui.dialog_host import NORMAL, SMALL, WIDE, opened, typed

SIZES = [SMALL, NORMAL, WIDE]


@pytest.fixture
def session() -> Session:
    columns = [Column("age"), Column("weight"), Column("speed", role="target")]
    return Session(
        name="tutorial",
        source="tutorial",
        table=Table.of(columns, {"age": [2, 1, 3], "weight": [9, 5, 6], "speed": [92, 100, 89]}),
        network=NetworkSpec(
            inputs=2, hidden=(3,), activation="sigmoid", output_activation="sigmoid", bias=False, init="normal"
        ),
        training=TrainingSpec(loss="half-sse", optimizer="sgd", rate=1.0, batch=None, epochs=1000),
    )


@pytest.mark.parametrize("size", SIZES)
async def test_the_form_opens_on_the_session_with_what_matters_most_in_sight(session, size):
    async with opened(lambda: FormDialog("settings", settings_form(session)), size) as (host, _):
        text = host.text()
        essential = [setting for setting in settings_fields() if setting.used(texts_of(session)) and not setting.more]
        assert all(setting.label in text for setting in essential)
        assert "sigmoid" in text
        assert "1000" in text
        assert "full" in text
        assert "nothing changed" in text or size[1] < 20


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_every_field_is_reached_by_down_and_shown_whole(session, size):
    async with opened(lambda: FormDialog("settings", settings_form(session)), size) as (host, pilot):
        for setting in settings_fields():
            if setting.used(texts_of(session)):
                assert f"› {setting.label} " in host.text()
                assert setting.hint in host.text()
                await typed(pilot, "", "down")
        assert f"› {settings_fields()[0].label}" in host.text()


async def test_tab_and_up_walk_the_form_too(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "", "tab", "tab")
        assert "› learning rate" in host.text()
        await typed(pilot, "", "shift+tab", "up")
        assert "› hidden layers" in host.text()
        await typed(pilot, "", "up")
        assert "› in one line" in host.text()


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_other_layers_start_again_and_enter_applies_them(session, size):
    async with opened(lambda: FormDialog("settings", settings_form(session)), size) as (host, pilot):
        await typed(pilot, "8,8")
        assert "starts again from new first weights: 2-8-8-1, 88 parameters" in host.prose()
        await typed(pilot, "", "enter")
        assert not host.is_open
        assert host.answers == [Options(hidden=(8, 8))]


async def test_another_rate_and_batch_keep_the_weights(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "", "down", "down")
        await typed(pilot, "0.5", "down", "down")
        await typed(pilot, "2")
        assert "keeps the weights" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [Options(rate=0.5, batch=2)]


async def test_a_choice_turns_with_the_arrows_and_jumps_to_a_letter(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "", "down", "right")
        assert "‹ tanh ›" in host.text()
        await typed(pilot, "", "left", "left")
        assert "‹ linear ›" in host.text()
        await typed(pilot, "", "r", "enter")
        assert host.answers == [Options(activation="relu")]


async def test_a_click_turns_a_choice(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        row = next(y for y, line in enumerate(host.text().splitlines()) if "activation" in line)
        column = host.text().splitlines()[row].index("‹")
        await pilot.click(offset=(column + 3, row))
        await typed(pilot, "")
        assert "‹ tanh ›" in host.text()
        await pilot.click(offset=(column, row))
        await typed(pilot, "")
        assert "‹ sigmoid ›" in host.text()


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_a_wrong_text_is_reported_beside_its_field_and_nothing_is_lost(session, size):
    async with opened(lambda: FormDialog("settings", settings_form(session)), size) as (host, pilot):
        await typed(pilot, "4", "down", "down")
        await typed(pilot, "-2")
        row = next(line for line in host.text().splitlines() if "learning rate" in line)
        assert "-2" in row
        assert "give a number above 0" in host.prose()
        assert "Fix 1 field first." in host.text()
        await typed(pilot, "", "up", "up", "up")
        await typed(pilot, "garbage and more")  # the reason takes two lines below the last field
        assert "'garbage' is no layer; give layers as in 2-8:tanh-4:relu-1" in host.prose()
        await typed(pilot, "", "ctrl+u", "down", "enter")
        assert host.is_open
        assert "› learning rate" in host.text()
        await typed(pilot, "2", "enter")
        assert host.answers == [Options(hidden=(4,), rate=2.0)]


async def test_a_loss_that_does_not_go_with_the_output_says_so(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        while "› loss" not in host.text():
            await typed(pilot, "", "up")
        await typed(pilot, "", "c", "enter")
        assert host.is_open
        assert "softmax" in host.text()


async def test_momentum_is_asked_for_where_it_counts_and_keeps_what_was_typed(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "", "down", "down", "down")
        assert "momentum" not in host.text().replace("‹ momentum ›", "")
        await typed(pilot, "", "m", "down")
        await typed(pilot, "0.5", "up", "s")
        assert "  momentum" not in host.text()
        await typed(pilot, "", "n")
        assert "0.5" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [Options(optimizer="nesterov", momentum=0.5)]


async def test_a_field_that_does_not_count_cannot_stop_the_form(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "", "down", "down", "down", "m", "down")
        await typed(pilot, "7", "up", "s")
        await typed(pilot, "", "up")
        await typed(pilot, "3", "enter")
        assert host.answers == [Options(rate=3.0)]


async def test_escape_leaves_everything_as_it_was(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "8,8", "escape")
        assert not host.is_open
        assert host.answers == [None]


async def test_applying_no_change_is_leaving_it(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "3", "enter")
        assert host.answers == [None]


async def test_enter_pressed_twice_closes_the_dialog_only(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "5", "enter", "enter")
        assert len(host.answers) == 1
        assert "the screen behind" in host.text()


async def test_a_plain_terminal_gets_plain_characters(session):
    async with opened(lambda: FormDialog("settings", settings_form(session)), SMALL, ASCII) as (host, pilot):
        await typed(pilot, "x", "down", "right")
        assert host.text().isascii()


@pytest.mark.parametrize(
    ("share", "said"), [("10%", "keeps the weights"), ("40%", "starts again from new first weights")]
)
async def test_a_share_of_validation_rows_restarts_training_only_where_it_chooses_other_rows(session, share, said):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "", *["down"] * 8)
        await typed(pilot, share)
        assert "› validation" in host.text()
        assert said in host.prose()


async def test_a_recipe_fills_in_the_other_fields_and_what_differs_is_reported_beside_it(session):
    table = Table.of(
        [Column("x"), Column("y", role="target")], {"x": [float(row) for row in range(120)], "y": [1.0, 2.0] * 60}
    )
    rows = with_options(new_session("t", "t", table), Options(recipe="learn", rate=0.5))
    async with opened(lambda: FormDialog("settings", settings_form(rows)), WIDE) as (host, pilot):
        assert "learn: 0.01" in host.text()
        assert "1 setting differs" in host.text()
        await typed(pilot, "", *["down"] * 7)
        assert "› recipe" in host.text()
        await typed(pilot, "", "g")
        assert "64,64" in host.text()
        assert "he-lecun" in host.text()
        assert "differ" not in host.text()
        await typed(pilot, "", "up")
        await typed(pilot, "", "up")
        await typed(pilot, "7")
        await typed(pilot, "", "up")
        assert "good: 1000" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [Options(recipe="good", epochs=7)]


async def test_layers_and_their_activations_are_judged_together(session):
    async with opened(lambda: FormDialog("settings", settings_form(session))) as (host, pilot):
        await typed(pilot, "8,4")
        while "› of each layer" not in host.text():
            await typed(pilot, "", "up")
        await typed(pilot, "tanh")
        assert "! 1 for 2 hidden layers; give one for" in host.text()
        await typed(pilot, ",rleu")
        assert "'rleu' is not known" in host.prose()
        await typed(pilot, "", "backspace", "backspace", "backspace", "backspace")
        await typed(pilot, "elu")
        assert "2-8-4-1" in host.prose()
        assert "of the hidden layers" not in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [Options(hidden=(8, 4), layer_activations=("tanh", "elu"))]


async def test_the_line_follows_the_fields_and_a_pasted_line_fills_them(session):
    async with opened(lambda: FormDialog("settings", settings_form(session)), WIDE) as (host, pilot):
        await typed(pilot, "8,4")
        assert "2-8:sigmoid-4:sigmoid-1:sigmoid sgd 1" in host.prose()
        while "› in one line" not in host.text():
            await typed(pilot, "", "up")
        await typed(pilot, "", "ctrl+c")
        assert host.clipboard.startswith("2-8:sigmoid-4:sigmoid-1:sigmoid sgd 1 ")
        focused = host.screen.focused
        assert focused is not None
        focused.post_message(Paste("2-6:tanh-1 adm 0.02\n"))
        await typed(pilot, "", "home")
        assert "'adm' is no optimiser and no setting; did you mean adam?" in host.prose()
        await typed(pilot, "", "ctrl+u", "ctrl+k")
        await typed(pilot, "3-8-1")
        assert "it is for 3 inputs and 1 output; this table makes 2 inputs and 1 output" in host.prose()
        await typed(pilot, "", "ctrl+u")
        await typed(pilot, "2-6:tanh-1 adam 0.02 seed 5 epochs 40", "enter")
        (options,) = host.answers
        wanted = {
            "hidden": (6,),
            "activation": "tanh",
            "output_activation": "linear",
            "optimizer": "adam",
            "rate": 0.02,
        }
        assert wanted.items() <= options.settings.items()
        assert (options.settings["seed"], options.settings["epochs"], options.settings["loss"]) == (5, 40, "mse")
