"""The turnstile: a crowd goes through in its order, and whoever else waits comes between."""

import asyncio

from core.turnstile import AT_A_TIME, Turnstile
from tests.waiting import until


async def test_a_crowd_goes_through_in_its_order_and_others_come_between() -> None:
    loop = asyncio.get_running_loop()
    turnstile, done = Turnstile(loop), list[int]()
    count = 5 * AT_A_TIME + 3
    for number in range(count):
        turnstile.push(lambda number=number: done.append(number))  # type: ignore[misc]
    seen = set()
    while len(done) < count:
        seen.add(len(done))
        await asyncio.sleep(0)

    assert done == list(range(count))
    assert len(seen) >= 5


async def test_who_comes_while_others_go_through_is_not_forgotten() -> None:
    turnstile, done = Turnstile(asyncio.get_running_loop()), list[str]()

    def first() -> None:
        done.append("first")
        turnstile.push(lambda: done.append("second"))

    turnstile.push(first)
    await until(lambda: done == ["first", "second"])
    turnstile.push(lambda: done.append("third"))

    await until(lambda: done == ["first", "second", "third"])


async def test_one_that_fails_stops_nobody() -> None:
    loop = asyncio.get_running_loop()
    failed, done = list[str](), list[str]()
    loop.set_exception_handler(lambda _, context: failed.append(str(context["exception"])))
    turnstile = Turnstile(loop)

    def fail() -> None:
        raise ValueError("x")

    turnstile.push(fail)
    turnstile.push(lambda: done.append("next"))

    await until(lambda: done == ["next"])
    assert failed == ["x"]
