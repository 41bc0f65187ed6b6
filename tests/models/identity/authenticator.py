"""A phone with an authenticator app on it."""

from time import time

from pyotp import TOTP

from models.identity import SecondFactor, confirm_second_factor, enable_second_factor
from models.tenancy import every_company
from models.viewer import Viewer
from tests.models.identity.arrivals import PASSWORD


async def an_app(viewer: Viewer, password: str = PASSWORD) -> TOTP:
    """Given a secret, which is not yet confirmed; what was on before is off."""
    await unprotected(viewer)
    return TOTP((await enable_second_factor(password, by=viewer)).secret)


async def protected(viewer: Viewer, password: str = PASSWORD) -> TOTP:
    """From now on the viewer's sign-in asks for a code of this app."""
    return (await with_paper(viewer, password))[0]


async def with_paper(viewer: Viewer, password: str = PASSWORD) -> tuple[TOTP, list[str]]:
    """The app, and the recovery codes."""
    app = await an_app(viewer, password)
    return app, await confirm_second_factor(app.now(), by=viewer)


async def unprotected(viewer: Viewer) -> None:
    """As if there had never been an app."""
    with every_company():
        await SecondFactor.filter(user_id=viewer.user_id).delete()


def next_code(app: TOTP) -> str:
    """Of the step after this one: good already, and not yet used."""
    return app.at(int(time()), counter_offset=1)
