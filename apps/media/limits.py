"""How much is taken: of one file, at one thing, in one request."""

from datetime import timedelta

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE  # of one file
MOST_FILES = 10  # at one thing
MOST_FILES_AT_ONCE = 20  # in one request: each hears what became of it
MOST_BYTES_AT_ONCE = MOST_FILES * MOST_BYTES + MEGABYTE  # with the form around them

KEPT = timedelta(days=30)  # files that were removed
UPLOAD_LASTS = timedelta(hours=1)  # at most, from the first byte in the storage to the commit
