"""Loops end with the block they run beside, even those that miss being told so once."""

import asyncio

import pytest

from core import loops
from tests.waiting import until


async def test_loops_run_while_the_block_lasts() -> None:
    turns = 0

    async def turn() -> None:
        nonlocal turns
        turns += 1
        raise RuntimeError("a turn that fails does not end the loop")

    async with loops.running(loops.every(0, turn)):
        await until(lambda: turns >= 3)
    after = turns
    await asyncio.sleep(0)

    assert turns == after


async def test_a_loop_that_swallows_its_first_cancellation_is_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loops, "TOLD_AGAIN_S", 0.01)
    swallowed = 0

    async def deaf() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                # As a library does whose own failure meets the cancellation.
                swallowed += 1
                if swallowed > 1:
                    raise

    async with asyncio.timeout(10):
        async with loops.running(deaf()):
            await asyncio.sleep(0)

    assert swallowed == 2
