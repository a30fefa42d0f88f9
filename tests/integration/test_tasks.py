"""What officers do about their tasks: over a socket or HTTP, once, in their own unit's name only."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import select
from sqlmodel import col
from websockets.exceptions import ConnectionClosed

from core import files
from dispatch.tasks import queries
from dispatch.tasks.models import Act, Task, TaskHistory
from tests.factories import shared_platform
from tests.platform import Platform, Socket, now_text
from tests.waiting import until_read

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
NANSHI = {"lon": 87.15, "lat": 43.05}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request, file_max_bytes=1000) as running:
        yield running


async def offered(platform: Platform, phone: Socket) -> dict[str, Any]:
    """Report an event and give the task the phone was offered for it."""
    said = await platform.report()
    return await phone.frame("task.offered", case_no=said["case_no"])


async def task_of(platform: Platform, case_no: str) -> Task:
    """Give a case's task, once there is one."""

    async def read() -> bool:
        async with platform.database.reading() as session:
            found.extend(await session.scalars(select(Task).where(col(Task.case_no) == case_no)))
        return bool(found)

    found: list[Task] = []
    await until_read(read, True)
    return found[-1]


async def state_of(platform: Platform, task: dict[str, Any]) -> str:
    headers = await platform.sign_in("yz-center")
    answer = await platform.client.get(f"/api/v1/tasks/{task['id']}", headers=headers)
    state: str = answer.json()["state"]
    return state


async def act(
    platform: Platform, task_id: object, do: str, username: str = "yz-team", **more: Any
) -> tuple[int, dict[str, Any]]:
    """Act over HTTP; give status and answer."""
    body = {"do": do, "id": str(uuid4()), "at": now_text(), **more}
    answer = await platform.client.post(
        f"/api/v1/tasks/{task_id}/acts", json=body, headers=await platform.sign_in(username)
    )
    return answer.status_code, answer.json()


async def hand_in(
    platform: Platform, content: bytes, username: str = "yz-team", name: str = "photo.png"
) -> tuple[int, dict[str, Any]]:
    answer = await platform.client.post(
        "/api/v1/files",
        files={"file": (name, content, "text/html")},
        headers=await platform.sign_in(username),
    )
    return answer.status_code, answer.json()


class TestAck:
    async def test_delivers_the_offers_up_to_its_number_and_no_others(
        self, platform: Platform
    ) -> None:
        async with platform.phone("yz-team") as phone:
            first = await offered(platform, phone)
            seq = phone.heard[-1]["seq"]
            second = await offered(platform, phone)

            await phone.say({"ack": seq})
            moved = await phone.frame("task.changed", id=first["id"])
            assert moved["state"] == "delivered"
            assert await state_of(platform, second) == "offered"

            await phone.say({"ack": seq + 10_000})
            assert (await phone.frame("task.changed", id=second["id"]))["state"] == "delivered"

    @pytest.mark.parametrize("ack", [-1, True, "7", 1.5, None, 2**63, 2**70])
    async def test_that_is_no_number_of_a_frame_fits_no_form(
        self, platform: Platform, ack: object
    ) -> None:
        async with platform.phone("yz-team") as phone:
            await phone.say({"ack": ack})

            answer = await phone.wait_for(lambda message: "refused" in message)

            assert answer["refused"] is None
            assert answer["problem"]["type"] == "/problems/bad-act"


