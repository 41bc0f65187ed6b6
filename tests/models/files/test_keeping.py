"""What is made of files, and how they go."""

from datetime import UTC, datetime, timedelta

from PIL import Image

from jobs.files import preview_attachment, remove_uploads
from models.events import Event
from models.files import Attachment, FileUsage, Upload, UploadState
from models.files.preview import MOST_PIXELS
from models.tenancy import acting_for, every_company
from tests.files import on_disk, picture, said_with, uploaded
from tests.people import Cast


async def test_a_picture_gets_a_preview_without_what_the_camera_wrote(acme: Cast) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    exif[0x0112] = 6  # to be turned by a quarter
    big = picture(1000, 500, "JPEG", exif=exif)
    upload = await uploaded(acme.viewer, big, file_name="a.jpg", content_type="image/jpeg")
    message = await said_with(acme, upload)
    with acting_for(acme.id):
        attachment = await Attachment.get(message_id=message.id)
        await preview_attachment(attachment.id)
        attachment = await Attachment.get(id=attachment.id)

        assert (attachment.preview_width, attachment.preview_height) == (240, 480)
        [kept] = [path for path in on_disk(acme.id, upload.id) if path.name == "preview"]
        assert b"where I live" not in kept.read_bytes()
        with Image.open(kept) as shown:
            red = shown.convert("RGB").getpixel((120, 10))
            assert isinstance(red, tuple)
            assert red[0] > 200 > red[1]


async def test_a_picture_too_large_to_unpack_or_broken_has_no_preview(acme: Cast) -> None:
    side = int(MOST_PIXELS**0.5) + 1
    packed = picture(10, 10)
    bomb = packed[:16] + side.to_bytes(4) + side.to_bytes(4) + packed[24:]
    broken = picture(500, 500)[:200]
    for content in (bomb, broken):
        upload = await uploaded(acme.viewer, content, content_type="image/png")
        message = await said_with(acme, upload)
        with acting_for(acme.id):
            attachment = await Attachment.get(message_id=message.id)
            await preview_attachment(attachment.id)

            assert (await Attachment.get(id=attachment.id)).preview_width is None


async def test_a_deleted_message_shows_no_files_and_they_go_in_time(
    acme: Cast, rival: Cast
) -> None:
    upload, other = await uploaded(acme.viewer), await uploaded(rival.viewer)
    message = await said_with(acme, upload)
    await said_with(rival, other)
    with acting_for(acme.id):
        await message.erase(by=acme.viewer)
        assert await Attachment.filter(message_id=message.id).count() == 0
        await remove_uploads()
        assert len(on_disk(acme.id, upload.id)) == 1
        assert (await Upload.get(id=upload.id)).state is UploadState.REMOVED

    await pass_time(upload)
    await remove_uploads()

    with acting_for(acme.id):
        assert on_disk(acme.id, upload.id) == []
        assert await Upload.filter(id=upload.id).count() == 0
        assert (await FileUsage.get()).bytes == 0
    assert len(on_disk(rival.id, other.id)) == 1


async def test_what_never_came_or_is_never_used_goes_too(acme: Cast) -> None:
    unused = await uploaded(acme.viewer)
    used = await uploaded(acme.viewer)
    await said_with(acme, used)
    with acting_for(acme.id):
        never = await Upload.announce(
            by=acme.viewer, file_name="a", content_type="text/plain", size=9
        )
    # What a process leaves that is killed while it writes.
    left = on_disk(acme.id, unused.id)[0].with_name("0123#1")
    left.write_bytes(b"half")

    await pass_time(unused, never)
    await remove_uploads()

    with acting_for(acme.id):
        assert [row.id for row in await Upload.all()] == [used.id]
        assert (await FileUsage.get()).bytes == used.size
        names = [event.name for event in await Event.filter(subject_id=unused.id)]
        assert "upload.removed" in names
    assert on_disk(acme.id, unused.id) == []


async def pass_time(*uploads: Upload) -> None:
    with every_company():
        past = datetime.now(UTC) - timedelta(seconds=1)
        await Upload.filter(id__in=[upload.id for upload in uploads]).update(expires_at=past)


async def test_what_something_still_names_is_kept_as_a_name_without_a_file(acme: Cast) -> None:
    upload = await uploaded(acme.viewer)
    await said_with(acme, upload)
    await pass_time(upload)

    await remove_uploads()

    with acting_for(acme.id):
        upload = await Upload.get(id=upload.id)
        assert (upload.state, upload.expires_at) == (UploadState.REMOVED, None)
        assert (await FileUsage.get()).bytes == 0
    assert on_disk(acme.id, upload.id) == []
