"""End an instance: web first, the database last, and also what nobody supervises any more."""

from scandy_site.instance import processes, state
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.folder import Instance, locked
from scandy_site.instance.processes import PREPARE, SUPERVISOR
from scandy_site.instance.supervisor import START_ORDER, STOP_SECONDS, Supervisor
from scandy_site.instance.terminal import Tick, say, step, wait_until


def stop(instance: Instance) -> ExitCode:
    if not instance.home.is_dir():
        raise InstanceError(f"Die Instanz „{instance.name}“ gibt es nicht ({instance.home}).")
    with locked(instance.run / "lock"):
        if not processes.of_instance(instance.home):
            state.forget(instance)
            say(f"Die Instanz „{instance.name}“ läuft nicht.")
            return ExitCode.OK
        with step(f"Instanz „{instance.name}“ wird angehalten") as tick:
            end_everything(instance, tick)
    return ExitCode.OK


def end_everything(instance: Instance, tick: Tick) -> None:
    """Let the supervisor end its services in order; end in the same order what it left behind."""
    if Supervisor(instance).shutdown():
        wait_until(
            lambda: not any(p.service == SUPERVISOR for p in processes.of_instance(instance.home)),
            seconds=sum(STOP_SECONDS.values()),
            tick=tick,
        )
    limits = {SUPERVISOR: 10, PREPARE: 10, **STOP_SECONDS}
    for service in (SUPERVISOR, PREPARE, *reversed(START_ORDER)):
        processes.end(instance.home, service, seconds=limits[service], tick=tick)
    instance.socket.unlink(missing_ok=True)
    state.forget(instance)
