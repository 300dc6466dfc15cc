"""The errors that are meant for people."""


class Refused(Exception):  # noqa: N818 - it reads as what happened: the input was refused
    """Input that cannot be taken, or a thing the asker may not do.

    `sentence` is shown as it is: what is wrong and how to mend it. `field` names the part of a form or line
    it is about ("client", "on", "note", a quality's key), where there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
