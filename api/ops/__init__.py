"""The operator's console: one page, live, behind a password of its own; absent without one."""

from api.ops.door import ops_routes

__all__ = ["ops_routes"]
