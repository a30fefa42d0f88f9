"""Metrics: what `/metrics` shows of this process (Prometheus)."""

from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

REPORTS: Final = Counter("onedoor_reports", "Reports answered, by outcome", ["outcome"])
INTAKE: Final = Histogram(
    "onedoor_intake_seconds",
    "From a batch's first statement to its commit",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
BATCH: Final = Histogram(
    "onedoor_intake_batch", "Reports in one commit", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256)
)
WAITING: Final = Gauge("onedoor_intake_waiting", "Reports that wait for the next commit")
SOCKETS: Final = Gauge("onedoor_sockets", "Open sockets")
LAG: Final = Gauge("onedoor_relay_lag_seconds", "Age of the oldest event nobody has reacted to yet")
CHECKS: Final = Gauge("onedoor_check_ok", "Health checks: 1 well, 0 not", ["name"])


def exposition() -> tuple[bytes, str]:
    """Write the metrics in Prometheus' text form, with its content type."""
    return generate_latest(), CONTENT_TYPE_LATEST
