"""What a company promised and how it keeps it: SLA clocks, and reports of recorded facts."""

from models.oversight.fact import Fact, Metric
from models.oversight.observing import observe
from models.oversight.reporting import Clock, Grouping, Report, ReportRow, report
from models.oversight.sla_clock import SlaClock, SlaState
from models.oversight.sla_policy import PolicyArchived, SlaMetric, SlaPolicy
from models.oversight.sla_setting import policy_of, set_policy
from models.oversight.timing import Timing

__all__ = [
    "Clock",
    "Fact",
    "Grouping",
    "Metric",
    "PolicyArchived",
    "Report",
    "ReportRow",
    "SlaClock",
    "SlaMetric",
    "SlaPolicy",
    "SlaState",
    "Timing",
    "observe",
    "policy_of",
    "report",
    "set_policy",
]
