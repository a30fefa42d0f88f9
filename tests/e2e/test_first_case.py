"""An event is accepted, routed, pushed, worked to its end, seen live and reported back."""

from typing import Any

from tests.platform import Platform, make_event, now_text


async def test_a_case_goes_from_the_platform_to_the_officer_and_back(platform: Platform) -> None:
    async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
        said = await platform.report(source_event_id="EV-1")
        case_no = said["case_no"]
        assert said["state"] == "routed"

        await console.frame("case.changed", case_no=case_no, state="routed", team="YZ-T1")
        task = await phone.frame("task.offered", case_no=case_no)
        for do, state, more in (
            ("accept", "signed", {}),
            ("depart", "en_route", {}),
            ("arrive", "on_site", {"place": {"lon": 87.03, "lat": 43.03, "accuracy_m": 8}}),
            ("finish", "closed", {"result": "已劝导整改", "note": "已收摊"}),
        ):
            assert "done" in await phone.act(do, task["id"], **more)
            await console.frame("case.changed", case_no=case_no, state=state)

    answer = await platform.client.get("/api/v1/changes", headers=platform.as_platform)
    changes = answer.json()["items"]
    stages = [item["data"]["stage"] for item in changes]
    assert list(dict.fromkeys(stages)) == [
        "accepted",
        "dispatched",
        "signed",
        "arrived",
        "handled",
        "closed",
    ]
    assert [item["seq"] for item in changes] == list(range(1, len(changes) + 1))
    event = await platform.client.get("/api/v1/events/EV-1", headers=platform.as_platform)
    assert event.json()["state"] == "closed"


async def test_a_declined_task_is_offered_to_the_next_unit_or_waits(platform: Platform) -> None:
    async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
        said = await platform.report()
        task = await phone.frame("task.offered", case_no=said["case_no"])

        assert "done" in await phone.act("decline", task["id"], reason="车辆故障")

        waiting = await console.frame("task.changed", case_no=said["case_no"], state="waiting")
        assert waiting["unit"] is None


async def test_the_same_act_again_gets_the_same_answer(platform: Platform) -> None:
    async with platform.phone("yz-team") as phone:
        await platform.report()
        task = await phone.frame("task.offered")
        first = await phone.act("accept", task["id"], act_id="6f1c0000-0000-4000-8000-000000000001")

        again = await phone.act("accept", task["id"], act_id="6f1c0000-0000-4000-8000-000000000001")
        other = await phone.act("accept", task["id"])

    assert first == again == {"done": "6f1c0000-0000-4000-8000-000000000001"}
    assert other["problem"]["type"] == "/problems/illegal-move"


async def test_the_same_event_again_is_the_same_case(platform: Platform) -> None:
    event = make_event()
    post = platform.client.post
    first = await post("/api/v1/events", json=event, headers=platform.as_platform)

    again = await post("/api/v1/events", json=event, headers=platform.as_platform)
    other = await post(
        "/api/v1/events", json=event | {"title": "别的"}, headers=platform.as_platform
    )

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json()["case_no"] == again.json()["case_no"] == other.json()["case_no"]
    assert other.json()["fields"] == ["/title"]


async def test_a_phone_that_comes_back_hears_what_it_missed(platform: Platform) -> None:
    async with platform.phone("yz-team") as phone:
        last = phone.opening["seq"]
    said = await platform.report()
    async with platform.phone("yz-team", last_seq=last) as phone:
        assert phone.opening["resumed"]["from"] == last + 1
        task = await phone.frame("task.offered", case_no=said["case_no"])
    assert task["unit"] == "YZ-U1"


async def test_acts_may_be_sent_over_http_too(platform: Platform) -> None:
    said = await platform.report()
    headers = await platform.sign_in("yz-team")
    task: dict[str, Any] | None = None
    async with platform.phone("yz-team") as phone:
        task = next(
            (t for t in phone.opening["snapshot"]["tasks"] if t["case_no"] == said["case_no"]), None
        ) or await phone.frame("task.offered", case_no=said["case_no"])
    act = {"do": "accept", "id": "6f1c0000-0000-4000-8000-000000000002", "at": now_text()}

    answer = await platform.client.post(
        f"/api/v1/tasks/{task['id']}/acts", json=act, headers=headers
    )

    assert (answer.status_code, answer.json()) == (200, {"done": act["id"]})
