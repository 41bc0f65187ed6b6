"""One execution per group of subscriptions that are alike, and its bytes to many sockets.

A group runs a subscription once for each event of its company, encodes the result once, and keeps
the last ones in memory. A member, one subscription of one socket, holds a cursor: it reads what is
behind it at the socket's own pace, and once it has caught up the courier hands it what is new.
"""

from api.fanout.groups import groups
from api.fanout.mailbox import Mailbox, Stalled
from api.fanout.member import Loner, Member, Outcome
from api.fanout.shape import Unlike

__all__ = ["Loner", "Mailbox", "Member", "Outcome", "Stalled", "Unlike", "groups"]
