"""What has changed of a row since it was read: for the audit trail, which nobody can ever edit.

So nothing is told by value that may have to be forgotten, be it secret, said by somebody or about
a contact: texts are withheld unless they are named here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import orjson
from tortoise import fields
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.models import Model

WITHHELD: Final = "[withheld]"
# Texts that are settings, or names of colleagues.
TOLD: Final[Mapping[str, frozenset[str]]] = {
    "companies": frozenset({"name", "locale", "timezone"}),
    "members": frozenset({"name", "email"}),
    "invitations": frozenset({"email"}),
    "api_keys": frozenset({"name", "prefix", "scopes"}),
    "inboxes": frozenset({"name"}),
    "queues": frozenset({"name", "colour"}),
    "labels": frozenset({"name", "colour", "description"}),
    "attribute_definitions": frozenset({"key", "label", "pattern"}),
    "jobs": frozenset({"kind"}),
    "job_lanes": frozenset({"kind"}),
}
PLAIN: Final = (
    CharEnumFieldInstance,
    fields.UUIDField,
    fields.IntField,
    fields.BigIntField,
    fields.SmallIntField,
    fields.BooleanField,
    fields.DatetimeField,
    fields.DateField,
)
# Kept with every change, or derived from what is told.
SILENT: Final = frozenset(
    {"id", "company_id", "created_at", "updated_at", "version", "search_name"}
    | {"last_message_preview", "client_id", "client_hash"}
)


def witness(row: Any) -> tuple[str | None, str | None]:
    """The changed columns as they were and as they are, each as JSON; once for each change.

    Of a new row there is no before; of one that was not read as a whole there is neither.
    """
    state, known = row.__dict__, getattr(row, "_known", None)
    if known is None:
        return None, None
    model: type[Model] = type(row)
    told, withheld = _columns(model)
    if not known:
        state["_known"] = state.copy()
        return None, _json({name: state[name] for name in told if state.get(name) is not None})
    before, after = {}, {}
    for name in told:
        was, is_ = known[name], state[name]
        if was is not is_ and was != is_:
            before[name], after[name] = was, is_
    for name in withheld:
        was, is_ = known[name], state[name]
        if was is not is_ and was != is_:
            before[name], after[name] = was and WITHHELD, is_ and WITHHELD
    if not after:
        return None, None
    state["_known"] = state.copy()
    return _json(before), _json(after)


@cache
def _columns(model: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that are told by value, and those of which only the change is."""
    meta = model._meta
    named = TOLD.get(meta.db_table, frozenset())
    names = [name for name in meta.fields_db_projection if name not in SILENT]
    told = {name for name in names if name in named or isinstance(meta.fields_map[name], PLAIN)}
    return tuple(n for n in names if n in told), tuple(n for n in names if n not in told)


def _json(values: Mapping[str, Any]) -> str:
    return orjson.dumps(values, default=str).decode()
