import pytest

from tests.work import clear


@pytest.fixture(autouse=True)
async def nothing_waits(house: None) -> None:
    await clear()
