"""The parts of the compiled kernel, each by itself."""

import numba
import numpy as np
import pytest
import torch

from nntui.model.activations import ACTIVATIONS
from nntui.model.network import activate
from nntui.training.batches import order
from nntui.training.kernel.net import activation_kernels
from nntui.training.kernel.net.matrices import shuffle_rows
from nntui.training.kernel.simd import functions
from nntui.training.kernel.simd.lanes import LANES, load, pointer_to, store
from tests.training.samples import COMPILED

EPSILON = float(np.finfo(np.float32).eps)


@numba.njit
def activated(kind, before, after, slope):
    activation_kernels.activate(kind, pointer_to(before), pointer_to(after), len(before))
    activation_kernels.times_slope(kind, pointer_to(before), pointer_to(after), pointer_to(slope), len(before))


@numba.njit
def logarithms(x, logarithm, logarithm_of_one_more):
    for i in range(0, len(x), LANES):
        lanes = load(pointer_to(x), i)
        store(pointer_to(logarithm), i, functions.log(lanes))
        store(pointer_to(logarithm_of_one_more), i, functions.log1p(lanes))


@numba.njit
def ordered(seed, epoch, rows):
    shuffle_rows(seed, epoch, pointer_to(rows), len(rows))


def values_and_slopes(activation: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The kernel's activations of ``z`` and their derivatives."""
    after, slope = z.copy(), np.ones_like(z)
    activated(ACTIVATIONS[activation].kernel, z, after, slope)
    return after, slope


@pytest.mark.parametrize("activation", COMPILED)
def test_an_activation_and_its_slope_are_exact_to_their_last_digits(activation: str) -> None:
    near = np.random.default_rng(0).standard_normal(4_096)
    z = np.concatenate([near, near * 1e-3, np.linspace(-19, 19, 8_192)]).astype(np.float32)
    exact = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    expected = activate(activation, exact)
    (slopes,) = torch.autograd.grad(expected.sum(), exact)
    value, slope = values_and_slopes(activation, z)
    relative = 0 if activation == "gelu" else 1  # in gelu's left tail torch itself keeps no digits
    unit = EPSILON * np.maximum(np.abs(expected.detach().numpy()), (1 - relative) * np.maximum(1, np.abs(z)))
    assert (np.abs(value - expected.detach().numpy()) <= 3 * unit).all()
    np.testing.assert_allclose(slope, slopes.numpy(), rtol=0, atol=4 * EPSILON)


@pytest.mark.parametrize("activation", COMPILED)
def test_an_activation_stays_finite_far_out_and_passes_nan_on(activation: str) -> None:
    z = np.zeros(LANES, dtype=np.float32)
    z[:7] = 100, -100, 1e4, -1e4, 1e15, -1e15, np.nan
    value, slope = values_and_slopes(activation, z)
    expected = activate(activation, torch.tensor(z, dtype=torch.float64)).numpy()
    np.testing.assert_allclose(value, expected, rtol=1e-6, atol=1e-6)
    assert np.isfinite(slope[:6]).all()


def test_logarithms_are_exact_to_their_last_digits() -> None:
    x = np.linspace(1, 5_000, 8_192).astype(np.float32)
    small = np.geomspace(1e-30, 1, 8_192).astype(np.float32)
    logarithm, of_one_more = np.empty_like(x), np.empty_like(x)
    logarithms(x, logarithm, of_one_more)
    np.testing.assert_allclose(logarithm, np.log(x.astype(np.float64)), rtol=2 * EPSILON)
    logarithms(small, logarithm, of_one_more)
    np.testing.assert_allclose(of_one_more, np.log1p(small.astype(np.float64)), rtol=2 * EPSILON)


@pytest.mark.parametrize("rows", [1, 2, 3, 17, 1_000])
@pytest.mark.parametrize(("seed", "epoch"), [(0, 0), (0, 1), (7, 123_456), (2**63 - 1, 9)])
def test_the_order_of_rows_is_the_torch_engines(rows: int, seed: int, epoch: int) -> None:
    found = np.empty(rows, dtype=np.int64)
    ordered(seed, epoch, found)
    np.testing.assert_array_equal(found, order(seed, epoch, rows))
