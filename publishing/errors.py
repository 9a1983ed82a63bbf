"""What an action raises when it cannot be done; forms and admin turn it into a sentence."""

from publishing.rules import Refusal


class Refused(Exception):
    """The act is not possible; `str()` is the sentence for the person, `reason` the Refusal."""

    def __init__(self, reason: Refusal):
        self.reason = reason
        super().__init__(reason.label)
