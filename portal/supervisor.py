"""Runs the web server and the task worker as two children: one stops all, a dead worker is started again."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
TICK = 0.2
GRACE = 25.0  # seconds for requests and the running task to end; gunicorn itself allows 20
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class Supervisor:
    """Keeps `worker` running while `server` runs.

    The children get process groups of their own: Ctrl+C in a terminal reaches this process alone, which
    then ends each child once and gently (a second signal would make the worker drop its task).
    """

    def __init__(self, server: list[str], worker: list[str], *, say: Callable[[str], None]):
        self.commands = {"server": server, "worker": worker}
        self.children: dict[str, subprocess.Popen] = {}
        self.say = say
        self.is_stopping = False
        self.pause = FIRST_PAUSE
        self.started_at = 0.0

    def run(self, *, address: tuple[str, int]) -> int:
        """Run until SIGINT or SIGTERM (return 0) or until the server ends by itself (return its code, never 0)."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._start("server")
        self._start("worker")
        announced = False
        while not self.is_stopping and self.children["server"].poll() is None:
            announced = announced or self._announce(address)
            self._keep_worker()
            time.sleep(TICK)
        code = 0 if self.is_stopping else self.children["server"].returncode or 1
        self._end_children()
        return abs(code)

    def _start(self, name: str) -> None:
        self.started_at = time.monotonic()
        self.children[name] = subprocess.Popen(self.commands[name], process_group=0, preexec_fn=die_with_parent)

    def _announce(self, address: tuple[str, int]) -> bool:
        host, port = address
        try:
            socket.create_connection(address, timeout=TICK).close()
        except OSError:
            return False
        self.say(f"http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl+C stops)")
        return True

    def _keep_worker(self) -> None:
        """Start a dead worker again; one that dies at once, again and again, after longer and longer pauses."""
        code = self.children["worker"].poll()
        lived = time.monotonic() - self.started_at
        if code is None:
            self.pause = FIRST_PAUSE if lived > LONGEST_PAUSE else self.pause
        elif lived > self.pause:
            self.say(f"The task worker ended ({code}) and is started again.")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            self._start("worker")

    def _stop(self, number, frame) -> None:
        self.is_stopping = True

    def _end_children(self) -> None:
        deadline = time.monotonic() + GRACE
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def die_with_parent() -> None:
    """Have the kernel end the child when this process is killed, so that no server outlives it on its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
