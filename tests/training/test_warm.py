"""The kernel made ready for the process."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from nntui.training import kernel as package
from nntui.training.kernel import warm
from nntui.training.kernel.net.plan import nothing_to_train


def test_a_warm_kernel_is_ready_and_compiled_for_the_next_time() -> None:
    warm.warm_up()
    assert warm.is_ready()
    assert warm.is_compiled()
    assert warm.folder().is_dir()


def test_nothing_is_written_beside_the_package() -> None:
    warm.warm_up()
    assert not list(Path(package.__path__[0]).rglob("*.nb?"))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_kernel_is_loaded_once(dtype: type) -> None:
    assert warm.kernel(dtype) is warm.kernel(np.dtype(dtype).name)


def test_a_call_that_trains_nothing_gives_no_loss() -> None:
    arguments = nothing_to_train("float32")
    assert warm.kernel()(*arguments) == 0
    assert np.isnan(arguments[2].losses).all()


def test_an_edit_of_any_source_of_the_kernel_has_it_compiled_again() -> None:
    covered = {file for folder, pattern in warm.SOURCES for file in _files(folder) if file.match(pattern)}
    for part in ("net", "simd"):
        assert covered >= set((Path(package.__path__[0]) / part).glob("*.py"))


def _files(package_name: str) -> list[Path]:
    return [Path(str(file)) for file in resources.files(package_name).iterdir()]
