"""The machine under the figures: what it is, and how quick it was in this very run."""

import os
import platform
import socket
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import asyncpg  # type: ignore[import-untyped]

from bench.figures import percentile, shorten

BLOCK: Final = 512
"""Bytes written before each fdatasync, about what a small commit writes."""


async def describe(*, postgres_url: str, redis_url: str, scratch: Path) -> dict[str, Any]:
    """Tell what measures: cores, memory, disk, versions, and how busy it was before we began."""
    connection = await asyncpg.connect(postgres_url)
    try:
        postgres = await connection.fetchval("SHOW server_version")
    finally:
        await connection.close()
    return {
        "cores": os.cpu_count(),
        "cpu": _cpu(),
        "memory_gb": round(_memory_kb("MemTotal", Path("/proc/meminfo")) / 2**20, 1),
        "disk": _disk(scratch),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "postgresql": postgres,
        "valkey": _ask_redis(redis_url, b"INFO server\r\n", "valkey_version:"),
        "nofile": os.sysconf("SC_OPEN_MAX"),
        "load_at_start": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def calibrate(*, redis_url: str, scratch: Path) -> dict[str, float]:
    """Measure three things that depend on the machine alone, so that a slow hour is visible."""
    return {
        "fdatasync_p50_ms": shorten(_fdatasync_ms(scratch)),
        "redis_round_trip_p50_ms": shorten(_round_trip_ms(redis_url)),
        "python_loop_ms": shorten(_loop_ms()),
    }


def memory_kb(pid: int) -> int:
    """Read how much memory a process holds (VmRSS)."""
    return _memory_kb("VmRSS", Path(f"/proc/{pid}/status"))


def cpu_s(pid: int) -> float:
    """Read how much processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _fdatasync_ms(scratch: Path, times: int = 400) -> float:
    path = scratch / "fdatasync"
    taken: list[float] = []
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for _ in range(times):
            began = time.perf_counter()
            os.write(handle, b"x" * BLOCK)
            os.fdatasync(handle)
            taken.append((time.perf_counter() - began) * 1000)
    finally:
        os.close(handle)
        path.unlink()
    return percentile(taken, 0.5)


def _round_trip_ms(redis_url: str, times: int = 2000) -> float:
    taken: list[float] = []
    with _redis(redis_url) as connection:
        for _ in range(times):
            began = time.perf_counter()
            connection.sendall(b"PING\r\n")
            connection.recv(64)
            taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken, 0.5)


def _loop_ms(times: int = 7) -> float:
    taken: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        total = 0
        for number in range(1_000_000):
            total += number % 7
        taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken, 0.5)


def _redis(url: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(5)
    connection.connect(unquote(url.removeprefix("unix://")))
    return connection


def _ask_redis(url: str, command: bytes, line: str) -> str:
    with _redis(url) as connection:
        connection.sendall(command)
        said = connection.recv(65536).decode(errors="replace")
    return next((row.removeprefix(line) for row in said.splitlines() if row.startswith(line)), "?")


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_kb(name: str, path: Path) -> int:
    for line in path.read_text("utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def _disk(scratch: Path) -> str:
    """Name the file system that holds a path: the longest mount point above it."""
    best = ("", "?", "?")
    for line in Path("/proc/mounts").read_text("utf-8").splitlines():
        device, point, kind, *_ = line.split()
        if scratch.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind, device)
    return f"{best[1]} on {best[2]}"
