"""Private PostgreSQL and MariaDB servers for the tests: ``python -m tests.services start|stop``.

They listen on loopback only, on free ports, with their data in ``.services/`` of the checkout.
Servers that run already are used instead where ``USERSHIFT_POSTGRESQL`` or ``USERSHIFT_MARIADB``
gives their address, such as ``postgresql://user:password@127.0.0.1:5432``. A server that is not
installed is installed from Debian's packages.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / ".services"
VARIABLES = {"postgresql": "USERSHIFT_POSTGRESQL", "mariadb": "USERSHIFT_MARIADB"}
USER = PASSWORD = "usershift"


@dataclass(frozen=True)
class Server:
    """Where a server is, and a user who may create databases."""

    vendor: str
    host: str
    port: int
    user: str
    password: str


def server(vendor: str) -> Server | None:
    """The server that tests may use: from the environment, or one that ``start`` has started.

    There is none where ``USERSHIFT_SERVICES`` is ``none``, whatever runs.
    """
    if os.environ.get("USERSHIFT_SERVICES") == "none":
        return None
    if url := os.environ.get(VARIABLES[vendor]):
        parts = urlsplit(url)
        user, password = unquote(parts.username or USER), unquote(parts.password or "")
        port = parts.port or (5432 if vendor == "postgresql" else 3306)
        return Server(vendor, parts.hostname or "127.0.0.1", port, user, password)
    record = FOLDER / f"{vendor}.json"
    if not record.exists():
        return None
    found = Server(**json.loads(record.read_text()))
    return found if answers(found) else None


def answers(candidate: Server) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection((candidate.host, candidate.port), timeout=2).close()
        return True
    return False


def execute(on: Server, sql: str, database: str | None = None) -> str:
    """Run SQL with the vendor's own client and return what it prints, without decoration."""
    if on.vendor == "postgresql":
        command = [_postgresql("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", on.host, "-p", str(on.port), "-U", on.user, "-d", database or "postgres"]
    else:
        command = [_binary("mariadb", "mysql"), "--no-defaults", "-N", "-B"]
        command += ["-h", on.host, "-P", str(on.port), "-u", on.user]
        command += [database] if database else []
    return _output(command, on, sql)


def dump(on: Server, database: str) -> str:
    """The SQL that makes a MariaDB database again."""
    command = [_binary("mariadb-dump", "mysqldump"), "--no-defaults", "--skip-lock-tables"]
    command += ["-h", on.host, "-P", str(on.port), "-u", on.user, database]
    return _output(command, on)


def _output(command: list[str], on: Server, text: str = "") -> str:
    environment = {**os.environ, "PGPASSWORD": on.password, "MYSQL_PWD": on.password}
    done = subprocess.run(command, input=text, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"{on.vendor}: {done.stderr.strip()}\n{text}")
    return done.stdout


# Starting and stopping


def start() -> None:
    for vendor, launch in (("postgresql", _start_postgresql), ("mariadb", _start_mariadb)):
        found = server(vendor)
        if found is None:
            FOLDER.mkdir(exist_ok=True)
            found = launch()
            (FOLDER / f"{vendor}.json").write_text(json.dumps(asdict(found)))
        print(f"{vendor} answers on {found.host}:{found.port}")


def stop() -> None:
    if (FOLDER / "postgresql.json").exists():
        data = str(_data("postgresql", "postgres"))
        run(*_as("postgres"), _postgresql("pg_ctl"), "-D", data, "-m", "fast", "stop")
        (FOLDER / "postgresql.json").unlink()
    if found := server("mariadb") if (FOLDER / "mariadb.json").exists() else None:
        execute(found, "SHUTDOWN")
        (FOLDER / "mariadb.json").unlink()


def _start_postgresql() -> Server:
    _install("postgresql", lambda: _postgresql("initdb"))
    data, port = _data("postgresql", "postgres"), _free_port()
    if not (data / "PG_VERSION").exists():
        how = ["-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
        run(*_as("postgres"), _postgresql("initdb"), "-D", str(data), *how)
    # What a crash of the machine would lose does not matter here; speed does.
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 200,
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    start = ["-w", "-l", str(data / "log"), "-o", options, "start"]
    run(*_as("postgres"), _postgresql("pg_ctl"), "-D", str(data), *start)
    return Server("postgresql", "127.0.0.1", port, USER, PASSWORD)


def _start_mariadb() -> Server:
    _install("mariadb-server", lambda: _binary("mariadbd", "mysqld"))
    data, port = _data("mariadb", "mysql"), _free_port()
    owner = ["--user=mysql"] if os.getuid() == 0 else []
    if not (data / "mysql").exists():
        install = _binary("mariadb-install-db", "mysql_install_db")
        run(install, "--no-defaults", f"--datadir={data}", *owner)
    (data / "users.sql").write_text(
        f"CREATE USER IF NOT EXISTS {USER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
        f"CREATE USER IF NOT EXISTS {USER}@'localhost' IDENTIFIED BY '{PASSWORD}';\n"
        f"GRANT ALL ON *.* TO {USER}@'127.0.0.1' WITH GRANT OPTION;\n"
        f"GRANT ALL ON *.* TO {USER}@'localhost' WITH GRANT OPTION;\n"
    )
    (data / "users.sql").chmod(0o644)
    command = [
        _binary("mariadbd", "mysqld"),
        "--no-defaults",
        f"--datadir={data}",
        f"--port={port}",
        "--bind-address=127.0.0.1",
        # Relative to the data: the path of a checkout can be longer than a socket's may be.
        "--socket=socket",
        "--pid-file=pid",
        f"--init-file={data / 'users.sql'}",
        "--character-set-server=utf8mb4",
        "--innodb-flush-log-at-trx-commit=0",
        *owner,
    ]
    with (FOLDER / "mariadb.log").open("ab") as log:
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    found = Server("mariadb", "127.0.0.1", port, USER, PASSWORD)
    _wait(lambda: answers(found))
    return found


def _install(package: str, binary: Callable[[], str]) -> None:
    with contextlib.suppress(FileNotFoundError):
        binary()
        return
    print(f"installing {package}", flush=True)
    root = [] if os.getuid() == 0 else ["sudo"]
    run(*root, "apt-get", "update", "-q")
    # Debian would start a server of its own on the usual port.
    run(
        *root,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "RUNLEVEL=1",
        "apt-get",
        "install",
        "-q",
        "-y",
        "--no-install-recommends",
        package,
    )
    binary()


def _data(name: str, owner: str) -> Path:
    """The folder for a server's data; as root it belongs to the server's own system user."""
    folder = FOLDER / name
    if os.getuid() == 0 and not all(
        up.stat().st_mode & 0o001 for up in (CHECKOUT, *CHECKOUT.parents)
    ):
        # That user cannot come in where only root may, such as below /root.
        checkout = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
        folder = Path("/var/tmp") / f"usershift-{checkout}-{name}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.getuid() == 0:
        shutil.chown(folder, owner)
    return folder


def _as(user: str) -> list[str]:
    """What runs a command as a system user, for servers that refuse to run as root."""
    if os.getuid() != 0:
        return []
    entry = pwd.getpwnam(user)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def _postgresql(name: str) -> str:
    """A program of PostgreSQL: Debian keeps most of them away from PATH."""
    for found in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True):
        return str(found)
    return _binary(name)


def _binary(*names: str) -> str:
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise FileNotFoundError(f"{names[0]} is not installed")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(ready: Callable[[], bool]) -> None:
    for _ in range(120):
        if ready():
            return
        time.sleep(0.5)
    raise RuntimeError("the server does not answer after a minute")


def run(*command: str) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    {"start": start, "stop": stop}[sys.argv[1]]()
