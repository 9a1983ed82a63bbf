"""Services that tests may kill."""

import shutil
import socket
import subprocess
import time

import pytest
from django_tasks_db.models import DBTaskResult, get_date_max


@pytest.fixture
def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def deaf_port():
    """A port that takes connections and never says a word: what a hanging service looks like."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


class Redis:
    """A Redis server of the test's own, to be stopped and started again."""

    def __init__(self, port: int, folder):
        self.address, self.port, self.folder = f"redis://127.0.0.1:{port}", port, folder
        self.process = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("redis-server did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis(free_port, tmp_path):
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server: apt-get install redis-server")
    server = Redis(free_port, tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def queued_task(db) -> DBTaskResult:
    """A task in the database's queue (tests run tasks at once otherwise)."""
    return DBTaskResult.objects.create(
        task_path="articles.tasks.make_renditions",
        args_kwargs={"args": [0], "kwargs": {}},
        queue_name="media",
        backend_name="default",
        run_after=get_date_max(),
    )
