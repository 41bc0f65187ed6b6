"""Lists of conversations that are kept."""

from models.views.counting import Count, counted, tally
from models.views.criteria import Criteria, is_personal, narrowed
from models.views.view import View, ViewVisibility

__all__ = [
    "Count",
    "Criteria",
    "View",
    "ViewVisibility",
    "counted",
    "is_personal",
    "narrowed",
    "tally",
]
