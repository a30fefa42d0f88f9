"""Settings: one frozen value, read once by `main` from `ONEDOOR_*`, handed down in pieces."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are and how large they may grow. What the law says is never here: it is rows."""

    model_config = SettingsConfigDict(env_prefix="ONEDOOR_", frozen=True)

    database_url: str = "sqlite:///var/onedoor.db"
    """`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`."""
    redis_url: str = "redis://127.0.0.1:6379/0"
    """A Redis >= 7.0 or Valkey >= 7.2; `unix:///PATH` too."""
    redis_prefix: str = "onedoor"
    """Keeps two platforms on one Redis apart."""
    data_dir: Path = Path("var")
    """Files that officers and platforms hand in, beside what the embedded servers keep."""
    static_dir: Path = Path(__file__).resolve().parent.parent / "web" / "static"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    """The origin browsers see (`https://onedoor.example`); empty = whatever the request's Host says."""
    production: bool = False
    """Refuse to start with demo accounts; cookies are `Secure`."""
    log_json: bool = False
    session_hours: float = Field(default=12, gt=0)
    intake_queue: int = Field(default=4096, gt=0)
    """Reports that may wait for the next commit; beyond it a sender is told to come back."""
    intake_batch: int = Field(default=256, gt=0)
    """Reports in one commit at most."""
    socket_queue: int = Field(default=256, gt=0)
    """Frames that may wait for one socket; beyond it the socket is closed to resync."""
    replay_limit: int = Field(default=2000, gt=0)
    """Missed frames sent one by one; beyond it a client gets a snapshot."""
    file_max_bytes: int = 20 * 1024 * 1024
    pool_size: int = Field(default=10, gt=0)
