"""Lists of conversations that are kept."""

from models.views.criteria import Criteria, is_personal, narrowed
from models.views.view import View, ViewVisibility

__all__ = ["Criteria", "View", "ViewVisibility", "is_personal", "narrowed"]
