"""Why a file is not taken. The codes go to the parent process, which has a sentence for each (apps.media.enums)."""

EMPTY = "empty"
UNKNOWN = "unknown"
DAMAGED = "damaged"
TOO_MANY_PIXELS = "too_many_pixels"
TOO_MANY_FRAMES = "too_many_frames"
BOMB = "bomb"
ENCRYPTED = "encrypted"
MACROS = "macros"
TOO_LARGE = "too_large"
TOO_COMPLEX = "too_complex"


class Refused(Exception):
    """The file is not taken; the argument is one of the codes."""

    @property
    def code(self) -> str:
        return str(self.args[0])
