"""What the processes of an idle instance occupy, service by service.

    python benchmarks/memory.py [--name main]

PSS: memory that processes share is divided among them, so the sum is what the machine really gives. Read from
/proc/PID/smaps_rollup of every process that carries the instance's mark, its supervisor included.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scandy_site.instance.folder import locate
from scandy_site.instance.processes import of_instance

BUDGET_MB = 700


def rollup(pid: int) -> dict[str, int]:
    """Rss, Pss and the like of one process, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {
        name: int(value.split()[0]) // 1024 for name, value in (line.split(":") for line in lines)
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", help="of the instance; without it SCANDY_HOME or main")
    instance = locate(parser.parse_args().name)
    processes = of_instance(instance.home)
    if not processes:
        sys.exit(f"The instance {instance.name} does not run ({instance.home}).")
    pss, rss, count = Counter[str](), Counter[str](), Counter[str]()
    for process in processes:
        occupied = rollup(process.pid)
        pss[process.service] += occupied["Pss"]
        rss[process.service] += occupied["Rss"]
        count[process.service] += 1
    print(f"{'service':12}{'processes':>10}{'PSS':>8}{'RSS':>8}   MB, instance {instance.name}")
    for service, megabytes in pss.most_common():
        print(f"{service:12}{count[service]:>10}{megabytes:>8}{rss[service]:>8}")
    print(
        f"{'together':12}{count.total():>10}{pss.total():>8}{rss.total():>8}   budget {BUDGET_MB} PSS"
    )
    return 0 if pss.total() <= BUDGET_MB else 1


if __name__ == "__main__":
    sys.exit(main())