class TestAct:
    async def test_done_again_gets_the_same_answer_on_whatever_way(
        self, platform: Platform
    ) -> None:
        async with platform.phone("yz-team") as phone:
            task = await offered(platform, phone)
            act_id = str(uuid4())

            first = await phone.act("accept", task["id"], act_id=act_id)
            again = await phone.act("accept", task["id"], act_id=act_id)
        status, over_http = await act(platform, task["id"], "accept", id=act_id)

        assert first == again == over_http == {"done": act_id}
        assert status == 200
        assert await count_moves(platform, task, "accepted") == 1

    async def test_refused_once_is_refused_again_even_when_it_would_be_right_by_then(
        self, platform: Platform
    ) -> None:
        async with platform.phone("yz-team") as phone:
            task = await offered(platform, phone)
            act_id = str(uuid4())
            first = await phone.act("depart", task["id"], act_id=act_id)
            await phone.act("accept", task["id"])

            again = await phone.act("depart", task["id"], act_id=act_id)

        assert first["problem"]["type"] == "/problems/illegal-move"
        assert {"accepted", "declined"} <= set(first["problem"]["allowed"])
        assert "en_route" not in first["problem"]["allowed"]
        assert again["refused"] == act_id
        assert again["problem"]["allowed"] == first["problem"]["allowed"]

    async def test_sent_by_two_phones_at_once_is_done_once(self, platform: Platform) -> None:
        async with platform.phone("yz-team") as one, platform.phone("yz-team") as other:
            task = await offered(platform, one)
            act_id = str(uuid4())

            answers = await asyncio.gather(
                *(phone.act("accept", task["id"], act_id=act_id) for phone in (one, other)),
                *(act(platform, task["id"], "accept", id=act_id) for _ in range(4)),
            )

        assert answers == [{"done": act_id}] * 2 + [(200, {"done": act_id})] * 4
        assert await count_moves(platform, task, "accepted") == 1

    async def test_of_two_that_cannot_both_be_done_only_one_is(self, platform: Platform) -> None:
        async with platform.phone("yz-team") as one, platform.phone("yz-team") as other:
            task = await offered(platform, one)

            answers = await asyncio.gather(
                one.act("accept", task["id"]), other.act("decline", task["id"], reason="忙")
            )

        assert sorted("done" in answer for answer in answers) == [False, True]

    async def test_bearing_the_id_of_another_act_is_not_said_to_be_done(
        self, platform: Platform
    ) -> None:
        async with platform.phone("yz-team") as phone:
            first, second = await offered(platform, phone), await offered(platform, phone)
            act_id = str(uuid4())
            await phone.act("accept", first["id"], act_id=act_id)

            other_task = await phone.act("accept", second["id"], act_id=act_id)
            other_act = await phone.act("arrive", first["id"], act_id=act_id)
            repeated = await phone.act("accept", first["id"], act_id=act_id)

        assert await state_of(platform, second) == "offered"
        assert await state_of(platform, first) == "accepted"
        for answer in (other_task, other_act):
            assert answer["problem"]["type"] == "/problems/bad-act"
            assert answer["problem"]["errors"][0]["pointer"] == "/id"
        assert repeated == {"done": act_id}

    @pytest.mark.parametrize(("do", "word"), [("decline", "reason"), ("finish", "result")])
    async def test_that_must_say_why_or_how_is_refused_without(
        self, platform: Platform, do: str, word: str
    ) -> None:
        async with platform.phone("yz-team") as phone:
            task = await offered(platform, phone)

            answer = await phone.act(do, task["id"])

        (error,) = answer["problem"]["errors"]
        assert (answer["problem"]["status"], error["pointer"], error["rule"]) == (
            422,
            f"/{word}",
            "missing",
        )

    async def test_keeps_when_and_where_the_device_says_it_was(self, platform: Platform) -> None:
        place = {"lon": 87.031, "lat": 43.032, "accuracy_m": 8}
        async with platform.phone("yz-team") as phone:
            task = await offered(platform, phone)
            await phone.act("accept", task["id"], at="2026-11-20T16:00:00+08:00", place=place)
        answer = await platform.client.get(
            f"/api/v1/tasks/{task['id']}", headers=await platform.sign_in("yz-center")
        )

        assert answer.json()["moves"][-1]["device_at"] == "2026-11-20T08:00:00.000000Z"
        async with platform.database.reading() as session:
            row = await session.scalar(
                select(TaskHistory)
                .where(col(TaskHistory.task_id) == Task.id)
                .where(col(TaskHistory.to_state) == "accepted")
                .where(col(Task.case_no) == task["case_no"])
            )
        assert row is not None
        assert (row.lon, row.lat, row.accuracy_m, row.unit) == (87.031, 43.032, 8, "YZ-U1")


@pytest.mark.parametrize(
    "brief", [{}, {"title": "占道\n“摆摊”", "urgency": "general", "address": None}]
)
async def test_a_task_written_out_is_what_is_told_of_it(
    platform: Platform, brief: dict[str, Any]
) -> None:
    task = await task_of(platform, (await platform.report())["case_no"])
    async with platform.database.transaction() as session:
        task = await session.merge(task)
        task.brief = brief
    async with platform.database.reading() as session:
        open_ = await queries.list_open(session, node=f"township:{task.township}")
        [row] = [one for one in open_ if one.id == task.id]

        assert orjson.loads(orjson.dumps(queries.written(row))) == queries.picture(task)


async def count_moves(platform: Platform, task: dict[str, Any], state: str) -> int:
    async with platform.database.reading() as session:
        rows = await session.scalars(select(TaskHistory).where(col(TaskHistory.to_state) == state))
        return sum(str(row.task_id) == task["id"] for row in rows)


