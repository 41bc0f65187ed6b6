"""The browsers that a member is pushed to."""

from datetime import datetime

import strawberry

import models.notifications
from models.identifiers import global_id
from models.notifications.vapid import public_key
from models.tenancy import find
from schema.context import Info
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query


@node("company:read", lambda viewer: viewer.push_devices)
@strawberry.type(description="A browser of yours that you are told in. Its keys are never shown.")
class PushDevice(Node):
    name: str
    created_at: datetime
    last_pushed_at: datetime | None


@strawberry.input(description="What `pushManager.subscribe` gave, as its `toJSON()` has it.")
class RegisterDeviceInput:
    name: str = strawberry.field(description="What you call it, such as Firefox on my laptop.")
    endpoint: str = strawberry.field(description="The same endpoint again is the same device.")
    p256dh: str
    auth: str


@strawberry.input
class RemoveDeviceInput:
    device_id: strawberry.ID


@strawberry.type
class RegisterDevicePayload(Payload):
    device: PushDevice


@strawberry.type
class RemoveDevicePayload(Payload):
    device_id: strawberry.ID


@strawberry.type
class DeviceQuery:
    @query(
        "company:read",
        description="Your browsers that notifications are pushed to, newest first.",
        graphql_type=Connection[PushDevice],
    )
    def push_devices(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.push_devices
        return page(rows, Order("id"), Window(first, after, last, before))

    @query(
        "company:read",
        description="The `applicationServerKey` to subscribe with; null where nothing is pushed.",
    )
    def push_public_key(self, info: Info) -> str | None:
        return public_key()


@strawberry.type
class DeviceMutation:
    @mutation(
        "company:read", description="Have notifications pushed to this browser, too (Web Push)."
    )
    async def register_device(
        self, info: Info, input: RegisterDeviceInput
    ) -> RegisterDevicePayload:
        device = await models.notifications.PushDevice.register(
            name=input.name,
            endpoint=input.endpoint,
            p256dh=input.p256dh,
            auth=input.auth,
            by=info.context.viewer,
        )
        return await RegisterDevicePayload.at(info, device=device)

    @mutation("company:read", description="Push no more notifications to a device, and forget it.")
    async def remove_device(self, info: Info, input: RemoveDeviceInput) -> RemoveDevicePayload:
        viewer = info.context.viewer
        device = await find(viewer.push_devices, input.device_id)
        await device.drop(by=viewer)
        id = strawberry.ID(global_id("PushDevice", device.id))
        return await RemoveDevicePayload.at(info, device_id=id)
