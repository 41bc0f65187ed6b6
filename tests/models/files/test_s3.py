"""The same in a bucket: streamed there in parts, read in ranges, and nothing left of what fails."""

from collections.abc import AsyncIterator

import pytest

from models.errors import DomainError
from models.files import Upload, UploadState
from models.files.store import FilesAway, store
from models.settings import Misconfigured, settings
from models.tenancy import acting_for
from tests.customer import environment
from tests.files import content_of, pieces, uploaded
from tests.people import Cast
from tests.s3 import Bucket, bucket


@pytest.fixture
async def files(house: None) -> AsyncIterator[Bucket]:
    async with bucket() as made:
        with environment(FILES_URL=made.url):
            yield made


async def test_a_large_file_goes_there_in_parts_and_is_read_in_ranges(
    acme: Cast, rival: Cast, files: Bucket
) -> None:
    content = b"0123456789" * 1_200_000  # more than is sent in one part
    upload = await uploaded(acme.viewer, content)
    small = await uploaded(rival.viewer, b"theirs")

    with acting_for(acme.id):
        assert await content_of(upload) == content
        assert await content_of(upload, start=9_000_001, end=9_000_005) == b"1234"
        assert await content_of(upload, start=11_999_998) == b"89"
    assert files.unfinished == {}
    assert sorted(files.objects) == sorted(
        f"{each.company_id}/{each.id}/{each.object_name}" for each in (upload, small)
    )


async def test_what_breaks_off_is_aborted(acme: Cast, files: Bucket) -> None:
    async def broken() -> AsyncIterator[bytes]:
        async for piece in pieces(b"x" * 12_000_000, 1_000_000):
            yield piece
        raise ConnectionAbortedError

    with acting_for(acme.id):
        upload = await Upload.announce(
            by=acme.viewer, file_name="a", content_type="text/plain", size=20_000_000
        )
        with pytest.raises(DomainError):
            await upload.fill(broken())

        assert upload.state is UploadState.PENDING
    assert (files.objects, files.unfinished) == ({}, {})


async def test_all_of_a_file_is_cleared_and_nothing_of_another(acme: Cast, files: Bucket) -> None:
    upload, other = await uploaded(acme.viewer), await uploaded(acme.viewer)
    with acting_for(acme.id):
        await store().put(upload.id, "preview", pieces(b"small"))
        await store().clear(upload.id)
        await store().clear(upload.id)

    assert [key.split("/")[1] for key in files.objects] == [str(other.id)]


async def test_a_store_that_is_away_says_so_and_may_be_asked_again(
    acme: Cast, files: Bucket
) -> None:
    files.away = True
    with pytest.raises(FilesAway) as refused:
        await uploaded(acme.viewer)

    assert refused.value.retryable


@pytest.mark.parametrize(
    "url", ["s3://", "file:relative", "https://files", "s3://files?who=me", "/files"]
)
async def test_an_address_that_is_none_is_refused(house: None, url: str) -> None:
    with environment(FILES_URL=url), pytest.raises(Misconfigured, match="FILES_URL"):
        store()
    assert settings().files_url.startswith("file:///")
