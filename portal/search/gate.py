"""How often one client may search: counted in this process for a minute and then forgotten. Nothing else is asked."""

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock

from members.audit import client_address

WINDOW = 60  # seconds
IPV6_NETWORK = 64  # bits that one household or office has: the rest of an address costs its owner nothing to change


class Gate:
    """A fixed window for all clients alike. Each server process has a gate of its own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock, self.lock = clock, Lock()
        self.open_again()

    def open_again(self) -> None:
        self.window, self.counts = 0, Counter()

    def wait(self, client: str, most: int) -> int:
        """Count one request of a client; return 0, or the seconds to wait for one who made more than `most`."""
        with self.lock:
            now = self.clock()
            window = int(now // WINDOW)
            if window != self.window:
                self.window, self.counts = window, Counter()
            self.counts[client] += 1
            return 0 if self.counts[client] <= most else math.ceil((window + 1) * WINDOW - now)


def client_of(request) -> str:
    """Return the address that counts as one client: an IPv4 address, or an IPv6 network."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((int(parsed), IPV6_NETWORK), strict=False).network_address)


gate = Gate()
