class PhotoRefused(Exception):
    """An act on a photo that is not possible; `sentence` (translated lazily) tells the person why."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence
