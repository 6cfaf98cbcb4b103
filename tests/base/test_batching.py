"""The batcher alone: what is asked at once is flushed once, one that fails fails alone, and nothing waits without bound."""

import asyncio
from collections.abc import Sequence

import asyncpg
import pytest

from etalase.base.batching import RUSH, Batcher
from etalase.base.errors import Busy, Limited

pytestmark = pytest.mark.anyio


class Flush:
    """Doubles what it is given; remembers the batches; may be told to fail."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.races = 0
        self.away = False

    async def __call__(self, asked: Sequence[int]) -> list[int]:
        self.batches.append(list(asked))
        await self.gate.wait()
        if self.away:
            raise Busy
        if self.races:
            self.races -= 1
            raise asyncpg.SerializationError("somebody was faster")
        if 13 in asked:
            raise ValueError("thirteen")
        return [2 * each for each in asked]


async def test_what_comes_during_a_flush_is_the_next_batch() -> None:
    flush = Flush()
    flush.gate.clear()
    batcher = Batcher(flush)
    first = asyncio.create_task(batcher.ask(1))
    await asyncio.sleep(0.01)
    rest = [asyncio.create_task(batcher.ask(number)) for number in range(2, 7)]
    await asyncio.sleep(0.01)
    flush.gate.set()
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8, 10, 12]
    assert flush.batches == [[1], [2, 3, 4, 5, 6]]


async def test_a_batch_has_an_end() -> None:
    flush = Flush()
    batcher = Batcher(flush, most=2)
    assert await asyncio.gather(*(batcher.ask(number) for number in range(5))) == [0, 2, 4, 6, 8]
    assert [len(batch) for batch in flush.batches] == [2, 2, 1]


async def test_one_that_cannot_be_done_fails_alone() -> None:
    flush = Flush()
    batcher = Batcher(flush)
    answers = await asyncio.gather(*(batcher.ask(number) for number in (1, 13, 3)), return_exceptions=True)
    assert answers[0] == 2 and answers[2] == 6
    assert isinstance(answers[1], ValueError)
    assert flush.batches == [[1, 13, 3], [1], [13], [3]]


async def test_a_lost_race_is_run_again_as_a_whole() -> None:
    flush = Flush()
    flush.races = 2
    assert await asyncio.gather(*(Batcher(flush).ask(number) for number in (1,))) == [2]
    assert flush.batches == [[1], [1], [1]]


async def test_a_full_list_says_so_at_once() -> None:
    flush = Flush()
    flush.gate.clear()
    batcher = Batcher(flush, room=2)
    waiting = [asyncio.create_task(batcher.ask(0))]
    await asyncio.sleep(0.01)
    waiting += [asyncio.create_task(batcher.ask(number)) for number in (1, 2)]
    await asyncio.sleep(0.01)
    with pytest.raises(Limited) as full:
        await batcher.ask(3)
    assert full.value.retry_after_s == 1
    flush.gate.set()
    assert await asyncio.gather(*waiting) == [0, 2, 4]


async def test_a_database_that_is_away_is_told_to_all_who_wait_and_the_next_is_tried() -> None:
    flush = Flush()
    flush.gate.clear()
    flush.away = True
    batcher = Batcher(flush)
    waiting = [asyncio.create_task(batcher.ask(0))]
    await asyncio.sleep(0.01)
    waiting += [asyncio.create_task(batcher.ask(number)) for number in (1, 2)]
    await asyncio.sleep(0.01)
    flush.gate.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Busy, Busy, Busy]
    assert flush.batches == [[0]]
    flush.away = False
    assert await batcher.ask(4) == 8


async def test_who_gave_up_before_the_batch_began_is_left_out() -> None:
    flush = Flush()
    flush.gate.clear()
    batcher = Batcher(flush)
    first = asyncio.create_task(batcher.ask(1))
    await asyncio.sleep(0.01)
    gone, stays = asyncio.create_task(batcher.ask(2)), asyncio.create_task(batcher.ask(3))
    await asyncio.sleep(0.01)
    gone.cancel()
    await asyncio.sleep(0.01)
    flush.gate.set()
    assert await asyncio.gather(first, stays) == [2, 6]
    assert flush.batches == [[1], [3]]


async def test_closing_answers_who_waits_and_takes_no_more() -> None:
    flush = Flush()
    flush.gate.clear()
    batcher = Batcher(flush)
    waiting = asyncio.create_task(batcher.ask(1))
    await asyncio.sleep(0.01)
    closing = asyncio.create_task(batcher.close())
    await asyncio.sleep(0.01)
    with pytest.raises(Busy):
        await batcher.ask(2)
    flush.gate.set()
    await closing
    assert await waiting == 2


async def rush(batcher: Batcher[int, int], flush: Flush, first: int, meanwhile: int, times: int) -> None:
    """Buyers who ask again as soon as they were answered; some come while the first batch is flushed."""

    async def buyer() -> None:
        for number in range(times):
            await batcher.ask(100 + number)

    flush.gate.clear()
    early = [asyncio.create_task(buyer()) for _ in range(first)]
    await asyncio.sleep(0.3)  # how long the first batch takes, and so the longest wait after it
    late = [asyncio.create_task(buyer()) for _ in range(meanwhile)]
    await asyncio.sleep(0)
    flush.gate.set()
    async with asyncio.timeout(20):
        await asyncio.gather(*early, *late)


async def test_in_a_rush_two_halves_become_one_batch() -> None:
    flush = Flush()
    await rush(Batcher(flush, pause_s=60), flush, RUSH, RUSH, 3)
    assert [len(batch) for batch in flush.batches][:2] == [RUSH, 2 * RUSH]


@pytest.mark.parametrize(("first", "waits"), [(RUSH - 1, False), (RUSH, True)])
async def test_after_a_few_nobody_is_waited_for(first: int, waits: bool) -> None:
    flush = Flush()
    batcher = Batcher(flush, pause_s=60)
    flush.gate.clear()
    early = [asyncio.create_task(batcher.ask(number)) for number in range(100, 100 + first)]
    await asyncio.sleep(0.3)
    late = asyncio.create_task(batcher.ask(1))
    await asyncio.sleep(0)
    flush.gate.set()
    for _ in range(20):  # turns of the loop, not time
        await asyncio.sleep(0)
    assert late.done() is not waits
    await asyncio.gather(*early, late)


async def test_who_is_waited_for_and_does_not_come_keeps_nobody_longer_than_a_batch_or_the_longest_pause() -> None:
    flush = Flush()
    batcher = Batcher(flush, pause_s=0.01)
    await rush(batcher, flush, 2 * RUSH, 1, 1)
    assert [len(batch) for batch in flush.batches] == [2 * RUSH, 1]


async def test_closing_waits_for_nobody_who_has_not_come() -> None:
    flush = Flush()
    batcher = Batcher(flush, pause_s=60)
    flush.gate.clear()
    early = [asyncio.create_task(batcher.ask(number)) for number in range(100, 100 + RUSH)]
    await asyncio.sleep(0.3)
    flush.gate.set()
    await asyncio.gather(*early)
    late = asyncio.create_task(batcher.ask(1))
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await batcher.close()
    assert await late == 2
