"""The user's defaults for training, as the configuration has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nntui.configuration import TRAIN, configuration
from nntui.errors import SpecError

if TYPE_CHECKING:
    from nntui.configuration import Config


def own_defaults(config: Config | None = None) -> dict[str, Any] | None:
    """The settings that tables begin with; None for those of the recipes.

    Raises SpecError that names the place of an entry that cannot be used.
    """
    config = configuration() if config is None else config
    if not config.train:
        return None
    from nntui.session.settings.defaults import DefaultError, default_settings

    try:
        return default_settings(config.train)
    except DefaultError as error:
        raise SpecError(f"{config.place_of(error.name, TRAIN)}: [{TRAIN}] {error}") from None
