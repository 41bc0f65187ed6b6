"""Lists of conversations that are kept."""

from models.views.view import View, ViewVisibility

__all__ = ["View", "ViewVisibility"]
