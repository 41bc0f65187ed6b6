"""Members are told of what they ordered, and of real promises: as those who make them have it."""

import pytest

from models.identity import Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.consuming import consume, meet
from tests.models.contacts.files import THREE, done
from tests.models.notifications.test_telling import told
from tests.people import Cast, hire


@pytest.fixture
async def robin(acme: Cast, rival: Cast) -> Viewer:
    viewer = await hire(acme, Role.MEMBER)
    await meet(acme.id)
    await meet(rival.id)
    return viewer


async def test_who_ordered_an_import_is_told_when_it_has_finished(
    acme: Cast, rival: Cast, robin: Viewer
) -> None:
    await done(acme, THREE)
    await done(rival, THREE)
    await consume(acme.id)

    assert await told(acme.viewer) == [("IMPORT_FINISHED", 1, True)]
    assert await told(robin) == await told(rival.viewer) == []
    with acting_for(acme.id):
        notification = await acme.viewer.notifications.get()
    assert notification.subject_type == "ContactImport"
