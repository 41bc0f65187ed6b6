"""Data to look at: a small company to try things in, or as many as a bench wants."""

from models.demo.welcome import ACCOUNTS, PASSWORD, welcome

__all__ = ["ACCOUNTS", "PASSWORD", "welcome"]
