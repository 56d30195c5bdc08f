"""S3-compatible storage. A store that does not answer is an OSError, as a disk that does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER, TRIES = 3, 20, 2
IN_MEMORY = 1024 * 1024  # of a file that is read; the rest goes to disk


class MediaBucket(S3Storage):
    """A bucket that nobody reads but Scandy."""

    def get_default_settings(self) -> dict[str, Any]:
        return {
            **super().get_default_settings(),
            "default_acl": None,
            "file_overwrite": True,  # names are random
            "max_memory_size": IN_MEMORY,
            "client_config": Config(
                connect_timeout=SECONDS_TO_CONNECT,
                read_timeout=SECONDS_TO_ANSWER,
                retries={"max_attempts": TRIES},
                s3={"addressing_style": "path"},
                signature_version="s3v4",
            ),
        }

    def _save(self, name: str, content: Any) -> str:
        with _as_os_error():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_os_error():
            file = super()._open(name, mode)
            file.file  # noqa: B018 fetches it
            return file

    def delete(self, name: str) -> None:
        with _as_os_error():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_os_error():
            return super().exists(name)

    def get_modified_time(self, name: str) -> datetime:
        with _as_os_error():
            return super().get_modified_time(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_os_error():
            return super().listdir(name)


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"S3: {type(error).__name__}: {error}") from error
