"""What a conversation is about, and what a company keeps of it beyond what all have."""

from collections.abc import Mapping
from typing import Any, Final, Self

from models.checks import line
from models.contacts.attribute_value import AttributeTarget, AttributeValue
from models.contacts.attributes import require_fitting
from models.contacts.details import cleaned, merged
from models.conversations.activity import Recorded, Side
from models.events import Actor

MAX_SUBJECT: Final = 200


class Described(Recorded):
    """What has a subject, and custom attributes as contacts have them."""

    subject: str | None
    custom_attributes: Any

    class Meta:
        abstract = True

    async def rename(self, subject: str | None, *, by: Actor, version: int | None = None) -> Self:
        """Give it another subject, or none."""
        subject = checked_subject(subject)
        async with self._held():
            if self.subject != subject:
                self._expect(version)
                before, after = Side(self.subject), Side(subject)
                await self._change(subject=subject)
                await self._record(
                    "conversation.updated",
                    by=by,
                    changes={"fields": ["subject"]},
                    field="subject",
                    before=before,
                    after=after,
                )
        return self

    async def set_attributes(
        self, given: Mapping[str, Any], *, by: Actor, version: int | None = None
    ) -> Self:
        """Set the given attributes; null takes one away. Raises Invalid with all that are wrong."""
        given = cleaned({"custom_attributes": given})["custom_attributes"]
        target = AttributeTarget.CONVERSATION
        async with self._held():
            kept = merged(self.custom_attributes, given)
            changed = [key for key in given if kept.get(key) != self.custom_attributes.get(key)]
            if not changed:
                return self
            self._expect(version)
            known = await require_fitting(target, given, kept=kept)
            await self._change(custom_attributes=kept)
            if known:
                await AttributeValue.keep(target, self.id, kept, known=known)
            named = [known[key].label if key in known else key for key in changed]
            await self._record(
                "conversation.updated",
                by=by,
                changes={"fields": ["custom_attributes"], "attributes": changed},
                field="customAttributes",
                after=Side(", ".join(named)),
            )
        return self


def checked_subject(subject: str | None) -> str | None:
    return line("subject", subject, longest=MAX_SUBJECT) if subject else None
