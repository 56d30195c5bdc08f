"""What becomes of files that nobody needs, and of uploads that were killed halfway."""

from datetime import timedelta

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.tests.moments import MADE_AT
from apps.media import storage
from apps.media.consistency import contradictions
from apps.media.limits import KEPT, UPLOAD_LASTS
from apps.media.models import Attachment, AttachmentFolder, LooseFile
from apps.media.services.attachments import remove_attachment
from apps.media.services.cleaning import purge
from apps.media.services.files import stored
from apps.media.services.thumbnails import add_thumbnail
from apps.media.tests.factories import add_file, picture, stored_file, upload_of

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATER = MADE_AT + KEPT + timedelta(days=1)


@pytest.fixture
def attachment(thing) -> Attachment:
    return add_file(thing, "a.jpg", actor=UserFactory(), content=picture(), mime_type="image/jpeg")


def lies(name: str) -> bool:
    return storage.storage().exists(name)


def remove(attachment: Attachment) -> None:
    remove_attachment(attachment.pk, actor=attachment.uploaded_by, now=MADE_AT)


def test_a_removed_file_goes_after_its_time_with_its_small_picture(attachment):
    add_thumbnail(attachment.pk, now=MADE_AT)
    attachment.refresh_from_db()
    remove(attachment)

    assert purge(LATER) == 2
    assert not lies(attachment.stored_name)
    assert not lies(attachment.thumbnail)
    assert (Attachment.objects.count(), LooseFile.objects.count()) == (0, 0)


def test_a_removed_file_stays_for_its_time(attachment):
    remove(attachment)

    assert purge(MADE_AT + KEPT) == 0
    assert lies(attachment.stored_name)


def test_a_file_in_use_is_never_cleaned_up(attachment):
    assert purge(LATER) == 0
    assert lies(attachment.stored_name)


def test_an_upload_that_was_killed_before_its_commit_leaves_nothing_for_long(thing):
    file = stored_file(now=MADE_AT)  # and then the process is gone

    assert purge(MADE_AT + UPLOAD_LASTS / 2) == 0
    assert purge(MADE_AT + UPLOAD_LASTS) == 1
    assert not lies(file.stored_name)


def test_an_upload_that_was_killed_before_its_file_was_written_is_cleaned_up_too():
    LooseFile.objects.create(stored_name=storage.new_name(), since=MADE_AT)

    assert purge(LATER) == 1
    assert LooseFile.objects.count() == 0


def test_cleaning_up_that_was_killed_halfway_goes_on(attachment):
    remove(attachment)
    LooseFile.objects.create(stored_name=attachment.stored_name, since=MADE_AT)
    Attachment.objects.all().delete()
    storage.delete(attachment.stored_name)  # and then the process is gone

    assert purge(LATER) == 1
    assert LooseFile.objects.count() == 0


def test_work_that_fails_takes_its_files_along():
    with pytest.raises(ZeroDivisionError), stored([upload_of(picture())], now=MADE_AT) as [file]:
        raise ZeroDivisionError

    assert not lies(file.stored_name)
    assert LooseFile.objects.count() == 0


def test_two_small_pictures_made_at_once_leave_one(attachment):
    assert add_thumbnail(attachment.pk, now=MADE_AT)
    assert not add_thumbnail(attachment.pk, now=MADE_AT)

    attachment.refresh_from_db()
    with storage.read(attachment.thumbnail) as file:
        assert file.read()[8:12] == b"WEBP"


def test_all_is_well_with_files_in_use_and_files_on_their_way(attachment):
    add_thumbnail(attachment.pk, now=MADE_AT)
    stored_file()

    assert list(contradictions()) == []


@pytest.mark.usefixtures("empty_folder")
def test_all_is_well_before_the_first_upload(tmp_path):
    tmp_path.rmdir()

    assert list(contradictions()) == []


def test_a_file_that_is_missing_is_found(attachment):
    storage.delete(attachment.stored_name)

    [finding] = contradictions()

    assert attachment.stored_name in finding
    assert "a.jpg" in finding


def test_a_stray_file_is_found_when_it_is_old(empty_folder, monkeypatch):
    file = stored_file()
    LooseFile.objects.all().delete()
    assert list(contradictions()) == []  # it may be on its way

    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + UPLOAD_LASTS + timedelta(minutes=1))
    [finding] = contradictions()

    assert file.stored_name in finding


def test_a_wrong_count_is_found(attachment):
    AttachmentFolder.objects.update(count=3)

    [finding] = contradictions()

    assert "3" in finding


def test_files_without_a_count_are_found(attachment):
    AttachmentFolder.objects.all().delete()

    assert len(list(contradictions())) == 1
