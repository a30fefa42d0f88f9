"""Settings: one frozen value, read once by `main` from `ONEDOOR_*`, handed down in pieces."""

import os
import re
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

SECRETS: Final = Path("/run/secrets")
"""Where containers find their secrets."""


_TILES: Final = re.compile(r"(https?://[a-z0-9.-]+(?::\d+)?)/\S*", re.ASCII)


def tile_origin(url: str) -> str:
    """Give the origin that tiles come from, the one beside our own a page may ask; "" without tiles.

    :raises ValueError: when it is no address of tiles
    """
    known = _TILES.fullmatch(url)
    if url and (known is None or not all(part in url for part in ("{z}", "{x}", "{y}"))):
        raise ValueError("an address of tiles is http(s)://HOST/… with {z}, {x} and {y} in it")
    return known[1] if known else ""


def _tile_url(url: str) -> str:
    tile_origin(url)
    return url


class Settings(BaseSettings):
    """Where things are and how large they may grow. What the law says is never here: it is rows."""

    model_config = SettingsConfigDict(env_prefix="ONEDOOR_", frozen=True, hide_input_in_errors=True)

    database_url: str = "sqlite:///var/onedoor.db"
    """`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`."""
    redis_url: str = "redis://127.0.0.1:6379/0"
    """A Redis >= 7.0 or Valkey >= 7.2; `unix:///PATH` too."""
    redis_prefix: str = "onedoor"
    """Keeps two platforms on one Redis apart."""
    data_dir: Path = Path("var")
    """Files that officers and platforms hand in, beside what the embedded servers keep."""
    static_dir: Path = Path(__file__).resolve().parent.parent / "web" / "static"
    """Where the built screens lie."""
    host: str = "127.0.0.1"
    """The address a web process listens on."""
    port: int = 8000
    """The port it listens on."""
    public_url: str = ""
    """The origin browsers see (`https://onedoor.example`); empty = whatever the request's Host says."""
    production: bool = False
    """Refuse to start with demo accounts; cookies are `Secure`."""
    log_json: bool = False
    """Logs as JSON lines, for machines."""
    otlp_endpoint: str = ""
    """Where traces go (`http://collector:4318/v1/traces`); empty = nowhere. Needs the extra `otel`."""
    session_hours: float = Field(default=12, gt=0)
    """How long one may stay signed in."""
    intake_queue: int = Field(default=4096, gt=0)
    """Reports that may wait for the next commit; beyond it a sender is told to come back."""
    intake_batch: int = Field(default=256, gt=0)
    """Reports in one commit at most."""
    socket_queue: int = Field(default=1024, gt=0)
    """Frames that may wait for one socket; beyond it the socket is closed to resync."""
    replay_limit: int = Field(default=2000, gt=0)
    """Missed frames sent one by one; beyond it a client gets a snapshot."""
    vapid_key: str = ""
    """What pushes to browsers are signed with: 32 bytes, base64url; empty = the file `vapid.key` of the data folder."""
    notice_webhook_url: str = ""
    """Where the city's messaging platform is told that a unit has something to do; empty = nowhere."""
    notice_webhook_secret: str = ""
    """What that is signed with (Standard Webhooks): `whsec_` and base64, or any text."""
    file_max_bytes: int = 20 * 1024 * 1024
    """The largest file taken from an officer or a platform."""
    road_engine_url: str = ""
    """A road engine the relay may ask how long ways take (`http://127.0.0.1:5000`); empty = they are estimated."""
    road_engine_kind: Literal["osrm", "valhalla"] = "osrm"
    """How that engine is spoken to."""
    tile_url: Annotated[str, AfterValidator(_tile_url)] = ""
    """A raster map laid under ours, in Web Mercator (`https://tiles.example/{z}/{x}/{y}.png`); empty = none."""
    tile_attribution: str = ""
    """Whose map that is, as it must be named on it."""
    pool_size: int = Field(default=10, gt=0)
    """Database connections of one process at most."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let a file named as the variable, in lower case, give what the environment does not."""
        files = SecretsSettingsSource(settings_cls, secrets_dir=_secret_folders())
        return init_settings, env_settings, files


def _secret_folders() -> list[str | Path]:
    given = os.environ.get("CREDENTIALS_DIRECTORY")  # systemd's LoadCredential=
    folders = [SECRETS, *([Path(given)] if given else [])]
    return [folder for folder in folders if folder.is_dir()]
