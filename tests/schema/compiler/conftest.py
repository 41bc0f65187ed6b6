"""How long the proofs are, and their figures at the end of the report."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import InvalidArgument

from tests.schema.compiler.world import World, made

FIGURES = pytest.StashKey[Counter[str]]()
TIMELESS = settings(deadline=None, suppress_health_check=list(HealthCheck))
try:
    settings.get_profile("prove")  # another proof's: all have the same name
except InvalidArgument:
    settings.register_profile("prove", TIMELESS)
IS_LONG = settings.get_current_profile_name() == "prove"


def examples(short: int, long: int) -> settings:
    """So many documents; with `--hypothesis-profile=prove` the long form, which shrinks."""
    if IS_LONG:
        return settings(TIMELESS, max_examples=long)
    return settings(TIMELESS, max_examples=short, phases=[Phase.explicit, Phase.generate])


@pytest.fixture(scope="session")
async def world(house: None) -> World:
    return await made()


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> Counter[str]:
    """Counted here, they are told when all tests are over."""
    return pytestconfig.stash.setdefault(FIGURES, Counter())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    figures = config.stash.get(FIGURES, None)
    if figures:
        terminalreporter.section("compiler: what plans were compared with graphql-core on")
        for what, number in sorted(figures.items(), key=lambda each: -each[1]):
            terminalreporter.line(f"{number:>10,} {what}")
