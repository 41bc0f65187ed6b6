"""Contacts that have something in common, found by a filter that is kept under a name."""

from typing import Any, Final

from tortoise import fields

from models.contacts.authored import Authored

MAX_NAME: Final = 100


class Segment(Authored):
    """Who is in it is found out each time, by `conditions` as models.contacts.filters has them."""

    name = fields.CharField(max_length=MAX_NAME)
    conditions: Any = fields.JSONField(default=dict)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "segments"
