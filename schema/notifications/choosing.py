"""How I want to be told, and what my company says of it."""

import strawberry

import models.notifications
from models.notifications import NotificationPreference, NotificationSettings
from models.notifications.preferences import Choices, clock
from schema.context import Info
from schema.notifications.kinds import DigestMode, NotificationChannel, NotificationType
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.type(name="NotificationPreference", description="The ways on which you hear of it.")
class Preference:
    type: NotificationType
    in_app: bool = strawberry.field(
        description="Without it, it is in your list, but read from the beginning."
    )
    email: bool
    push: bool


@strawberry.type(name="NotificationSettings", description="How you want to be told.")
class Settings:
    timezone: str = strawberry.field(description="Of the hours below; the company's unless set.")
    email: bool = strawberry.field(description="False: no mail of notifications at all.")
    quiet_from: str | None = strawberry.field(
        description="From then on mail and push wait until `quietUntil`, such as 22:00."
    )
    quiet_until: str | None
    digest: DigestMode
    digest_hour: int = strawberry.field(description="Of DAILY mail.")
    preferences: list[Preference]


@strawberry.type(
    name="NotificationPolicy", description="What holds for all members' notifications."
)
class Policy:
    waiting_seconds: int | None = strawberry.field(
        description="After how long an unanswered customer waits too long; null: never."
    )
    previews: bool = strawberry.field(description="Mail and push may quote messages.")


@strawberry.input
class SetNotificationPreferenceInput:
    type: NotificationType
    channel: NotificationChannel
    on: bool


@strawberry.input
class UpdateNotificationSettingsInput:
    timezone: str | None = strawberry.field(
        default=strawberry.UNSET, description="Of the IANA database; null: the company's."
    )
    email: bool | None = strawberry.field(default=strawberry.UNSET)
    quiet_from: str | None = strawberry.field(
        default=strawberry.UNSET, description="As HH:MM; with `quietUntil`, or both null."
    )
    quiet_until: str | None = strawberry.field(default=strawberry.UNSET)
    digest: DigestMode | None = strawberry.field(default=strawberry.UNSET)
    digest_hour: int | None = strawberry.field(default=strawberry.UNSET)


@strawberry.input
class UpdateNotificationPolicyInput:
    waiting_seconds: int | None = strawberry.field(
        default=strawberry.UNSET, description="A minute to a week; null: nobody waits too long."
    )
    previews: bool | None = strawberry.field(default=strawberry.UNSET)


@strawberry.type
class SetNotificationPreferencePayload(Payload):
    notification_settings: Settings


@strawberry.type
class UpdateNotificationSettingsPayload(Payload):
    notification_settings: Settings


@strawberry.type
class UpdateNotificationPolicyPayload(Payload):
    notification_policy: Policy


@strawberry.type
class ChoosingQuery:
    @query(
        "company:read",
        description="How you are notified: ways, quiet hours, digest; refused to API keys.",
    )
    async def notification_settings(self, info: Info) -> Settings:
        return await _settings(info)

    @query("company:read", description="What holds for the notifications of all members.")
    async def notification_policy(self, info: Info) -> Policy:
        return _policy(await models.notifications.NotificationPolicy.current())


@strawberry.type
class ChoosingMutation:
    @mutation(
        "company:read",
        description="Turn a type of notification on or off, in the app, by e-mail or by push.",
    )
    async def set_notification_preference(
        self, info: Info, input: SetNotificationPreferenceInput
    ) -> SetNotificationPreferencePayload:
        await NotificationPreference.choose(
            input.type, input.channel, on=input.on, by=info.context.viewer
        )
        return await SetNotificationPreferencePayload.at(
            info, notification_settings=await _settings(info)
        )

    @mutation(
        "company:read",
        description="Change what is given of your quiet hours, time zone and e-mail digest.",
    )
    async def update_notification_settings(
        self, info: Info, input: UpdateNotificationSettingsInput
    ) -> UpdateNotificationSettingsPayload:
        nullable = {"timezone", "quiet_from", "quiet_until"}
        await NotificationSettings.change(by=info.context.viewer, **_given(input, nullable))
        return await UpdateNotificationSettingsPayload.at(
            info, notification_settings=await _settings(info)
        )

    @mutation(
        "company:manage",
        description="Change what is given of the company's notification policy, for all members.",
    )
    async def update_notification_policy(
        self, info: Info, input: UpdateNotificationPolicyInput
    ) -> UpdateNotificationPolicyPayload:
        policy = await models.notifications.NotificationPolicy.change(
            by=info.context.viewer, **_given(input, {"waiting_seconds"})
        )
        return await UpdateNotificationPolicyPayload.at(info, notification_policy=_policy(policy))


def _given(input: object, nullable: set[str]) -> dict[str, object]:
    """Null means none only where there can be none."""
    return {
        name: value
        for name, value in vars(input).items()
        if value is not strawberry.UNSET and (value is not None or name in nullable)
    }


async def _settings(info: Info) -> Settings:
    choices = await Choices.of(info.context.viewer)
    settings = choices.settings
    return Settings(
        timezone=choices.timezone,
        email=settings.email,
        quiet_from=clock(settings.quiet_from),
        quiet_until=clock(settings.quiet_until),
        digest=settings.digest,
        digest_hour=settings.digest_hour,
        preferences=[
            Preference(
                type=type,
                in_app=NotificationChannel.IN_APP in choices.ways[type],
                email=NotificationChannel.EMAIL in choices.ways[type],
                push=NotificationChannel.PUSH in choices.ways[type],
            )
            for type in NotificationType
        ],
    )


def _policy(policy: models.notifications.NotificationPolicy) -> Policy:
    return Policy(waiting_seconds=policy.waiting_seconds, previews=policy.previews)
