"""How long the proofs are, and their figures at the end of the report."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings

FIGURES = pytest.StashKey[Counter[str]]()
TIMELESS = settings(deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile(
    "short",
    TIMELESS,
    max_examples=4,
    stateful_step_count=20,
    phases=[Phase.reuse, Phase.generate],  # no time to shrink: `make prove` does
)
settings.register_profile("prove", TIMELESS, max_examples=250, stateful_step_count=30)


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> Counter[str]:
    """Counted here, they are told when all tests are over."""
    return pytestconfig.stash.setdefault(FIGURES, Counter())


@pytest.fixture
def length() -> settings:
    """`--hypothesis-profile=prove` for the long form."""
    name = settings.get_current_profile_name()
    return settings.get_profile(name if name == "prove" else "short")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    figures = config.stash.get(FIGURES, None)
    if figures:
        terminalreporter.section("realtime: what the histories were proved against")
        for what, number in figures.items():
            terminalreporter.line(f"{number:>10,} {what}")
