"""What a city deploys with says what we mean: compose.yaml, Dockerfile, systemd units, secrets."""

import configparser
import re
import runpy
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from core import settings as settings_module
from core.settings import Settings
from main import cli

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service.get("build")}
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
SETTINGS = {f"ONEDOOR_{name.upper()}" for name in Settings.model_fields}
# Not settings of ours, but of compose.yaml itself.
OF_COMPOSE = {"ONEDOOR_SECRETS"}
COMMANDS = set(typer.main.get_group(cli).commands)
SECRET = re.compile(r"password|secret|token|//\w+:\w+@", re.IGNORECASE)


def unit_of(path: Path) -> dict[str, Mapping[str, str]]:
    """Read a unit; of an option given twice the last counts here."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text())
    return {name: parser[name] for name in parser.sections()}


class TestCompose:
    def test_has_every_part_and_the_web_twice_and_no_demonstration(self) -> None:
        commands = [" ".join(SERVICES[name]["command"]) for name in sorted(OURS)]

        assert commands == [
            "onedoor migrate",
            "onedoor relay",
            "onedoor serve",
            "onedoor serve",
            "onedoor worker",
        ]
        assert {"postgres", "valkey"} == set(SERVICES) - OURS

    @pytest.mark.parametrize("name", sorted(SERVICES))
    def test_bounds_what_each_service_may_do(self, name: str) -> None:
        service = SERVICES[name]

        assert service["read_only"] is True
        assert service["tmpfs"]
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert {"cpus", "memory", "pids"} <= service["deploy"]["resources"]["limits"].keys()
        once = name == "migrate"
        assert service["restart"] == ("no" if once else "unless-stopped")
        assert "test" in service["healthcheck"] or once

    def test_gives_only_settings_there_are_and_no_secret_among_them(self) -> None:
        written = (ROOT / "compose.yaml").read_text()
        named = {name for name in re.findall(r"ONEDOOR_[A-Z_]+", written)}

        assert named - OF_COMPOSE <= SETTINGS
        for name in OURS:
            values = SERVICES[name]["environment"]
            assert not [value for value in values.values() if SECRET.search(value)]
            assert SERVICES[name]["secrets"] == ["onedoor_database_url"]
        assert "ONEDOOR_DATABASE_URL" in SETTINGS

    def test_starts_nothing_of_ours_before_the_schema_is_there(self) -> None:
        for name in OURS - {"migrate"}:
            waits = SERVICES[name]["depends_on"]["migrate"]
            assert waits == {"condition": "service_completed_successfully"}

    def test_lets_only_this_machine_reach_a_port(self) -> None:
        ports = [port for service in SERVICES.values() for port in service.get("ports", ())]

        assert len(ports) == 2
        assert all(port.startswith("127.0.0.1:") for port in ports)
        assert COMPOSE["networks"]["inside"] == {"internal": True}
        for name in ("postgres", "valkey"):
            assert SERVICES[name]["networks"] == ["inside"]

    def test_asks_for_files_and_volumes_that_are_declared(self) -> None:
        for service in SERVICES.values():
            assert {v.split(":")[0] for v in service.get("volumes", ())} <= set(COMPOSE["volumes"])
            assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
            assert set(service["networks"]) <= set(COMPOSE["networks"])
        asked = [word for name in OURS for word in SERVICES[name]["healthcheck"].get("test", ())]
        assert all((ROOT / word).is_file() for word in asked if word.startswith("deploy/"))


class TestDockerfile:
    LINES = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()

    def steps(self, word: str) -> list[str]:
        return [line.split(None, 1)[1] for line in self.LINES if line.startswith(f"{word} ")]

    def test_builds_apart_from_what_runs(self) -> None:
        names = [stage.partition(" AS ")[2] for stage in self.steps("FROM")]

        assert names == ["screens", "environment", ""]

    def test_runs_as_a_user_without_rights(self) -> None:
        last = max(i for i, line in enumerate(self.LINES) if line.startswith("FROM "))
        users = [line for line in self.LINES[last:] if line.startswith("USER ")]

        assert users == ["USER onedoor"]
        # Nothing is written into the image after that.
        after = self.LINES[self.LINES.index("USER onedoor") :]
        assert not [line for line in after if line.startswith(("RUN", "COPY", "ADD"))]

    def test_runs_a_command_of_ours_with_settings_there_are_and_no_secret(self) -> None:
        text = "\n".join(self.LINES)

        assert self.steps("CMD") == ['["onedoor", "serve"]']
        assert set(re.findall(r"ONEDOOR_[A-Z_]+", text)) <= SETTINGS
        assert not SECRET.search(text)

    def test_copies_neither_history_nor_data_nor_secrets(self) -> None:
        ignored = set((ROOT / ".dockerignore").read_text().split())

        assert {".git", ".venv", "var", "secrets", ".env", "tests", "**/node_modules"} <= ignored


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
class TestUnits:
    def test_starts_a_command_of_ours(self, path: Path) -> None:
        program, command, *_ = unit_of(path)["Service"]["ExecStart"].split()

        assert program == "/opt/onedoor/.venv/bin/onedoor"
        assert command in COMMANDS

    def test_may_do_little(self, path: Path) -> None:
        service = unit_of(path)["Service"]

        assert service["User"] == "onedoor"
        assert service["CapabilityBoundingSet"] == ""
        assert service["ProtectSystem"] == "strict"
        for option in (
            *("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices"),
            *("ProtectKernelTunables", "ProtectKernelModules", "ProtectControlGroups"),
            *("RestrictNamespaces", "RestrictSUIDSGID", "LockPersonality"),
        ):
            assert service[option] == "true", option

    def test_takes_secrets_from_files_that_only_systemd_reads(self, path: Path) -> None:
        loaded = re.findall(r"^LoadCredential=(\w+):", path.read_text(), re.MULTILINE)

        assert "onedoor_database_url" in loaded
        assert {name.upper() for name in loaded} <= SETTINGS
        assert set(re.findall(r"ONEDOOR_[A-Z_]+", path.read_text())) <= SETTINGS


def test_units_that_last_start_after_the_schema_and_again_when_they_fail() -> None:
    for name in ("onedoor-web@", "onedoor-relay", "onedoor-worker"):
        unit = unit_of(ROOT / "deploy" / "systemd" / f"{name}.service")
        assert unit["Unit"]["Requires"] == "onedoor-migrate.service"
        assert "onedoor-migrate.service" in unit["Unit"]["After"].split()
        assert unit["Service"]["Restart"] == "always"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_units_are_what_systemd_reads(tmp_path: Path) -> None:
    for path in (ROOT / "deploy" / "systemd").iterdir():
        there = path.read_text().replace("/opt/onedoor/.venv/bin/onedoor", "/bin/true")
        (tmp_path / path.name).write_text(there)

    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )

    # What it says of the machine's own units is not about ours.
    assert [line for line in said.stderr.splitlines() if "onedoor" in line] == []


def test_the_environment_file_names_settings_and_holds_no_secret() -> None:
    lines = (ROOT / "deploy" / "onedoor.env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert given.keys() <= SETTINGS
    assert not [value for value in given.values() if SECRET.search(value)]


class TestSecrets:
    @pytest.fixture(autouse=True)
    def nothing_set(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        for name in SETTINGS:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
        monkeypatch.setattr(settings_module, "SECRETS", tmp_path / "nowhere")

    def write(self, folder: Path, **secrets: str) -> Path:
        folder.mkdir()
        for name, value in secrets.items():
            (folder / name).write_text(f"{value}\n")
        return folder

    def test_come_from_files_of_a_container(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        folder = self.write(tmp_path / "secrets", onedoor_database_url="postgresql://here/x")
        monkeypatch.setattr(settings_module, "SECRETS", folder)

        assert Settings().database_url == "postgresql://here/x"

    def test_come_from_the_folder_systemd_names(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        folder = self.write(tmp_path / "credentials", onedoor_redis_url="redis://there/1")
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))

        assert Settings().redis_url == "redis://there/1"

    def test_give_way_to_the_environment(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        folder = self.write(tmp_path / "secrets", onedoor_redis_url="redis://file/1")
        monkeypatch.setattr(settings_module, "SECRETS", folder)
        monkeypatch.setenv("ONEDOOR_REDIS_URL", "redis://environment/1")

        assert Settings().redis_url == "redis://environment/1"

    def test_are_not_repeated_when_a_setting_is_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ONEDOOR_PORT", "hunter2-hunter2")

        with pytest.raises(ValueError, match="port") as refused:
            Settings()

        assert "hunter2" not in str(refused.value)


def test_a_health_check_without_a_web_process_says_not_well() -> None:
    ask = runpy.run_path(str(ROOT / "deploy" / "ask.py"))

    assert ask["is_well"]("relay", "http://127.0.0.1:9") is False
