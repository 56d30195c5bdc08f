"""Start an instance: a second start says where it runs, a failed one leaves nothing behind."""

from scandy_site.instance import state
from scandy_site.instance.config import Options
from scandy_site.instance.errors import ExitCode
from scandy_site.instance.folder import Instance, create, locked
from scandy_site.instance.launch import Launch
from scandy_site.instance.ports import is_loopback, one_at_a_time
from scandy_site.instance.processes import of_instance
from scandy_site.instance.setup import finish, refuse_contradictions, settle
from scandy_site.instance.stop import end_everything
from scandy_site.instance.supervisor import Supervisor
from scandy_site.instance.terminal import say, step


def start(instance: Instance, options: Options) -> ExitCode:
    refuse_contradictions(instance, options)
    with locked(instance.run / "lock"):
        if _is_running(instance):
            _greet(instance, "läuft schon")
            return ExitCode.OK
        if of_instance(instance.home):
            with step("Reste eines früheren Laufs werden beendet") as tick:
                end_everything(instance, tick)
        create(instance)
        with one_at_a_time():
            config = settle(instance, options)
            say(f"Instanz „{instance.name}“ wird gestartet ({instance.home}).")
            launch = Launch(config)
            launch.start_servers()
        report = launch.start_application(seed=options.demo)
        finish(instance)
        _greet(instance, "läuft")
        if not is_loopback(config.host):
            names = ", ".join(config.allowed_hosts())
            say(
                f"Gültige Namen sind {names}; weitere gehören in ALLOWED_HOSTS in {instance.env_file}."
            )
        if report:
            say(report)
    return ExitCode.OK


def restart(instance: Instance) -> ExitCode:
    """Stop and start again, with the options of the running start."""
    remembered = state.recall(instance)
    if of_instance(instance.home):
        with locked(instance.run / "lock"), step("Dienste werden angehalten") as tick:
            end_everything(instance, tick)
    return start(instance, remembered.options if remembered else Options())


def _is_running(instance: Instance) -> bool:
    found = Supervisor(instance).services() or {}
    states = {service.state for service in found.values()}
    return bool(states) and states <= {"RUNNING", "STARTING"}


def _greet(instance: Instance, verb: str) -> None:
    remembered = state.recall(instance)
    say(f"Scandy {verb}: {remembered.url if remembered else '(Adresse unbekannt)'}")
