"""The doors: they know transport, and no rule of the domain."""
