"""What an action raises when it cannot be done; forms and admin turn it into a sentence."""

from collections.abc import Iterable

from publishing.preflight import Finding
from publishing.rules import Refusal


class Refused(Exception):
    """The act is not possible; `str()` is the sentence for the person, `reason` the Refusal.

    `findings` are what stands in the way when the reason is FINDINGS.
    """

    def __init__(self, reason: Refusal, findings: Iterable[Finding] = ()):
        self.reason = reason
        self.findings = list(findings)
        super().__init__(reason.label)

    def __str__(self):
        return str(self.reason.label)

    @property
    def sentences(self) -> list[str]:
        """The sentence, and one more for each finding."""
        return [str(self), *(finding.sentence for finding in self.findings)]
