"""A gunicorn of two workers whose CPU time can be read, and the requests sent to it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2


class Server:
    """A running server; `cpu()` is what it, its workers and the database have used so far, in seconds."""

    def __init__(self, process: subprocess.Popen, port: int, database: list[psutil.Process]):
        self.port = port
        self._process = psutil.Process(process.pid)
        self._database = database

    def cpu(self) -> float:
        processes = [self._process, *self._process.children(recursive=True)]
        for root in self._database:
            processes += [root, *root.children(recursive=True)]
        return sum(_used(process) for process in processes)

    def get(self, paths: list[str]) -> int:
        """Request each path once, over one connection after another as browsers do; return the last size.

        Raises RuntimeError for any answer but 200.
        """
        size = 0
        for path in paths:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", path)
            answer = connection.getresponse()
            size = len(answer.read())
            connection.close()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
        return size


def _used(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system + times.children_user + times.children_system


def postgres_processes() -> list[psutil.Process]:
    """The postmasters of this machine: their backends count as the database's share."""
    found = [p for p in psutil.process_iter(["name", "ppid"]) if p.info["name"] in ("postgres", "postmaster")]
    numbers = {p.pid for p in found}
    return [p for p in found if p.info["ppid"] not in numbers]


@contextmanager
def serving(application: str, *, database: list[psutil.Process] = (), **environment: str):
    """Serve a WSGI application with gunicorn on a free port until the block ends."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", application, "--workers", str(WORKERS), "--no-control-socket",
        "--bind", f"127.0.0.1:{port}", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        wait_for(port)
        yield Server(process, port, list(database))
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for(port: int) -> None:
    for _attempt in range(200):
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
