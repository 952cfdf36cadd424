"""The settings of a session as the texts that the shell, the form and the list of runs show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.model.spec import NetworkSpec
from nntui.session.settings.table import SETTINGS
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from nntui.session.session import Session


def setting_owner(session: Session, name: str) -> NetworkSpec | TrainingSpec | Session:
    """The part of ``session`` that has the setting; of the two seeds, which are one here, that of the network."""
    if name in NetworkSpec.__struct_fields__:
        return session.network
    return session.training if name in TrainingSpec.__struct_fields__ else session


def setting_texts(session: Session) -> dict[str, str]:
    """The settings of ``session`` as texts, by name."""
    return {
        name: setting.format.write(getattr(setting_owner(session, name), name)) for name, setting in SETTINGS.items()
    }
