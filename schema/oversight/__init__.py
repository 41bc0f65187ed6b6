"""Promises, their clocks, and reports."""

import strawberry

from schema.oversight.clocks import SlaSubscription
from schema.oversight.policies import SlaPolicyMutation, SlaPolicyQuery
from schema.oversight.reports import ReportQuery


@strawberry.type
class OversightQuery(SlaPolicyQuery, ReportQuery):
    """What was promised, and how the work goes."""


@strawberry.type
class OversightMutation(SlaPolicyMutation):
    """What is promised."""


@strawberry.type
class OversightSubscription(SlaSubscription):
    """What becomes of it."""
