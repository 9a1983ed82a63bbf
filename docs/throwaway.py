"""A portal with the demo content on a database of its own, which is gone when the pictures are taken."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "hongqi-2021"
PATIENCE = 600  # seconds for the demo content on a slow machine
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")  # what else is set is meant for another site


@contextmanager
def portal() -> Iterator[str]:
    """Run `manage.py serve` and give its address."""
    with tempfile.TemporaryDirectory(prefix="portal-docs-") as folder, Path(folder, "log").open("wb") as log:
        port = _free_port()
        told = {"VAR_DIR": folder, "PORT": str(port), "DEMO_PASSWORD": PASSWORD, "WEB_CONCURRENCY": "1"}
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | told
        command = [sys.executable, "manage.py", "serve"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await(f"http://127.0.0.1:{port}", server, Path(log.name))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=10):
                return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"The portal did not start:\n{log.read_text(errors='replace')[-2000:]}")
