"""The command line behind ./manage.sh: which words it knows and what each of them calls.

A command's module is imported when it is called, so that ``status`` does not pay for ``start``.
"""

import argparse
import errno
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from scandy_site.instance.config import Options, load, parse_port
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import BASE_DIR, Instance, locate
from scandy_site.instance.terminal import complain, say

GERMAN = (
    ("unrecognized arguments:", "unbekannte Angabe:"),
    ("expected one argument", "braucht einen Wert"),
    ("the following arguments are required:", "es fehlt:"),
    ("invalid choice:", "kennt nicht:"),
    ("choose from", "möglich:"),
    ("argument ", ""),
)
FOR_ANOTHER_PROGRAM = ("manage", "test")  # what follows these words is not ours


class Parser(argparse.ArgumentParser):
    """argparse, with German sentences and without its own help pages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **kwargs)

    def error(self, message: str) -> NoReturn:
        for english, german in GERMAN:
            message = message.replace(english, german)
        raise InstanceError(f"{message} (Hilfe: ./manage.sh --help)", ExitCode.USAGE)


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return _run(arguments)
    except InstanceError as error:
        complain(f"Fehler: {error}")
        return error.code
    except PermissionError as error:
        complain(
            f"Fehler: Keine Berechtigung für {error.filename} (als derselbe Benutzer aufrufen?)."
        )
        return ExitCode.FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        complain(f"Fehler: Der Datenträger ist voll ({error.filename or 'kein Platz mehr'}).")
        return ExitCode.DISK_FULL
    except KeyboardInterrupt:
        complain("\nAbgebrochen.")
        return 128 + signal.SIGINT


def _run(arguments: Sequence[str]) -> int:
    own, rest = _split(arguments)
    call = _parser().parse_args(own)
    return COMMANDS[call.command](call, rest)


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Our words, and those for the program that the command calls."""
    values = list(arguments)
    for position, word in enumerate(values):
        if word in COMMANDS and (position == 0 or values[position - 1] != "--name"):
            end = position + 1 if word in FOR_ANOTHER_PROGRAM else len(values)
            return values[:end], values[end:]
    return values, []


def _parser() -> Parser:
    parser = Parser(prog="./manage.sh")
    shared = Parser()
    for each, default in ((parser, None), (shared, argparse.SUPPRESS)):
        each.add_argument("--name", default=default)
    commands = parser.add_subparsers(dest="command", metavar="BEFEHL", required=True)
    found = {name: commands.add_parser(name, parents=[shared]) for name in COMMANDS}
    found["start"].add_argument("--host")
    found["start"].add_argument("--port")
    found["start"].add_argument("--demo", action="store_true")
    found["start"].add_argument("--dev", action="store_true")
    found["start"].add_argument("--skip-setup", action="store_true")
    found["start"].add_argument("--tls", action=argparse.BooleanOptionalAction)
    found["status"].add_argument("--json", action="store_true")
    found["doctor"].add_argument("--json", action="store_true")
    found["logs"].add_argument("service", nargs="?")
    found["logs"].add_argument("-f", "--follow", action="store_true")
    return parser


def _command(module: str, name: str) -> Callable[..., ExitCode]:
    found: Callable[..., ExitCode] = getattr(import_module(f"scandy_site.instance.{module}"), name)
    return found


def _start(call: argparse.Namespace, _rest: list[str]) -> ExitCode:
    port = None if call.port is None else parse_port(call.port)
    options = Options(
        host=call.host,
        port=port,
        demo=call.demo,
        dev=call.dev,
        tls=call.tls,
        skip_setup=call.skip_setup,
    )
    return _command("start", "start")(locate(call.name), options)


def _restart(call: argparse.Namespace, _rest: list[str]) -> ExitCode:
    return _command("start", "restart")(locate(call.name))


def _stop(call: argparse.Namespace, _rest: list[str]) -> ExitCode:
    return _command("stop", "stop")(locate(call.name))


def _status(call: argparse.Namespace, _rest: list[str]) -> ExitCode:
    return _command("status", "status")(locate(call.name), as_json=call.json)


def _doctor(call: argparse.Namespace, _rest: list[str]) -> ExitCode:
    return _command("doctor", "doctor")(locate(call.name), as_json=call.json)


def _logs(call: argparse.Namespace, _rest: list[str]) -> ExitCode:
    return _command("logs", "show")(locate(call.name), call.service, follow=call.follow)


def _shell(call: argparse.Namespace, _rest: list[str]) -> NoReturn:
    instance = locate(call.name)
    say(f"Shell in der Umgebung der Instanz „{instance.name}“; exit beendet sie.")
    _become(instance, [os.environ.get("SHELL") or "/bin/sh"])


def _manage(call: argparse.Namespace, rest: list[str]) -> NoReturn:
    _become(locate(call.name), [sys.executable, "manage.py", *rest])


def _become(instance: Instance, command: list[str]) -> NoReturn:
    os.chdir(BASE_DIR)
    os.execvpe(command[0], command, load(instance).environment())  # noqa: S606 - no shell


def _check(_call: argparse.Namespace, _rest: list[str]) -> ExitCode:
    return _command("checks", "check")()


def _test(_call: argparse.Namespace, rest: list[str]) -> int:
    return _command("testing", "test")(rest)


COMMANDS: dict[str, Callable[[argparse.Namespace, list[str]], int]] = {
    "start": _start,
    "stop": _stop,
    "restart": _restart,
    "status": _status,
    "doctor": _doctor,
    "logs": _logs,
    "shell": _shell,
    "manage": _manage,
    "check": _check,
    "test": _test,
}
