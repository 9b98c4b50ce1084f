"""The command line."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from luisterlijn import cli
from luisterlijn.channel.protocol import CLOSE_CODES
from luisterlijn.sql.database import Database
from luisterlijn.volunteer.profile import everybody


def luisterlijn(*arguments: str, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUISTERLIJN_")}
    return subprocess.run(
        [sys.executable, "-m", "luisterlijn", *arguments],
        check=False,
        capture_output=True,
        text=True,
        input=said,
        env=kept | environment,
        timeout=60,
    )


@pytest.mark.parametrize("command", [["serve"], ["check", "settings"], ["demo"]])
def test_nonsense_setting_is_one_line_that_names_it(command: list[str]) -> None:
    done = luisterlijn(*command, LUISTERLIJN_TIMING__OFFER="0.01")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("luisterlijn: timing.offer: ")
    assert done.stderr.count("\n") == 1


def test_unknown_setting_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "line.toml").write_text("prot = 1\n")
    done = luisterlijn("check", "settings", "--config", str(tmp_path / "line.toml"))
    assert (done.returncode, done.stderr.startswith("luisterlijn: prot: ")) == (2, True)


def test_check_settings_says_that_they_make_sense() -> None:
    done = luisterlijn("check", "settings", LUISTERLIJN_LINE="night")
    assert (done.returncode, done.stdout) == (0, "The settings of line night make sense.\n")


def test_protocol_prints_close_codes_and_who_may_retry(capsys: pytest.CaptureFixture[str]) -> None:
    cli.protocol()
    printed = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["retry"]) for one in printed["close_codes"]] == [
        (int(code), retry) for code, (_, retry) in CLOSE_CODES.items()
    ]
    assert printed["sockets"].keys() == {"caller", "console", "dashboard"}


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--language", "xx", "'xx' is no language of this line; it has: nl, en."),
        ("--topic", "moon", "'moon' is no topic of this line"),
        ("--region", "moon", "'moon' is no region of this line; it has: none; leave --region away."),
        ("--role", "captain", "Use --role with one of volunteer, coordinator, administrator."),
    ],
)
def test_user_add_refuses_what_the_line_does_not_have(tmp_path: Path, option: str, value: str, told: str) -> None:
    add = ["user", "add", "--name", "Anna", "--email", "a@night.example"]
    refused = luisterlijn(*add, option, value, LUISTERLIJN_DATA_DIR=str(tmp_path))
    assert (refused.returncode, told in refused.stderr) == (1, True), refused.stderr


def test_user_add_makes_no_database_in_a_folder_that_has_none(tmp_path: Path) -> None:
    add = ["user", "add", "--name", "Anna", "--email", "a@night.example"]
    refused = luisterlijn(*add, LUISTERLIJN_DATA_DIR=str(tmp_path / "new"))
    assert (refused.returncode, f"{tmp_path / 'new'} holds no line yet" in refused.stderr) == (2, True), refused.stderr
    assert list(tmp_path.iterdir()) == []


async def test_user_add_makes_a_password_or_takes_one(database_url: str) -> None:
    environment = {
        "LUISTERLIJN_DATABASE_URL": database_url,
        "LUISTERLIJN_DATA_DIR": tempfile.gettempdir(),
        "LUISTERLIJN_LINE": "night",
    }
    add = ["user", "add", "--name", "Anna"]
    made = await asyncio.to_thread(luisterlijn, *add, "--email", "Anna@Night.example", **environment)
    assert made.stdout.startswith("volunteer anna@night.example of line night may log in now. Password: ")
    given = [*add, "--email", "b@night.example", "--role", "coordinator", "--may-take-two", "--password-stdin"]
    taken = await asyncio.to_thread(luisterlijn, *given, said="een-lang-wachtwoord\n", **environment)
    assert (taken.returncode, taken.stdout) == (0, "coordinator b@night.example of line night may log in now.\n")
    chief = [*add, "--email", "c@night.example", "--role", "administrator", "--password-stdin"]
    made = await asyncio.to_thread(luisterlijn, *chief, said="een-lang-wachtwoord\n", **environment)
    assert (made.returncode, made.stdout) == (0, "administrator c@night.example of line night may log in now.\n")
    again = await asyncio.to_thread(luisterlijn, *given, said="een-lang-wachtwoord\n", **environment)
    assert (again.returncode, again.stderr.startswith("luisterlijn: email_taken: ")) == (1, True)
    async with Database(database_url, Path()).opened() as database:
        people = await everybody(database, "night")
    assert sorted((one.email, one.role, one.may_take_two) for one in people) == [
        ("anna@night.example", "volunteer", False),
        ("b@night.example", "coordinator", True),
        ("c@night.example", "administrator", False),
    ]


async def test_serve_names_the_setting_of_an_address_that_is_taken(home: Path, valkey: str, database_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {
            "LUISTERLIJN_VALKEY_URL": valkey,
            "LUISTERLIJN_DATABASE_URL": database_url,
            "LUISTERLIJN_SECRET": "x" * 40,
            "LUISTERLIJN_DATA_DIR": str(home),
            "LUISTERLIJN_PORT": str(taken.getsockname()[1]),
            "LUISTERLIJN_INTERNAL_PORT": "0",
        }
        ended = await asyncio.to_thread(luisterlijn, "serve", **environment)
    assert (ended.returncode, "luisterlijn: port: cannot listen at 127.0.0.1:" in ended.stderr) == (1, True)


@pytest.mark.parametrize("host", ["192.0.2.1", "no..host", "nowhere.invalid"])
async def test_serve_names_the_host_that_is_none_of_the_machine(home: Path, valkey: str, host: str) -> None:
    environment = {
        "LUISTERLIJN_VALKEY_URL": valkey,
        "LUISTERLIJN_SECRET": "x" * 40,
        "LUISTERLIJN_DATA_DIR": str(home),
        "LUISTERLIJN_INTERNAL_HOST": host,
    }
    ended = await asyncio.to_thread(luisterlijn, "serve", **environment)
    assert (ended.returncode, f"internal_host: cannot listen at {host}:8081" in ended.stderr) == (1, True), ended.stderr


@pytest.mark.parametrize("signals", [1, 3])
async def test_serve_drains_on_sigterm_however_often(home: Path, valkey: str, database_url: str, signals: int) -> None:
    environment = {
        "LUISTERLIJN_VALKEY_URL": valkey,
        "LUISTERLIJN_DATABASE_URL": database_url,
        "LUISTERLIJN_DATA_DIR": str(home),
        "LUISTERLIJN_SECRET": "not-a-secret-but-long-enough-for-a-test",
        "LUISTERLIJN_LINE": f"t{os.getpid()}x{signals}",
        "LUISTERLIJN_PORT": "0",
        "LUISTERLIJN_INTERNAL_PORT": "0",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "luisterlijn", "serve"),
        env=os.environ | environment,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    events = []
    async with asyncio.timeout(30):
        while "node.ready" not in events:
            events.append(json.loads(await process.stderr.readline())["event"])
        for _ in range(signals):
            process.send_signal(signal.SIGTERM)
        rest = (await process.stderr.read()).decode().splitlines()
    events += [json.loads(line)["event"] for line in rest]
    assert (await process.wait(), "node.draining" in events, events[-1]) == (0, True, "node.stopped")


def test_serve_stopped_while_it_starts_leaves_no_server_behind(home: Path) -> None:
    environment = {"LUISTERLIJN_DATA_DIR": str(home), "LUISTERLIJN_PORT": "0", "LUISTERLIJN_INTERNAL_PORT": "0"}
    process = subprocess.Popen([sys.executable, "-m", "luisterlijn", "serve"], env=os.environ | environment)
    while not (home / "valkey" / "valkey.sock").exists():
        time.sleep(0.002)
    process.terminate()
    assert process.wait(timeout=30) in {0, 143}
    with socket.socket(socket.AF_UNIX) as knock, pytest.raises(OSError, match=r"refused|No such file"):
        knock.connect(str(home / "valkey" / "valkey.sock"))


def test_interrupt_while_the_program_is_loaded_is_quiet() -> None:
    """A module that Ctrl-C comes in the middle of stands for the whole load."""
    interrupted = (
        "import sys\n"
        "from luisterlijn.__main__ import main\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", interrupted], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN], ids=["in front", "behind a shell"])
def test_interrupt_while_serve_starts_is_quiet(home: Path, before: signal.Handlers) -> None:
    environment = {"LUISTERLIJN_DATA_DIR": str(home), "LUISTERLIJN_PORT": "0", "LUISTERLIJN_INTERNAL_PORT": "0"}
    ours = signal.signal(signal.SIGINT, before)  # which the program inherits if it is to be ignored
    process = subprocess.Popen(
        [sys.executable, "-m", "luisterlijn", "serve"], env=os.environ | environment, stderr=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGINT, ours)
    while not (home / "valkey" / "valkey.sock").exists():
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode in {0, 130}, "Traceback" in said) == (True, False), said


def test_a_node_may_open_as_many_files_as_the_system_lets_it() -> None:
    allowed = "import resource, luisterlijn.app as app; resource.setrlimit(resource.RLIMIT_NOFILE, (99, 199)); "
    code = f"{allowed}print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], app.allow_open_files())"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["99", "199"]