class TestMalformed:
    async def test_words_are_refused_and_the_line_stays_open(self, platform: Platform) -> None:
        async with platform.phone("yz-team") as phone:
            task = await offered(platform, phone)
            act_id = str(uuid4())
            for word, refused in (
                ({"do": "dance", "id": act_id, "task": task["id"], "at": now_text()}, act_id),
                ({"do": "accept", "id": "no uuid", "task": task["id"]}, "no uuid"),
                ({"do": "accept"}, None),
                ({"do": "accept", "id": act_id, "task": task["id"], "at": "2026-11-20"}, act_id),
                (
                    {
                        "do": "finish",
                        "id": act_id,
                        "task": task["id"],
                        "at": now_text(),
                        "note": "\x00",
                    },
                    act_id,
                ),
                ({"here": {"lon": 200, "lat": 0}}, None),
                ({"here": None}, None),
                ({}, None),
                ({"hello": {"last_seq": None}}, None),
            ):
                await phone.say(word)
                answer = await phone.wait_for(lambda message: "refused" in message)
                assert answer["refused"] == refused
                assert answer["problem"]["status"] == 422
            for text in ("", "[]", "7", "{", '"accept"'):
                await phone.wire.send(text)
                answer = await phone.wait_for(lambda message: "refused" in message)
                assert answer["refused"] is None

            assert "done" in await phone.act("accept", task["id"])

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"do": "dance"}, "/do"),
            ({"id": "x"}, "/id"),
            ({"at": "2026-11-20T10:00:00"}, "/at"),
            ({"place": {"lon": 1}}, "/place/lat"),
            ({"files": ["x"]}, "/files/0"),
        ],
    )
    async def test_acts_over_http_say_where_they_are_wrong(
        self, platform: Platform, changes: dict[str, Any], pointer: str
    ) -> None:
        status, problem = await act(platform, uuid4(), **({"do": "accept"} | changes))

        assert status == 422
        assert problem["errors"][0]["pointer"] == pointer


class TestStrangersTask:
    async def test_is_as_if_it_were_not_there(self, platform: Platform) -> None:
        said = await platform.report(title="别队的事", location=NANSHI)
        task = await task_of(platform, said["case_no"])
        assert task.unit in {"YZ-U2A", "YZ-U2B"}
        nobody = uuid4()

        async with platform.phone("yz-team") as phone:
            on_socket = await phone.act("accept", str(task.id))
            of_nobody = await phone.act("accept", str(nobody))
        status, over_http = await act(platform, task.id, "decline", reason="x")
        read = await platform.client.get(
            f"/api/v1/tasks/{task.id}", headers=await platform.sign_in("yz-team")
        )

        assert on_socket["problem"]["status"] == status == read.status_code == 404
        for problem in (on_socket["problem"], over_http, read.json()):
            assert "别队的事" not in str(problem)
            assert "YZ-U2" not in str(problem)
        for problem in (on_socket["problem"], of_nobody["problem"]):
            problem.pop("task")
            problem.pop("request_id", None)
        assert on_socket["problem"] == of_nobody["problem"]
        assert (await task_of(platform, said["case_no"])).state == "offered"
        async with platform.database.reading() as session:
            kept = await session.scalars(select(Act).where(col(Act.task_id) == task.id))
            assert list(kept) == []

    @pytest.mark.parametrize("username", ["yz-center", "yz-donghu", "yz-admin", "yz-guest"])
    async def test_is_not_for_those_who_are_no_officers(
        self, platform: Platform, username: str
    ) -> None:
        status, problem = await act(platform, uuid4(), "accept", username)

        assert (status, problem["type"]) == (403, "/problems/role-not-allowed")
        with pytest.raises(ConnectionClosed) as closed:
            async with platform.phone(username):
                pass
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4003

    async def test_is_for_nobody_who_is_not_signed_in(self, platform: Platform) -> None:
        body = {"do": "accept", "id": str(uuid4()), "at": now_text()}

        answer = await platform.client.post(f"/api/v1/tasks/{uuid4()}/acts", json=body)

        assert answer.status_code == 401


