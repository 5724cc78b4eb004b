"""What ends a run of the bench, in one line that a person can act on."""


class Failure(Exception):
    pass
