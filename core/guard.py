"""The guard: a small process that outlives a supervisor by a moment, to end what it had started.

Run as a script, with the standard library alone and its own folder out of sight (`python -I -S`).
It hears, line by line, of the sessions to end and the directories to remove; when its input closes,
be it by intent or by a SIGKILL, it does both and goes.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

GRACE_S: Final = 8.0
"""How long a process may take to end by itself before it is killed."""


def end(
    sessions: Mapping[int, int],
    *,
    grace_s: float = GRACE_S,
    hurry: Callable[[], bool] = lambda: False,
) -> None:
    """End whole sessions (leader -> the signal that asks it to stop); kill what stays.

    Only the leader is asked while it lives, since it knows how to end its own; whom it leaves
    behind is asked next.
    """
    asked: set[int] = set()
    patience = time.monotonic() + grace_s
    limit = patience + 5  # a process in the kernel's hands cannot be killed; we do not wait for it
    while any((living := members(sessions)).values()) and time.monotonic() < limit:
        for leader, pids in living.items():
            for pid in [leader] if leader in pids else pids:
                if pid not in asked:
                    asked.add(pid)
                    _send(pid, sessions[leader])
        if time.monotonic() > patience or hurry():
            for pid in (pid for pids in living.values() for pid in pids):
                _send(pid, signal.SIGKILL)
        time.sleep(0.02)


def members(sessions: Iterable[int]) -> dict[int, list[int]]:
    """Find who is alive in these sessions; where there is no /proc, their leaders at least."""
    living: dict[int, list[int]] = {session: [] for session in sessions}
    if not living:
        return living
    if sys.platform != "linux":
        for session, pids in living.items():
            if _send(session, 0):
                pids.append(session)
        return living
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path("/proc", entry, "stat").read_text(errors="replace")
        except OSError:
            continue
        state, _parent, _group, session, *_ = stat.rpartition(")")[2].split()
        if int(session) in living and state not in "ZX":
            living[int(session)].append(int(entry))
    return living


def _send(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _keep_watch(grace_s: float) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sessions: dict[int, int] = {}
    scratch: list[str] = []
    for line in sys.stdin.buffer:
        news = json.loads(line)
        if "session" in news:
            sessions[news["session"]] = news["stop"]
        elif "forget" in news:
            sessions.pop(news["forget"], None)
        else:
            scratch.append(news["remove"])
    end(sessions, grace_s=grace_s)
    for directory in scratch:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    _keep_watch(float(sys.argv[1]))
