"""Instances that a test starts are ended when its module is through."""

import shutil
from collections.abc import Callable, Iterator

import pytest

from scandy_site.instance import ports
from scandy_site.tests.instances import Scandy


@pytest.fixture(scope="module")
def make_scandy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Scandy]]:
    made = []

    def make() -> Scandy:
        made.append(Scandy(tmp_path_factory.mktemp("i") / "home", ports.any_free()))
        return made[-1]

    yield make
    for scandy in made:
        scandy.kill("supervisord")
        scandy.kill()
        shutil.rmtree(scandy.home, ignore_errors=True)


@pytest.fixture
def scandy(make_scandy: Callable[[], Scandy]) -> Scandy:
    """An instance that was never started."""
    return make_scandy()
