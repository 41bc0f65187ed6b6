"""Which templates are meant: by what they say, how their shortcode begins, in which language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.identity.company import Company
from models.outreach.template import MAX_SHORTCODE, Template, checked_language

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_SEARCH: Final = 100
BEYOND: Final = "~"  # comes after whatever a shortcode may hold


def _says(table: str, places: Sequence[str]) -> str:
    [sought] = places
    said = (f"position({sought}::text IN lower({table}.{name})) > 0" for name in SOUGHT)
    return f"({' OR '.join(said)})"


def _best(table: str, places: Sequence[str]) -> str:
    """Of each shortcode, the one in the first of these languages in which they see one."""
    kinds = ("text[]", "uuid", "uuid[]")
    languages, owner, queues = (
        f"{place}::{kind}" for place, kind in zip(places, kinds, strict=True)
    )
    place = "array_position({}, {}.language::text)"
    return (
        f"({table}.language::text = ANY({languages}) AND NOT EXISTS ("
        f"SELECT FROM templates better WHERE better.company_id = {table}.company_id"
        f" AND better.shortcode = {table}.shortcode AND better.archived_at IS NULL"
        f" AND (better.visibility = 'ALL'"
        f" OR (better.visibility = 'OWN' AND better.owner_id = {owner})"
        f" OR (better.visibility = 'QUEUE'"
        f" AND ({queues} IS NULL OR better.queue_id = ANY({queues}))))"
        f" AND {place.format(languages, 'better')} < {place.format(languages, table)}))"
    )


SOUGHT: Final = ("name", "shortcode", "body")
SAYS: Final = Kind(1, _says)
BEST: Final = Kind(3, _best)


async def chosen(
    by: "Viewer",
    *,
    search: str | None = None,
    shortcode: str | None = None,
    language: str | None = None,
    archived: bool = False,
) -> QuerySet[Template]:
    """Those of the viewer's, of a shortcode that begins so.

    In a `language`: each in it, else in its more general form, else in the company's.
    """
    rows = by.templates.filter(archived_at__isnull=not archived)
    if search and search.strip():
        rows = rows.filter(Clause(SAYS, (search.strip()[:MAX_SEARCH].lower(),)))
    if shortcode:
        begun = shortcode.strip().lstrip("/").lower()[:MAX_SHORTCODE]
        rows = rows.filter(shortcode__gte=begun, shortcode__lt=f"{begun}{BEYOND}")
    if language is not None:
        wanted = languages(language, (await Company.current()).locale)
        queues = None if by.sight is None else sorted(by.sight.queue_ids)
        rows = rows.filter(Clause(BEST, (wanted, by.member_id, queues)))
    return rows


def languages(*tags: str) -> list[str]:
    """Each and its more general form, best first."""
    found: list[str] = []
    for tag in map(checked_language, tags):
        found += [tag, tag.partition("-")[0]]
    return list(dict.fromkeys(found))
