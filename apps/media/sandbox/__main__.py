"""``python -m apps.media.sandbox <task> <output>``: the file comes on stdin, the answer is a line of JSON on stdout.

``<task>`` is ``accept`` or ``thumbnail``; ``<output>`` is the number of an open file for what is written anew. The
limits hold from here on: whatever a file does to a decoder ends with this process.
"""

import json
import os
import resource
import signal
import sys
from typing import BinaryIO

from apps.media.sandbox import kinds
from apps.media.sandbox.refusals import TOO_COMPLEX, TOO_LARGE, Refused

MEGABYTE = 1024 * 1024
MEMORY = 768 * MEGABYTE
WRITTEN = 20 * MEGABYTE
CPU_SECONDS = 20
WALL_SECONDS = 40
LESS_URGENT = 5  # than people who wait at the counter


def main(task: str, output: int) -> int:
    _limit()
    try:
        with os.fdopen(output, "wb") as target:
            answer = _run(task, sys.stdin.buffer, target)
    except Refused as refused:
        answer = {"refused": refused.code}
    except MemoryError:
        answer = {"refused": TOO_COMPLEX}
    except OSError:
        answer = {"refused": TOO_LARGE}  # the limit of what may be written
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit() -> None:
    os.nice(LESS_URGENT)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much becomes an OSError
    signal.alarm(WALL_SECONDS)
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def _run(task: str, source: BinaryIO, target: BinaryIO) -> dict[str, object]:
    media_type = kinds.kind_of(source)
    if media_type not in kinds.IMAGES:
        from apps.media.sandbox.documents import check_document

        check_document(source, media_type)
        return {"mime_type": media_type, "is_rewritten": False}
    from apps.media.sandbox import images

    write = images.write_thumbnail if task == "thumbnail" else images.write_image
    return {"mime_type": media_type, "is_rewritten": True, **write(source, target, media_type)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
