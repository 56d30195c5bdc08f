"""Start an instance: a second start says where it runs, a failed one leaves nothing behind."""

from dataclasses import replace

from scandy_site.instance import devices, state
from scandy_site.instance.config import Config, Options, load
from scandy_site.instance.errors import ExitCode
from scandy_site.instance.folder import Instance, create, locked
from scandy_site.instance.launch import Launch
from scandy_site.instance.ports import is_loopback, one_at_a_time
from scandy_site.instance.processes import namesakes, of_instance
from scandy_site.instance.setup import finish, refuse_contradictions, settle
from scandy_site.instance.skipping import skip_setup
from scandy_site.instance.state import State
from scandy_site.instance.stop import end_everything
from scandy_site.instance.supervisor import Supervisor
from scandy_site.instance.terminal import say, step


def start(instance: Instance, options: Options) -> ExitCode:
    refuse_contradictions(instance, options)
    with locked(instance.run / "lock"):
        remembered = state.recall(instance)
        if remembered and _is_running(instance) and changes_tls(remembered, options):
            options = on_the_same_place(remembered, options)
        elif _is_running(instance):
            _greet(instance, "läuft schon")
            if options.skip_setup:
                say(skip_setup(load(instance)))
            return ExitCode.OK
        if of_instance(instance.home):
            with step("Was noch läuft, wird beendet") as tick:
                end_everything(instance, tick)
        create(instance)
        with one_at_a_time():
            config = settle(instance, options)
            say(f"Instanz „{instance.name}“ wird gestartet ({instance.home}).")
            launch = Launch(config)
            launch.start_servers()
        report = launch.start_application(seed=options.demo, skips_setup=options.skip_setup)
        finish(instance)
        _greet(instance, "läuft")
        _explain(config, options)
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


def changes_tls(remembered: State, options: Options) -> bool:
    """Whether the instance runs with TLS and is asked not to, or the other way round."""
    runs_with = remembered.url.startswith("https:")
    return options.tls is not None and options.tls != runs_with


def on_the_same_place(remembered: State, options: Options) -> Options:
    """Where the instance runs now, unless the call names another address or port."""
    return replace(
        options,
        host=options.host or remembered.options.host,
        port=options.port or remembered.options.port,
    )


def _explain(config: Config, options: Options) -> None:
    """What follows from this start for other devices and other instances."""
    if not is_loopback(config.host):
        names = ", ".join(config.allowed_hosts())
        file = config.instance.env_file
        say(f"Gültige Namen sind {names}; weitere gehören in ALLOWED_HOSTS in {file}.")
    for home in namesakes(config.instance):
        say(
            f"Achtung: In {home} läuft noch eine Instanz „{config.instance.name}“. Im selben Browser melden "
            "sich beide gegenseitig ab; ein anderer Name (--name) hilft."
        )
    if config.tls:
        devices.explain(config, with_code=bool(options.tls))


def _greet(instance: Instance, verb: str) -> None:
    remembered = state.recall(instance)
    say(f"Scandy {verb}: {remembered.url if remembered else '(Adresse unbekannt)'}")
