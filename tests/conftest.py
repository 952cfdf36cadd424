"""What holds for all tests."""

import pytest
from hypothesis import settings

# The same examples in every run: a suite that fails must fail again, and one that passes must not be luck. No deadline:
# how long an example takes says more about the machine than about the code.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

OPENING = {"session", "cli", "ui"}
"""The rooms whose tests open tables."""


@pytest.fixture
def shipped_recipes() -> None:
    """For a test that wants the recipe that a table gets by its number of rows."""


@pytest.fixture(autouse=True)
def _plain_settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No recipe and no validation rows but where a test asks for them: small networks that are soon trained."""
    if request.path.parent.name in OPENING and "shipped_recipes" not in request.fixturenames:
        monkeypatch.setattr("nntui.session.open.default_recipe", lambda _source: None)
