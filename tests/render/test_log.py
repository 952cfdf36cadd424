"""The streaming log keeps its place, its order and its width."""

from __future__ import annotations

from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.log import Remark, log_window
from tests.plain_text import plain_text


def shown(
    epochs: range, remarks: list[Remark] | None = None, height: int = 4, end: int | None = None, width: int = 40
) -> list[str]:
    losses = [1 / (1 + epoch) for epoch in epochs]
    lines, _ = log_window(list(epochs), losses, remarks or [], width=width, height=height, end=end)
    return plain_text(lines).splitlines()


def test_the_newest_loss_is_at_the_bottom() -> None:
    assert shown(range(10), height=2) == ["#8 Loss: 0.111111111", "#9 Loss: 0.1"]


def test_a_short_log_is_shown_whole() -> None:
    assert shown(range(2), height=5) == ["#0 Loss: 1", "#1 Loss: 0.5"]


def test_nothing_is_shown_of_nothing() -> None:
    assert shown(range(0)) == []
    assert log_window([], [], [], width=40, height=0) == ([], 0)


def test_a_held_place_stays_while_losses_are_added_and_old_ones_are_forgotten() -> None:
    held = shown(range(100), end=50)
    assert held[-1].startswith("#50 ")
    assert shown(range(30, 500), end=50) == held


def test_a_held_place_that_is_forgotten_shows_the_oldest_that_is_kept() -> None:
    assert [line.split()[0] for line in shown(range(200, 300), end=50)] == ["#200", "#201", "#202", "#203"]


def test_a_remark_follows_the_loss_of_its_epoch() -> None:
    lines = shown(range(3), [Remark(1, "paused")], height=5)
    assert lines == ["#0 Loss: 1", "#1 Loss: 0.5", "paused", "#2 Loss: 0.333333333"]


def test_remarks_are_shown_before_there_is_any_loss() -> None:
    assert shown(range(0), [Remark(0, "a library prints")]) == ["a library prints"]


def test_remarks_of_later_are_not_shown_at_a_held_place() -> None:
    assert "later" not in shown(range(100), [Remark(90, "later")], end=50)


def test_a_long_remark_takes_several_lines() -> None:
    lines = shown(range(0), [Remark(0, "the loss left the finite numbers in epoch 1")], width=20)
    assert lines == ["the loss left the", "finite numbers in", "epoch 1"]


def test_a_loss_too_wide_for_its_line_is_cut_with_an_ellipsis() -> None:
    assert shown(range(3, 4), width=8) == [f"#3 Loss{UNICODE.ellipsis}"]


def test_control_characters_of_a_library_are_made_harmless() -> None:
    lines, _ = log_window([], [], [Remark(0, "red \x1b[31m")], width=40, height=4, glyphs=ASCII)
    assert "\x1b" not in plain_text(lines)


def test_a_table_without_a_row_to_train_on_has_no_loss() -> None:
    lines, _ = log_window([0], [float("nan")], [], width=40, height=2)
    assert plain_text(lines) == "#0 no row to train on"


def test_both_losses_are_reported_with_as_many_digits_as_fit() -> None:
    def line(width: int) -> str:
        lines, _ = log_window([7], [0.123456789], (), validation=[0.987654321], width=width, height=1)
        return plain_text(lines).rstrip()

    assert line(60) == "#7 Loss: 0.123456789  validation 0.987654"
    assert line(36) == "#7 Loss: 0.1235  validation 0.9877"
    assert len(line(20)) <= 20
