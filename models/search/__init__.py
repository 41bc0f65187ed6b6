"""Finding things by words."""

from models.search.excerpt import Part, excerpt
from models.search.finding import Hit, Search, SearchKind, among, found, hits
from models.search.title import ConversationTitle

__all__ = [
    "ConversationTitle",
    "Hit",
    "Part",
    "Search",
    "SearchKind",
    "among",
    "excerpt",
    "found",
    "hits",
]
