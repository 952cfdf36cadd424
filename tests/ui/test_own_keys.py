"""The user's own keys and colours, from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.configuration import config_path, read_config
from nntui.session.options import ScreenOptions
from nntui.training.messages import Train
from tests.ui.app_host import FRAMES, HUGE, LARGE, opened

if TYPE_CHECKING:
    from tests.ui.scripted_run import Script


def own_keys(text: str) -> None:
    """Write the user's configuration file."""
    config_path().parent.mkdir(parents=True)
    config_path().write_text(text, encoding="utf-8")


class TestOwnKeys:
    async def test_a_command_moves_to_the_key_that_the_file_says(self, script: Script) -> None:
        own_keys('[keys]\ntrain = "Q"\nhelp = "f1"\n')
        async with opened(size=HUGE) as user:
            assert user.footer.startswith(" Q train/pause ")
            assert user.footer.endswith("f1 help  q quit")
            await user.press("space")
            assert script.run.commands == []
            await user.press("Q")
            assert script.run.commands == [Train(1_000)]
            await user.press("f1")
            await user.sees("all keys and words")

    async def test_a_key_of_the_table_moves_too(self, script: Script) -> None:
        own_keys('[keys]\n"data.delete-row" = "f8"\n')
        async with opened() as user:
            assert "f8 delete row" in user.footer
            await user.press("ctrl+d")
            assert "row 1 of 3" in user.text
            await user.press("f8")
            await user.sees("row 1 deleted, u brings it back")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('[keys]\nfly = "t"\n', "[keys] fly = 't': no command has this name"),
            ("[keys]\ntrain = 7\n", "[keys] train = 7: a key is written in quotes"),
            ("[keys\n", "cannot be read"),
            ('keys = "t"\n', "keys belong into a section [keys]"),
        ],
    )
    async def test_a_broken_file_is_reported_in_one_line_and_the_keys_are_as_they_come(
        self, script: Script, text: str, said: str
    ) -> None:
        own_keys(text)
        async with opened(size=HUGE) as user:
            await user.until(lambda: said in " ".join(user.pane("loss").split()))
            assert user.footer.startswith(" space train/pause ")
            await user.press("space")
            assert script.run.commands == [Train(1_000)]

    async def test_of_several_faulty_entries_the_log_has_each_and_one_line_counts_them(self, script: Script) -> None:
        own_keys('[keys]\nfly = "t"\ntrain = 7\n')
        async with opened(size=HUGE) as user:
            counted = "2 entries are ignored; the log says why"
            await user.until(lambda: counted in " ".join(user.pane("loss").split()))
            log = " ".join(user.pane("loss").split())
            assert "fly = 't': no command has this name" in log
            assert "train = 7: a key is written in quotes" in log

    @pytest.mark.parametrize(
        ("command", "shown_in"),
        [("predict.keep", "p"), ("loss.newest", "l"), ("network.left", "n"), ("data.add-row", "d"), ("quit-c", "d")],
    )
    async def test_a_command_of_every_pane_can_be_moved(self, script: Script, command: str, shown_in: str) -> None:
        own_keys(f'[keys]\n"{command}" = "f7"\n')
        async with opened() as user:
            await user.press(shown_in)
            keymap = user.app.keymap
            assert keymap.find(command.partition(".")[0] if "." in command else "screen", "f7") is not None
            assert not keymap.problems

    async def test_a_moved_key_of_the_predict_pane_does_what_it_did(self, script: Script) -> None:
        own_keys('[keys]\n"predict.keep" = "f7"\n')
        async with opened(size=LARGE) as user:
            await user.press("p", "a")
            assert "1 kept" not in user.text
            assert "f7 add" in user.footer
            await user.press("f7")
            await user.sees("1 kept")

    async def test_two_commands_may_change_places(self, script: Script) -> None:
        own_keys('[keys]\nsettings = "z"\nzoom = "c"\n')
        async with opened(size=HUGE) as user:
            assert "z settings  c zoom" in user.footer

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ('train = "q"', "[keys] train = 'q': q is the key of quit; space is kept"),
            ('"data.fill" = "q"', "[keys] data.fill = 'q': q is the key of quit; F is kept"),
            ('"data.fill" = "v"', "[keys] data.fill = 'v': v is the key of data.details; F is kept"),
            ('train = "no such key"', "[keys] train = 'no such key': there is no key 'no such key'; space is kept"),
            ('train = "ctrl+q"', "[keys] train = 'ctrl+q': ctrl+q is the key of quit; space is kept"),
            ('trian = "f5"', "[keys] trian = 'f5': no command has this name; did you mean train?"),
        ],
    )
    async def test_an_entry_that_cannot_be_used_is_reported_and_the_others_apply(
        self, script: Script, entry: str, said: str
    ) -> None:
        own_keys(f'[keys]\n{entry}\nhelp = "f1"\n')
        async with opened(size=HUGE) as user:
            await user.until(lambda: said in " ".join(user.pane("loss").split()))
            assert user.footer.startswith(" space train/pause ")
            assert user.footer.endswith("f1 help  q quit")
            await user.press("space")
            assert script.run.commands == [Train(1_000)]

    async def test_a_message_names_the_users_key(self, script: Script) -> None:
        own_keys('[keys]\n"data.copy" = "f6"\n')
        async with opened(size=HUGE) as user:
            await user.press("V")
            await user.sees("Nothing is copied yet. Press f6 to copy.")


class TestTheme:
    async def test_the_theme_of_the_file_is_used_and_the_option_wins(self, script: Script) -> None:
        own_keys('theme = "nord"\n')
        async with opened() as user:
            assert user.app.theme == "nord"
        async with opened(screen_options=ScreenOptions(theme="gruvbox", fps=FRAMES)) as user:
            assert user.app.theme == "gruvbox"

    async def test_an_unknown_theme_is_reported_in_one_line_and_the_default_used(self, script: Script) -> None:
        own_keys('theme = "pink"\n')
        async with opened(size=HUGE) as user:
            await user.until(lambda: "theme 'pink' is not known" in " ".join(user.pane("loss").split()))

    async def test_a_chosen_theme_is_remembered_and_all_else_in_the_file_kept(self, script: Script) -> None:
        text = "# mine\ntheme = 'nord'  # cold\n\n[keys]  # moved\ntrain = \"f5\"\n"
        own_keys(text)
        async with opened() as user:
            user.app.remember_theme()
            assert config_path().read_text() == text
            user.app.theme = "dracula"
            user.app.remember_theme()
        assert config_path().read_text() == text.replace("'nord'", '"dracula"')

    async def test_it_is_remembered_where_there_was_no_file(self, script: Script) -> None:
        async with opened() as user:
            user.app.theme = "dracula"
            user.app.remember_theme()
        assert read_config(config_path()).theme == "dracula"

    async def test_a_file_that_cannot_be_changed_is_reported_in_one_line(self, script: Script) -> None:
        own_keys("[keys\n")
        async with opened() as user:
            user.app.theme = "dracula"
            user.app.remember_theme()
            (said,) = user.app.last_words
            assert "the theme dracula could not be saved" in said
        assert config_path().read_text() == "[keys\n"
