"""What the tests of conversations say to the API."""

CONVERSATION = """
    fragment Whole on Conversation {
        id number subject status priority version snoozedUntil resolvedAt reopenedCount
        waitingSince firstReplyAt messageCount lastMessageAt lastMessagePreview unreadCount
        contact { name } inbox { name } assignee { name } lastMessage { body }
    }
"""
MESSAGE = """
    fragment Said on Message {
        id seq direction status body clientId externalId errorCode occurredAt editedAt deletedAt
        sender {
            __typename
            ... on Member { name } ... on Contact { name } ... on ApiKey { name }
        }
        replyTo { id } revisions { body } deliveryAttempts { number } conversation { number }
    }
"""


def mutation(name: str, selection: str) -> str:
    """A document for the mutation of this name, whose one variable is its `input`."""
    kind = name[0].upper() + name[1:]
    fragments = CONVERSATION * ("...Whole" in selection) + MESSAGE * ("...Said" in selection)
    return (
        f"{fragments} mutation ($input: {kind}Input!) "
        f"{{ {name}(input: $input) {{ {selection} cursor }} }}"
    )


START = mutation("startConversation", "conversation { ...Whole }")
UPDATE = mutation("updateConversation", "conversation { ...Whole }")
ASSIGN = mutation("assignConversation", "conversation { ...Whole }")
TAKE = mutation("takeConversation", "conversation { ...Whole }")
SNOOZE = mutation("snoozeConversation", "conversation { ...Whole }")
RESOLVE = mutation("resolveConversation", "conversation { ...Whole }")
REOPEN = mutation("reopenConversation", "conversation { ...Whole }")
SET_PRIORITY = mutation("setPriority", "conversation { ...Whole }")
SEND = mutation("sendMessage", "message { ...Said }")
EDIT = mutation("editMessage", "message { ...Said }")
DELETE = mutation("deleteMessage", "message { ...Said }")
MARK_READ = mutation("markConversationRead", "conversation { ...Whole }")
MARK_UNREAD = mutation("markConversationUnread", "conversation { ...Whole }")
