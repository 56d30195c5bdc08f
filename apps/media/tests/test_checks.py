"""What the doctor says about the storage."""

from pathlib import Path

import pytest
from django.core.checks.registry import registry

from apps.media.checks import storage_takes_files

pytestmark = pytest.mark.unit


@pytest.mark.usefixtures("empty_folder")
def test_a_storage_that_takes_files_is_fine(tmp_path):
    assert [message.id for message in storage_takes_files(databases=None)] == ["media.I001"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("empty_folder")
def test_a_storage_that_takes_none_is_an_error(tmp_path):
    Path(tmp_path / "check").write_text("a file where a folder should be")

    assert [message.id for message in storage_takes_files(databases=None)] == ["media.E001"]


def test_the_doctor_asks():
    assert storage_takes_files in registry.deployment_checks
