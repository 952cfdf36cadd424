"""Going from pane to pane, having one alone, and what each shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options
from nntui.ui.work import view_models
from tests.ui.app_host import FULL_SPEED, LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from nntui.render.diagram import DiagramNet
    from nntui.ui.work.view_models import Layers, Moment, RowEncoder
    from tests.ui.scripted_run import Script

PANES = {"d": "data", "n": "network", "l": "loss", "p": "predict"}


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
async def test_a_letter_leads_to_each_pane_and_the_footer_tells_its_keys(script: Script, size: tuple[int, int]) -> None:
    own = {"data": "a add row", "network": "tab row/question", "loss": "tab recent", "predict": "G get row"}
    async with opened(size=size) as user:
        for key in "nlpd":
            pane = PANES[key]
            await user.press(key)
            title = user.pane(pane).split("\n")[0]
            assert title.startswith(f"━[{key}]{pane[1:]}")
            assert sum(f"━[{other}]" in user.text for other in PANES) == 1
            assert own[pane] in user.footer
            assert user.footer.endswith("? help  q quit")


@pytest.mark.parametrize(("key", "pane"), PANES.items())
async def test_z_gives_a_pane_the_screen_and_takes_it_back(script: Script, key: str, pane: str) -> None:
    async with opened() as user:
        await user.press(key)
        await user.sees("not trained yet")
        before = user.text
        await user.press("z")
        assert [other for other in PANES.values() if user.pane(other)] == [pane]
        assert len(user.pane(pane).split("\n")) == 21
        await user.press("z")
        assert user.text == before


async def test_a_zoomed_screen_shows_the_pane_that_one_goes_to(script: Script) -> None:
    async with opened() as user:
        await user.press("z", "l")
        assert "━[l]oss" in user.text
        assert not user.pane("data")
        await user.press("n")
        assert "━[n]etwork" in user.text
        assert not user.pane("loss")


async def test_the_network_is_not_calculated_out_of_sight_and_is_up_to_date_when_it_is_gone_to(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = list[int]()

    def counted(moment: Moment, rows: RowEncoder, *, of_question: bool) -> tuple[DiagramNet, Layers | None]:
        shown.append(0 if moment.snapshot is None else moment.snapshot.epoch)
        return view_models.network(moment, rows, of_question=of_question)

    monkeypatch.setattr("nntui.ui.network.pane.network", counted)
    async with opened() as user:
        await user.sees("not trained yet")
        await user.press("l", "z")
        script.run.finish(1_000)
        await user.sees("#1000 Loss")
        assert 1_000 not in shown
        await user.press("n")
        await user.until(lambda: shown[-1] == 1_000)


async def test_a_title_that_was_set_out_of_sight_is_whole_once_the_pane_is_seen() -> None:
    options = Options(validation=0.2, hidden=(2,), epochs=2, engine="autograd")
    async with opened("circle:40", LARGE, options=options) as user:
        await user.press("x", "space")
        await user.sees("finished")
        await user.press("d")
        await user.until(lambda: "40 rows, 8 validation" in user.pane("data"))


async def test_a_frame_draws_no_pane_as_a_whole_whose_title_stays(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as user:
        await user.press("space")
        script.run.reach(100)
        await user.until(lambda: user.epoch == 100)
        await user.settled()
        whole: list[str | None] = []

        def note(name: str | None, *parts: object, **_: object) -> None:
            whole.extend([] if parts else [name])

        for pane in user.app.workspace.area.panes:
            monkeypatch.setattr(pane, "refresh", partial(note, pane.id))
        script.run.reach(101)
        await user.until(lambda: user.epoch == 101)
        assert whole == []


async def test_y_draws_the_loss_on_a_logarithmic_axis_and_back(script: Script) -> None:
    async with opened(size=LARGE) as user:
        script.run.finish(1_000)
        await user.sees("#1000 Loss")
        before = user.pane("loss")
        await user.press("y")
        await user.sees("─[l]oss · log axis─")
        assert user.pane("loss") != before
        await user.press("y")
        await user.sees_no_more("· log axis")
        assert user.pane("loss") == before


async def test_losses_of_different_orders_are_drawn_on_a_logarithmic_axis_until_y_chooses(script: Script) -> None:
    async with opened(size=LARGE) as user:
        script.run.reach(1_000)
        await user.sees("#1000 Loss")
        assert "log axis" not in user.pane("loss")
        script.run.reach(10_000)
        await user.sees("─[l]oss · log axis─")
        await user.press("y")
        await user.sees_no_more("· log axis")
        script.run.finish(12_000)
        await user.sees("#12000 Loss")
        assert "log axis" not in user.pane("loss")


async def test_h_shows_the_chosen_layer_as_a_matrix_and_a_heatmap_and_back(script: Script) -> None:
    async with opened() as user:
        before = user.pane("network")
        await user.press("n", "h")
        await user.until(lambda: "W1: inputs to hidden 1" in user.pane("network"))
        await user.press("h")
        await user.until(lambda: "2×3  min " in user.pane("network"))
        await user.press("right", "right")
        await user.until(lambda: "3×1  min " in user.pane("network"))
        await user.press("left", "left", "h")
        await user.until(lambda: user.pane("network").replace("━", "─") == before)


async def test_arrows_walk_from_neuron_to_edge_and_tell_the_numbers_in_full() -> None:
    async with opened() as user:
        await user.press("n")
        assert "age · input 1 of 2" in user.pane("network")
        await user.press("right")
        detail = user.pane("network").split("\n")[-2:]
        assert detail[0].startswith("age → ")
        assert detail[1].startswith("weight 1.5409961  carries 1.0273308")
        await user.press("right")
        assert "neuron 1 of 3" in user.pane("network")
        await user.press("right", "right")
        assert "speed · output 1 of 1" in user.pane("network")


async def test_the_row_under_the_cursor_is_the_one_that_runs_through_the_network() -> None:
    async with opened() as user:
        assert "value 0.6666667" in user.pane("network")
        await user.press("down")
        assert "value 0.3333333" in user.pane("network")
        await user.press("down")
        assert "value 1" in user.pane("network").split("\n")[-1]


async def test_a_row_without_a_number_cannot_run_through_it_and_the_pane_says_so(script: Script) -> None:
    async with opened() as user:
        await user.press("delete")
        await user.sees("no complete row selected", "row 1 age 2 -> empty, u undoes")
        await user.press("u")
        await user.sees("value 0.666")


class TestPredict:
    async def test_the_lesson_has_both_answers_and_says_how_each_is_scaled(self) -> None:
        async with opened(options=FULL_SPEED) as user:
            await user.press("space")
            await user.sees(" finished ")
            lines = user.pane("predict").split("\n")
            assert lines[3:9] == [
                " as the lesson scales it",
                " speed            93.5961",
                " scaled: 0.5000 1.0000 -> 0.9360",
                " scaled as in training",
                " speed            93.2425",
                " scaled: 1.3333 0.8889 -> 0.9324",
            ]

    async def test_the_answer_follows_typing(self, script: Script) -> None:
        async with opened() as user:
            await user.press("p")
            before = user.pane("predict")
            await user.type("2.5")
            assert "age    2.5" in user.pane("predict")
            assert "0.8333 0.8889 -> " in user.pane("predict")
            assert user.pane("predict") != before
            await user.press("down")
            await user.type("5")
            assert "0.8333 0.5556 -> " in user.pane("predict")

    async def test_the_answer_follows_the_weights_while_training_runs(self, script: Script) -> None:
        async with opened() as user:
            seen = set()
            await user.press("space")
            for epoch in (100, 200, 300):
                script.run.reach(epoch)
                await user.sees(f"#{epoch} Loss")
                seen.add(user.pane("predict"))
            assert len(seen) == 3

    async def test_a_value_outside_the_trained_range_is_warned_of(self, script: Script) -> None:
        async with opened("cars", LARGE) as user:
            assert "outside" not in user.text
            await user.press("p")
            await user.type("99")
            assert "! cylinders: 99 is outside 3 to 8" in user.pane("predict")
            await user.press("escape")
            await user.sees_no_more("outside")

    async def test_v_takes_the_row_under_the_cursor(self, script: Script) -> None:
        async with opened("cars", LARGE) as user:
            await user.press("down", "down", "p", "G")
            await user.settled()
            form = user.pane("predict").split("\n")[1:7]
            assert [line.split()[1] for line in form] == ["8", "318", "150", "3436", "11", "70"]

    async def test_an_invalid_number_is_reported_and_the_last_answer_stays(self, script: Script) -> None:
        async with opened() as user:
            await user.press("p")
            await user.type("3")
            answer = [line for line in user.pane("predict").split("\n") if "speed" in line]
            await user.type("-")
            assert "not a number" in user.pane("predict")
            assert [line for line in user.pane("predict").split("\n") if "speed" in line] == answer

    async def test_letters_stay_commands_in_the_form(self, script: Script) -> None:
        async with opened() as user:
            await user.press("p", "s")
            await user.sees(" +1 ")
            await user.press("d")
            assert "━[d]ata " in user.text


async def test_a_network_without_hidden_layer_is_drawn_too(script: Script) -> None:
    async with opened(options=Options(hidden=())) as user:
        assert "2-1 " in user.header
        assert "speed" in user.pane("network")


async def test_the_diagram_shows_the_activations_of_the_row_or_of_the_question(script: Script) -> None:
    async with opened() as user:
        script.run.reach(10)
        await user.sees("─[n]etwork · row 1 (tab: question)")
        of_row = user.pane("network")
        await user.press("n", "tab")
        await user.sees("━[n]etwork · question (tab: row 1)")
        await user.until(lambda: user.pane("network").split("\n")[1:] != of_row.split("\n")[1:])
        await user.press("tab")
        await user.sees("━[n]etwork · row 1 (tab: question)")
        await user.press("p")
        await user.type("9")
        await user.sees("─[n]etwork · question (tab: row 1)")
        await user.press("d", "down")
        await user.sees("─[n]etwork · row 2 (tab: question)")


async def test_where_one_pane_has_all_the_room_a_bar_names_the_others(script: Script) -> None:
    async with opened(size=SMALL) as user:
        bar = " [d]ata [n]"
        await user.until(lambda: any(line.startswith(bar) for line in user.lines[1:4]))
        await user.press("z")
        await user.until(lambda: not any(line.startswith(bar) for line in user.lines))
