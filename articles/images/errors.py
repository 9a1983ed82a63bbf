class ImageRefused(Exception):
    """A picture that cannot be taken; `sentence` (translated lazily) tells the sender what to do."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


class StorageFailed(ImageRefused):
    """The file is fine, but the server could not keep it."""
