"""The .env file of an instance, read as the settings read it (django-environ), never rewritten.

Values are added, and single values replaced, so that an operator's comments and order survive.
"""

import os
import re
from pathlib import Path

LINE = re.compile(r"\A(?:export )?([A-Za-z_0-9]+)=(.*)\Z")


def read(path: Path) -> dict[str, str]:
    """All values of the file; none when there is no file yet."""
    if not path.is_file():
        return {}
    matches = map(LINE.match, path.read_text(encoding="utf8").splitlines())
    return {match[1]: _unquote(match[2]) for match in matches if match}


def _unquote(value: str) -> str:
    if single := re.match(r"\A'(.*)'\Z", value):
        value = single[1]
    if double := re.match(r'\A"(.*)"\Z', value):
        value = re.sub(r"\\(.)", lambda m: m[0] if m[1] in "rnt" else m[1], double[1])
    return value


def write(path: Path, text: str) -> None:
    """Replace the file at once, readable by its owner alone."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def update(path: Path, values: dict[str, str]) -> None:
    """Set values where their lines stand; what has no line yet is added at the end."""
    lines = path.read_text(encoding="utf8").splitlines()
    missing = dict(values)
    for number, line in enumerate(lines):
        match = LINE.match(line)
        if match and match[1] in values:
            lines[number] = f"{match[1]}={values[match[1]]}"
            missing.pop(match[1], None)
    lines += [f"{key}={value}" for key, value in missing.items()]
    write(path, "\n".join(lines) + "\n")
