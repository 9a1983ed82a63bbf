"""Collects what the browser complains of. Chromium reports violations of the content policy as errors."""


class Console:
    def __init__(self):
        self.complaints: list[str] = []
        self.expected: list[str] = []

    def expect(self, part: str) -> None:
        """Let complaints that contain `part` pass, for a test that provokes them."""
        self.expected.append(part)

    def listen_to(self, page) -> None:
        page.on("console", lambda message: self._note(message.type, message.text, message.location.get("url", "")))
        page.on("pageerror", lambda error: self._note("error", str(error), page.url))

    def _note(self, kind: str, text: str, url: str) -> None:
        if kind == "error" and not any(part in text for part in self.expected):
            self.complaints.append(f"{url}: {text}")
