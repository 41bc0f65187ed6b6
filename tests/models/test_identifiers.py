"""Ids as clients see them."""

from base64 import urlsafe_b64decode
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from models.identifiers import global_id, local_id


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N"]), max_size=20), st.uuids())
def test_what_is_written_is_read(kind: str, id: UUID) -> None:
    assert local_id(global_id(kind, id)) == ((kind, id) if kind.isascii() else None)


@given(st.text(st.sampled_from("Q29udmVy-_+/=: \né"), max_size=60))
@example("OlVkXwxvqKPpkCSsL4GmS_:8")
@example(global_id("Contact", UUID(int=1)) + "=")
def test_anything_else_is_read_as_base64_is(text: str) -> None:
    try:
        kind, _, raw = urlsafe_b64decode(text + "=" * (-len(text) % 4)).partition(b":")
        expected = kind.decode("ascii"), UUID(bytes=raw)
    except ValueError:
        assert local_id(text) is None
    else:
        assert local_id(text) == expected
