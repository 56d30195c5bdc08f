import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of


@pytest.fixture
def employee():
    """A browser in which an employee is signed in."""
    return client_of(Role.EMPLOYEE)
