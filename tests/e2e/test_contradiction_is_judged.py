"""A report that contradicts itself is judged by a person, and then worked to its end."""

from tests.platform import Platform


async def test_a_case_in_doubt_is_judged_and_worked_to_its_end(platform: Platform) -> None:
    async with (
        platform.console("yz-east") as console,
        platform.console("yz-donghu") as township,
        platform.phone("yz-team") as phone,
    ):
        said = await platform.report(
            source_event_id="EV-两处",
            location={"lon": 87.03, "lat": 43.03, "township_code": "990101002"},
        )
        assert (said["state"], said["stage"]) == ("to_judge", "accepted")
        case = await console.frame("case.changed", case_no=said["case_no"])
        assert (case["reason"], case["township"], case["district"]) == (
            "place_contradiction",
            None,
            "990101",
        )

        answer = await platform.client.post(
            f"/api/v1/cases/{said['case_no']}/assign",
            json={"team": "YZ-T1", "reason": "电话核实在东湖一侧", "version": case["version"]},
            headers=await platform.sign_in("yz-east"),
        )
        assert answer.status_code == 200, answer.text

        task = await phone.frame("task.offered", case_no=said["case_no"])
        for do, more in (
            ("accept", {}),
            ("depart", {}),
            ("arrive", {}),
            ("finish", {"result": "已劝离"}),
        ):
            assert "done" in await phone.act(do, task["id"], **more)
        await console.frame("case.changed", case_no=said["case_no"], state="closed")

    event = await platform.client.get("/api/v1/events/EV-两处", headers=platform.as_platform)
    assert [stage["stage"] for stage in event.json()["stages"]] == [
        *("accepted", "dispatched", "signed", "arrived", "handled", "closed"),
    ]
    assert said["case_no"] not in str(township.heard)
    told = await platform.client.get(
        f"/api/v1/cases/{said['case_no']}", headers=await platform.sign_in("yz-east")
    )
    assert told.json()["why"]["judged"]["reason"] == "电话核实在东湖一侧"
    assert told.json()["tasks"][0]["moves"][-1]["result"] == "已劝离"
