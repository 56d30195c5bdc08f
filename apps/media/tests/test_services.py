"""What happens to the files of a thing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.media import storage
from apps.media.errors import AttachmentNotFound, NoPicture, TooManyFiles
from apps.media.limits import MOST_BYTES, MOST_FILES
from apps.media.models import Attachment, LooseFile
from apps.media.queries import attachments_of, folder_of, owned
from apps.media.services import attachments as services
from apps.media.services.files import Refused
from apps.media.tests.factories import add_file, picture, stored_file, upload_of

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT + timedelta(days=1)


@pytest.fixture
def actor():
    return UserFactory()


def names(obj) -> list[str]:
    return [attachment.filename for attachment in attachments_of(obj)]


def test_a_photo_is_kept_under_a_name_that_reveals_nothing(thing, actor):
    [added] = services.add_attachments(
        thing, [upload_of(picture(2500, 100), "../Säge.jpg")], actor=actor, now=NOW
    )

    assert (added.filename, added.mime_type) == ("Säge.jpg", "image/jpeg")
    assert (added.width, added.height, added.uploaded_by) == (1920, 77, actor)
    assert "ge" not in added.stored_name.partition("/")[2]
    with storage.read(added.stored_name) as file:
        assert len(file.read()) == added.size
    assert LooseFile.objects.count() == 0


def test_each_file_is_taken_or_refused_for_itself(thing, actor):
    uploads = [
        upload_of(picture(), "a.jpg"),
        upload_of(b"<svg/>", "b.svg"),
        upload_of(picture(), "c.jpg"),
    ]

    outcomes = services.add_attachments(thing, uploads, actor=actor, now=NOW)

    assert [isinstance(outcome, Refused) for outcome in outcomes] == [False, True, False]
    assert names(thing) == ["a.jpg", "c.jpg"]


def test_a_second_file_of_the_same_name_gets_a_number(thing, actor):
    for _time in range(2):
        add_file(thing, "foto.png", actor=actor)

    assert names(thing) == ["foto.png", "foto-2.png"]


def test_the_eleventh_file_is_refused(thing, actor):
    for _number in range(MOST_FILES):
        add_file(thing, actor=actor)

    [outcome] = services.add_attachments(thing, [upload_of(picture())], actor=actor, now=NOW)

    assert isinstance(outcome.error, TooManyFiles)
    assert folder_of(owned(thing)).count == MOST_FILES
    assert LooseFile.objects.count() == 0


def test_of_twenty_files_at_once_exactly_ten_are_kept(thing, actor):
    files = [stored_file() for _number in range(20)]

    outcomes = at_once(
        *(
            lambda file=file: attempt(services.attach, thing, file, actor=actor, now=NOW)
            for file in files
        )
    )

    kept = [outcome for outcome in outcomes if isinstance(outcome, Attachment)]
    assert len(kept) == Attachment.objects.count() == MOST_FILES
    assert folder_of(owned(thing)).count == MOST_FILES
    assert {type(outcome) for outcome in outcomes} == {Attachment, TooManyFiles}


def test_files_of_the_same_name_at_once_get_different_ones(thing, actor):
    files = [stored_file("foto.png") for _number in range(4)]

    at_once(
        *(lambda file=file: services.attach(thing, file, actor=actor, now=NOW) for file in files)
    )

    assert sorted(names(thing)) == ["foto-2.png", "foto-3.png", "foto-4.png", "foto.png"]


def test_adding_and_removing_at_once_keep_the_count(thing, actor):
    old = [add_file(thing, actor=actor) for _number in range(5)]
    new = [stored_file() for _number in range(5)]

    at_once(
        *(
            lambda each=each: services.remove_attachment(each.pk, actor=actor, now=NOW)
            for each in old
        ),
        *(lambda each=each: services.attach(thing, each, actor=actor, now=NOW) for each in new),
    )

    assert folder_of(owned(thing)).count == Attachment.objects.alive().count() == 5


def test_one_of_two_who_remove_the_same_file_is_told(thing, actor):
    attachment = add_file(thing, actor=actor)

    outcomes = at_once(
        *[lambda: attempt(services.remove_attachment, attachment.pk, actor=actor, now=NOW)] * 2
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Attachment",
        "AttachmentNotFound",
    ]
    assert folder_of(owned(thing)).count == 0


def test_a_removed_file_comes_back_under_a_free_name(thing, actor):
    removed = add_file(thing, "foto.png", actor=actor)
    services.remove_attachment(removed.pk, actor=actor, now=NOW)
    add_file(thing, "foto.png", actor=actor)

    services.restore_attachment(removed.pk, actor=actor, now=NOW)

    assert sorted(names(thing)) == ["foto-2.png", "foto.png"]


def test_a_removed_file_comes_back_only_where_there_is_room(thing, actor):
    removed = add_file(thing, actor=actor)
    services.remove_attachment(removed.pk, actor=actor, now=NOW)
    for _number in range(MOST_FILES):
        add_file(thing, actor=actor)

    with pytest.raises(TooManyFiles):
        services.restore_attachment(removed.pk, actor=actor, now=NOW)


def test_the_first_picture_is_the_preview_and_the_next_takes_its_part(thing, actor):
    add_file(thing, "plan.pdf", actor=actor, mime_type="application/pdf")
    first, second = (add_file(thing, actor=actor) for _number in range(2))
    assert folder_of(owned(thing)).preview == str(first.pk)

    services.remove_attachment(first.pk, actor=actor, now=NOW)

    assert folder_of(owned(thing)).preview_name == second.filename


def test_the_last_picture_leaves_no_preview(thing, actor):
    attachment = add_file(thing, actor=actor)

    services.remove_attachment(attachment.pk, actor=actor, now=NOW)

    assert folder_of(owned(thing)).preview_name == ""


def test_a_document_cannot_be_the_preview(thing, actor):
    document = add_file(thing, actor=actor, mime_type="application/pdf")

    with pytest.raises(NoPicture):
        services.set_preview(document.pk, actor=actor, now=NOW)


def test_a_moved_file_stays_where_it_lies(thing, actor):
    other = UserFactory()
    attachment = add_file(thing, "foto.png", actor=actor)

    moved = services.move_attachment(attachment.pk, other, actor=actor, now=NOW)

    assert (names(thing), names(other)) == ([], ["foto.png"])
    assert moved.stored_name == attachment.stored_name
    assert (folder_of(owned(thing)).count, folder_of(owned(other)).count) == (0, 1)
    assert folder_of(owned(other)).preview == str(moved.pk)


def test_a_file_is_not_moved_to_where_there_is_no_room(thing, actor):
    other = UserFactory()
    for _number in range(MOST_FILES):
        add_file(other, actor=actor)
    attachment = add_file(thing, actor=actor)

    with pytest.raises(TooManyFiles):
        services.move_attachment(attachment.pk, other, actor=actor, now=NOW)

    assert folder_of(owned(thing)).count == 1


def test_nothing_is_added_to_a_thing_that_was_deleted_meanwhile(thing, actor):
    Group.objects.filter(pk=thing.pk).delete()

    [outcome] = services.add_attachments(thing, [upload_of(picture())], actor=actor, now=NOW)

    assert outcome.error.status == 404
    assert (Attachment.objects.count(), LooseFile.objects.count()) == (0, 0)


def test_a_file_that_is_too_large_is_not_looked_at(thing, actor):
    upload = upload_of(picture())
    upload.size = MOST_BYTES + 1

    [outcome] = services.add_attachments(thing, [upload], actor=actor, now=NOW)

    assert (outcome.error.status, str(outcome.error.code)) == (413, "PAYLOAD_TOO_LARGE")


def test_a_file_that_cleaning_up_took_is_not_added(thing, actor):
    file = stored_file()
    LooseFile.objects.all().delete()

    with pytest.raises(AttachmentNotFound):
        services.attach(thing, file, actor=actor, now=NOW)

    assert Attachment.objects.count() == 0


def test_the_history_of_a_thing_tells_of_its_files(thing, actor):
    add_file(thing, "foto.png", actor=actor, now=NOW)

    newest = AuditEvent.objects.about(thing).first()

    assert (newest.event_type, newest.actor) == ("media.added", actor)
    assert "foto.png" in newest.sentence
