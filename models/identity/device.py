"""What somebody would call the device behind a user agent."""

from typing import Final

# The first that fits: browsers call themselves by the names of those before them.
PROGRAMS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("okhttp", "an Android app"),
    ("CFNetwork", "an iOS app"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str | None) -> str | None:
    """`Firefox on Linux`; what is unknown by the first word that it says of itself."""
    if not user_agent:
        return None
    first_word = user_agent.partition("/")[0].partition(" ")[0][:40] or "unknown"
    program = _first(PROGRAMS, user_agent) or first_word
    system = _first(SYSTEMS, user_agent)
    return f"{program} on {system}" if system else program


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for sign, name in names if sign in user_agent), None)
