"""What is sealed at rest can be read by us, after a change of keys too, and by nobody else."""

from collections.abc import Callable, Iterator

import pytest

from models.seal import Unsealable, seal, unseal
from models.settings import settings

OLD = "an old secret that is long enough"
NEW = "a new secret that is long enough"
RIVAL = "somebody elses secret that is long enough"
Keys = Callable[..., None]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keys]:
    def use(*keys: str) -> None:
        monkeypatch.setenv("SECRET_KEYS", ",".join(keys))
        settings.cache_clear()

    monkeypatch.setenv("CHATIA_ENV", "test")
    yield use
    monkeypatch.undo()
    settings.cache_clear()


def test_a_sealed_text_can_be_read_again_and_shows_nothing(keys: Keys) -> None:
    keys(OLD)

    sealed = seal("whsec_ünicode")

    assert unseal(sealed) == "whsec_ünicode"
    assert "whsec" not in sealed
    assert seal("whsec_ünicode") != sealed


def test_after_a_rotation_the_old_is_read_and_the_new_key_seals(keys: Keys) -> None:
    keys(OLD)
    sealed = seal("before")

    keys(NEW, OLD)
    after = seal("after")

    assert unseal(sealed) == "before"
    keys(NEW)
    assert unseal(after) == "after"
    with pytest.raises(Unsealable):
        unseal(sealed)


def test_a_rival_installation_reads_nothing(keys: Keys) -> None:
    keys(OLD)
    sealed = seal("ours")

    keys(RIVAL)

    with pytest.raises(Unsealable):
        unseal(sealed)


@pytest.mark.parametrize("sealed", ["", "not sealed at all", "gAAAAA=="])
def test_what_we_never_sealed_is_refused(keys: Keys, sealed: str) -> None:
    keys(OLD)

    with pytest.raises(Unsealable):
        unseal(sealed)


def test_a_byte_changed_is_refused(keys: Keys) -> None:
    keys(OLD)
    sealed = seal("ours")
    middle = len(sealed) // 2
    changed = "A" if sealed[middle] != "A" else "B"

    with pytest.raises(Unsealable):
        unseal(sealed[:middle] + changed + sealed[middle + 1 :])
