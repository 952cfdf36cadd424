"""The question for the name of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.session.session import LONGEST_NAME
from nntui.ui.dialogs.question import AskScreen, Proposal

if TYPE_CHECKING:
    from nntui.session.session import RunName


def rename_dialog(run: RunName) -> AskScreen[str]:
    """Asks for another name of ``run``, beginning with its present one; answers it, "" for none."""

    def propose(text: str) -> Proposal[str]:
        name = " ".join(text.split())
        if len(name) > LONGEST_NAME:
            raise TrainingError(f"a name has at most {LONGEST_NAME} characters; this has {len(name)}")
        return Proposal(f"run {run.sign} {name}" if name else f"run {run.sign}, without a name", name)

    return AskScreen(f"name of run {run.sign}", propose, text=run.name)