class TestFiles:
    async def test_are_what_their_first_bytes_say_not_what_they_are_called(
        self, platform: Platform
    ) -> None:
        for content, kind in (
            (PNG, "image/png"),
            (b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
            (b"RIFF\x00\x00\x00\x00WAVEfmt ", "application/octet-stream"),
            (b"<script>alert(1)</script>", "application/octet-stream"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream"),
        ):
            status, file = await hand_in(platform, content, name="photo.png")
            assert (status, file["media_type"], file["bytes"]) == (201, kind, len(content))

            read = await platform.client.get(
                f"/api/v1/files/{file['id']}", headers=await platform.sign_in("yz-team")
            )
            assert read.content == content
            assert read.headers["content-type"] == kind
            disposition = "attachment" if kind == "application/octet-stream" else "inline"
            assert read.headers["content-disposition"].startswith(disposition)
            assert read.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in read.headers["content-security-policy"]

    @pytest.mark.parametrize(
        ("content", "status", "problem"),
        [(b"", 422, "file-empty"), (b"x" * 1001, 413, "file-too-large")],
    )
    async def test_without_a_byte_or_with_too_many_are_refused(
        self, platform: Platform, content: bytes, status: int, problem: str
    ) -> None:
        found, answer = await hand_in(platform, content)

        assert (found, answer["type"]) == (status, f"/problems/{problem}")

    async def test_of_any_size_are_stopped_by_the_limit_of_the_body(
        self, platform: Platform
    ) -> None:
        status, answer = await hand_in(platform, b"x" * 200_000)

        assert (status, answer["type"]) == (413, "/problems/body-too-large")

    async def test_of_a_case_are_read_in_its_scope_and_nowhere_else(
        self, platform: Platform
    ) -> None:
        _, file = await hand_in(platform, PNG)
        _, other = await hand_in(platform, PNG + b"2")
        async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
            task = await offered(platform, phone)
            for do in ("accept", "arrive"):
                await phone.act(do, task["id"])
            done = await phone.act("finish", task["id"], result="已整改", files=[file["id"]])
            assert "done" in done
            await console.frame("case.changed", case_no=task["case_no"], state="closed")

        async def status(file_id: str, username: str) -> int:
            read = await platform.client.get(
                f"/api/v1/files/{file_id}", headers=await platform.sign_in(username)
            )
            return read.status_code

        for username in ("yz-center", "yz-east", "yz-donghu", "yz-guest", "yz-admin", "yz-team"):
            assert await status(file["id"], username) == 200, username
        assert await status(other["id"], "yz-team") == 200
        assert await status(other["id"], "yz-center") == 404
        assert await status(str(uuid4()), "yz-center") == 404
        answer = await platform.client.get(f"/api/v1/files/{file['id']}")
        assert answer.status_code == 401

    async def test_of_others_or_of_nobody_cannot_be_made_ones_own(self, platform: Platform) -> None:
        other_file = await store_for_another(platform)
        async with platform.phone("yz-team") as phone:
            task = await offered(platform, phone)
            for do in ("accept", "arrive"):
                await phone.act(do, task["id"])

            _, mine = await hand_in(platform, PNG)
            for strange in (other_file, str(uuid4())):
                refused = await phone.act(
                    "finish", task["id"], result="已整改", files=[mine["id"], strange]
                )
                assert refused["problem"]["type"] == "/problems/bad-act"
                assert refused["problem"]["errors"][0]["pointer"] == "/files/1"
            assert await state_of(platform, task) == "on_site"

            assert "done" in await phone.act("finish", task["id"], result="已整改")
        answer = await platform.client.get(
            f"/api/v1/files/{other_file}", headers=await platform.sign_in("yz-team")
        )
        assert answer.status_code == 404

    @pytest.mark.parametrize("username", ["yz-center", "yz-admin"])
    async def test_are_handed_in_by_officers_only(self, platform: Platform, username: str) -> None:
        status, _ = await hand_in(platform, PNG, username)

        assert status == 403


async def store_for_another(platform: Platform) -> str:
    """Note a file that somebody else handed in."""
    _, mine = await hand_in(platform, PNG + b"of another")
    async with platform.database.transaction() as session:
        row = await files.get(session, file_id=UUID(mine["id"]))
        copy = files.StoredFile(
            sha256=row.sha256, media_type=row.media_type, size=row.size, owner="another", at=row.at
        )
        session.add(copy)
    return str(copy.id)


async def test_a_task_of_an_event_without_a_squad_waits_on_consoles_only(
    platform: Platform,
) -> None:
    async with platform.phone("yz-team") as phone, platform.console("yz-center") as console:
        said = await platform.report(location={"lon": 87.15, "lat": 43.15})
        waiting = await console.frame("task.changed", case_no=said["case_no"])
        mine = await offered(platform, phone)

    assert (waiting["state"], waiting["unit"], waiting["team"]) == ("waiting", None, "YZ-T4")
    heard = [m["data"]["case_no"] for m in phone.heard if m.get("name") == "task.offered"]
    assert said["case_no"] not in heard
    assert mine["case_no"] in heard
