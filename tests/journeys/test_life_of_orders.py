"""Placing, paying, sending, returning, settling and time in any order: model and database agree after every step, sweeps clean."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from etalase.base.pool import Pool
from etalase.stock import actions as stock
from tests.journeys.life.following import LifeOfOrders
from tests.journeys.life.machine import Ground
from tests.length import length

STEPS = 30
EXAMPLES = length(short=20, long=60)
# A planted bug is found by the first few; that they suffice must not hang on luck.
ENOUGH = 60
CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture
def ground(worker_pool: Pool, anyio_backend: object) -> Iterator[Ground]:
    found = Ground(worker_pool.dsn)
    yield found
    found.close()


def machine_on(ground: Ground) -> type[LifeOfOrders]:
    return type("Life", (LifeOfOrders,), {"ground": ground})


def test_the_life_of_orders_keeps_every_promise(ground: Ground) -> None:
    held = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=CHECKS, database=None
    )
    run_state_machine_as_test(machine_on(ground), settings=held)


async def forget_pieces(*_: object, **__: object) -> None:
    """Gives nothing back."""


PLANTED = {
    "a cancellation forgets the stock": (stock, "release", forget_pieces),
    "a parcel that left stays in the stock": (stock, "sell", forget_pieces),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(ground: Ground, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(*PLANTED[bug])
    quick = settings(
        max_examples=ENOUGH, stateful_step_count=STEPS, deadline=None, suppress_health_check=CHECKS, database=None,
        phases=[Phase.generate], report_multiple_bugs=False, print_blob=False,
    )  # fmt: skip
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_on(ground), settings=quick)
