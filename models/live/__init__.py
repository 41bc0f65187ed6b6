"""Live: wake-ups and bells between processes. Hubs, which read events, are in `models.live.hub`."""

from models.live.channels import Disconnected, connected, listen, reachable, ring, wake

__all__ = ["Disconnected", "connected", "listen", "reachable", "ring", "wake"]
