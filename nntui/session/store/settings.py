"""The settings of a session as a session file has them."""

from typing import Any

from nntui.errors import SessionError
from nntui.session.session import SessionSettings
from nntui.session.store.names import name_read, name_written
from nntui.training.spec import check_together

FILES = ("name", "source")
"""Settings that are names of files."""


def settings_written(session: SessionSettings) -> dict[str, Any]:
    """The settings of ``session`` by name, as JSON can hold them."""
    settings = {name: getattr(session, name) for name in SessionSettings.__struct_fields__}
    return settings | {name: name_written(settings[name]) for name in FILES}


def settings_read(saved: SessionSettings) -> dict[str, Any]:
    """The settings that ``settings_written`` wrote."""
    settings = {name: getattr(saved, name) for name in SessionSettings.__struct_fields__}
    return settings | {name: name_read(settings[name]) for name in FILES}


def check_settings(saved: SessionSettings, misfit: str) -> None:
    """Raise SessionError for a network that does not fit its columns, as ``misfit`` says, or SpecError for settings
    that contradict one another."""
    sizes = saved.network.inputs, saved.network.outputs
    if saved.shape is not None and sizes != (len(saved.shape.features), len(saved.shape.outputs)):
        raise SessionError(misfit)
    check_together(saved.network, saved.training)
