"""What is on the screen of a front end: which objects, and what it shows of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.state.shapes import Object


@dataclass(frozen=True)
class Collection:
    """A list on the screen: objects of one type, as long as they belong in it."""

    kind: str
    permission: str
    lists: tuple[str, ...]  # fields of Query, with arguments
    fields: str
    belongs: Callable[[Object], bool] = lambda _: True


CONTACT: Final = """id name email phone locale customAttributes blockedAt deletedAt lastActivityAt
  createdAt updatedAt identities { externalId inbox { id } }
  consents { channel state source statedAt }"""
CONTACT_NOTE: Final = "__typename id body createdAt editedAt contact { id }"
TRANSFER: Final = "id state errorCode errorDetail createdAt startedAt finishedAt"
CONVERSATION: Final = f"""id number subject status priority version snoozedUntil resolvedAt
  reopenedCount waitingSince firstReplyAt messageCount lastMessageAt lastMessagePreview createdAt
  updatedAt unreadCount nextSlaDueAt slaPolicy {{ id }} lastMessage {{ id }} inbox {{ id }}
  assignee {{ id }}
  queue {{ id }} waiting {{ enteredAt offerExpiresAt offeredTo {{ id }} }}
  customAttributes labels {{ id }} satisfaction {{ rating comment ratedAt }}
  participants {{ role muted createdAt member {{ id }} }}
  mergedInto {{ id }} contact {{ __typename {CONTACT} }}"""
MESSAGE: Final = """id seq direction status clientId externalId errorCode errorDetail occurredAt
  createdAt sentAt deliveredAt readAt failedAt editedAt deletedAt body replyTo { id }
  kind activity { name field from to fromId toId } revisions { body } mentions { id }
  templateId templateVersion
  attachments { id type state fileName contentType size checksum url errorCode }
  sender { ... on Member { id } ... on Contact { id } ... on ApiKey { id } }"""
CLOCK: Final = """id metric state seconds startedAt dueAt warnedAt pausedAt metAt breachedAt endedAt
  policy { id }"""
COLLECTIONS: Final = {
    collection.kind: collection
    for collection in (
        Collection(
            "Company",
            "company:read",
            ("company",),
            "id name status locale timezone settings updatedAt",
        ),
        Collection(
            "Member",
            "members:read",
            ("members(first: 40)",),
            "id name email role availability capacity disabledAt removedAt createdAt updatedAt",
            lambda member: member["removedAt"] is None,
        ),
        Collection(
            "Inbox",
            "inboxes:read",
            ("inboxes(first: 40)",),
            """id name kind afterResolve csatEnabled csatQuestion inboundUrl callbackUrl
            previousSecretUntil disabledAt createdAt updatedAt slaPolicy { id }
            defaultQueue { id }""",
        ),
        Collection(
            "Contact",
            "contacts:read",
            ("contacts(first: 40)",),
            f"""{CONTACT} mergedInto {{ id }}
            merges {{ createdAt kept taken source {{ id }} conversationCount messageCount }}
            notes(first: 5) {{ edges {{ node {{ {CONTACT_NOTE} }} }} }}""",
            lambda contact: contact["deletedAt"] is None,
        ),
        Collection("ContactNote", "contacts:read", (), CONTACT_NOTE),
        Collection(
            "Segment",
            "contacts:read",
            ("segments(first: 40)",),
            "id name version filter createdAt updatedAt",
        ),
        Collection(
            "ContactImport",
            "contacts:import",
            ("contactImports(first: 40)",),
            f"{TRANSFER} mode matchBy dryRun total position created updated unchanged failed",
        ),
        Collection(
            "ContactExport",
            "contacts:export",
            ("contactExports(first: 40)",),
            f"{TRANSFER} rows filter",
        ),
        Collection(
            "BusinessHours",
            "queues:read",
            ("businessHours(first: 40)",),
            """id name timezone isDefault version createdAt updatedAt
            weekly { day opens closes } holidays { name date yearly closedFrom closedUntil }""",
        ),
        Collection(
            "SlaPolicy",
            "queues:read",
            ("slaPolicies(first: 40)",),
            """id name firstResponseSeconds nextResponseSeconds resolutionSeconds warnPercent
            isDefault archivedAt version createdAt updatedAt businessHours { id }""",
            lambda policy: policy["archivedAt"] is None,
        ),
        Collection(
            "Queue",
            "queues:read",
            ("queues(first: 40)",),
            """id name colour description greeting outOfHoursMessage assignment archivedAt version
            acceptTimeoutSeconds overflowAfterSeconds createdAt updatedAt overflowQueue { id }
            members { level createdAt member { id } }
            line { waiting longestSince estimatedSeconds }""",
            lambda queue: queue["archivedAt"] is None,
        ),
        Collection("Conversation", "conversations:read", (), CONVERSATION),
        Collection(
            "AttributeDefinition",
            "contacts:read",
            ("attributeDefinitions(first: 40)",),
            """id target key label type options pattern required version archivedAt createdAt
            updatedAt""",
            lambda definition: definition["archivedAt"] is None,
        ),
        Collection(
            "Label",
            "conversations:read",
            ("labels(first: 40)",),
            "id name colour description version archivedAt createdAt updatedAt",
            lambda label: label["archivedAt"] is None,
        ),
        Collection(
            "Message",
            "messages:read",
            (),
            f"{MESSAGE} conversation {{ __typename {CONVERSATION} }}",
        ),
        Collection(
            "Template",
            "templates:read",
            ("templates(first: 40)",),
            """id name shortcode language category body visibility version archivedAt preview
            variables { name type label default } revisions { version body }""",
            lambda template: template["archivedAt"] is None,
        ),
        Collection(
            "SlaClock",
            "conversations:read",
            (),
            f"{CLOCK} conversation {{ __typename {CONVERSATION} }}",
        ),
        Collection(
            "Invitation",
            "members:manage",
            ("invitations(first: 40)",),
            "id email role state createdAt expiresAt acceptedAt revokedAt invitedBy { id }",
        ),
        Collection(
            "ApiKey",
            "api_keys:manage",
            ("apiKeys(first: 40)",),
            "id name prefix scopes createdAt expiresAt revokedAt createdBy { id }",
        ),
        Collection(
            "InboundEvent",
            "inboxes:manage",
            ("inboundEvents(first: 40, state: FAILED)",),
            "id externalId state attempts error createdAt appliedAt inbox { id }",
            lambda event: event["state"] == "FAILED",
        ),
        Collection(
            "Job",
            "jobs:manage",
            # Not what the house cancels by itself, such as a wake that is no longer due.
            (
                "jobs(first: 40, filter: {states: [DEAD]})",
                'jobs(first: 40, filter: {states: [CANCELLED], kinds: ["errand"]})',
            ),
            "id kind state priority attempts runAt createdAt startedAt finishedAt",
            lambda job: (
                job["state"] == "DEAD" or (job["state"], job["kind"]) == ("CANCELLED", "errand")
            ),
        ),
        Collection(
            "JobLane",
            "jobs:manage",
            ("jobLanes(first: 40)",),
            "id kind pausedAt weight concurrency perMinute",
        ),
        Collection(
            "BulkOperation",
            "conversations:read",
            ("bulkOperations(first: 40)",),
            "id action total done failed finishedAt cancelledAt createdAt member { id }",
        ),
        Collection(
            "View",
            "conversations:read",
            ("views(first: 40)",),
            """id name visibility position version orderBy direction createdAt updatedAt
            owner { id } filter { status priority mine waiting }""",
        ),
        Collection(
            "Session",
            "members:manage",
            ("mySessions(first: 40)",),
            "id createdAt revokedAt",  # the rest moves with each renewal, which is no event
            lambda session: session["revokedAt"] is None,
        ),
    )
}
THREADS: Final = f"""query ($after: String) {{ conversations(first: 5, after: $after) {{
  edges {{ node {{ __typename {CONVERSATION} messages(first: 10) {{ edges {{ node {{
    __typename {MESSAGE} conversation {{ id }} }} }} }}
    slaClocks(first: 5) {{ edges {{ node {{ __typename {CLOCK} conversation {{ id }} }} }} }} }} }}
  pageInfo {{ endCursor hasNextPage }} }} }}"""
