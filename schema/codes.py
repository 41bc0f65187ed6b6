"""Every code that an error of ours can have: what it means, and what to do about it."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import strawberry

import models.files.incoming
import models.inboxes.arrival  # noqa: F401 - all others are imported by the schema
from models.errors import DomainError, every_refusal
from models.settings import settings


@dataclass(frozen=True, slots=True)
class Explained:
    """Why it comes, and what helps; `retryable`: the same request may succeed later."""

    cause: str
    cure: str
    retryable: bool = False

    @classmethod
    def of(cls, kind: type[DomainError]) -> "Explained":
        return cls(*kind.explained(), kind.retryable)


# Of requests that never came as far as the domain.
OF_REQUESTS: Final = {
    "INTERNAL": Explained(
        "Something went wrong on our side.",
        "Ask again later; if it stays, report `extensions.requestId`: the log has it.",
    ),
    "BAD_REQUEST": Explained(
        "The request is not of the form that this address takes.",
        "The message says what is missing or of a wrong type.",
    ),
    "MALFORMED": Explained("The body is not JSON.", "Send one JSON object, in UTF-8."),
    "NOT_JSON": Explained(
        "The body says that it is something else than JSON.",
        "Send `Content-Type: application/json`.",
    ),
    "METHOD_NOT_ALLOWED": Explained(
        "This address does not take this method.", "The header `Allow` lists those it takes."
    ),
    "BATCHING_DISABLED": Explained(
        "Several operations came in one request.",
        "Send one at a time, or one document with several root fields.",
    ),
    "BODY_TOO_LARGE": Explained(
        "The body is larger than we read.", "Send values as variables, and fewer of them."
    ),
    "BODY_TOO_SLOW": Explained(
        "The body did not come in time.", "Send it again over a better connection.", retryable=True
    ),
    "RANGE_NOT_SATISFIABLE": Explained(
        "The file has no such part.", "`Content-Range` says how many bytes it has."
    ),
    "PERSISTED_QUERY_NOT_FOUND": Explained(
        "This process knows no document of that hash; another process may.",
        "Send the text once, with the hash: clients of automatic persisted queries do so.",
        retryable=True,
    ),
    "PERSISTED_QUERY_MISMATCH": Explained(
        "The hash is not the one of the text that came with it.",
        "Send the SHA-256 of the text as it is sent, in lower-case hexadecimal.",
    ),
    "DOCUMENT_NOT_FOUND": Explained(
        "`documentId` is none of this installation's documents.",
        "Deploy the documents of a front end's build before the front end.",
    ),
    "DOCUMENT_NOT_TRUSTED": Explained(
        "This installation executes the documents of its own front ends only.",
        "Add it to the file that TRUSTED_DOCUMENTS names: `chatia documents register FILE`.",
    ),
    "DOCUMENT_TOO_COSTLY": Explained(
        "The document could return more than one operation may.",
        "Ask for smaller pages (`first`), fewer edges, or in several operations.",
    ),
    "DOCUMENT_TOO_DEEP": Explained(
        "The document is nested deeper than we execute.", "Ask in several operations, by id."
    ),
    "DOCUMENT_TOO_LARGE": Explained(
        "The document has more tokens or comments than we parse.", "Send fewer fields at a time."
    ),
    "GRAPHQL_PARSE_FAILED": Explained(
        "The document is not GraphQL.", "`locations` says where it ends to be."
    ),
    "GRAPHQL_VALIDATION_FAILED": Explained(
        "The document does not fit the schema.",
        "The message names the field or argument; `schema.graphql` has those that there are.",
    ),
    "GRAPHQL_VARIABLES_INVALID": Explained(
        "A variable or argument is not of its type.", "The message names it and its type."
    ),
    "GRAPHQL_QUERY_MISSING": Explained(
        "The request has no document.", "Send it as `query`, a string."
    ),
    "GRAPHQL_OPERATION_UNKNOWN": Explained(
        "The document has no such operation, or several and none was chosen.",
        "Send `operationName`, as it is written in the document.",
    ),
    "GRAPHQL_OPERATION_NOT_ALLOWED": Explained(
        "This kind of operation is not for this way of asking.",
        "Mutations need POST; subscriptions a WebSocket or `Accept: text/event-stream`.",
    ),
    "INTROSPECTION_DISABLED": Explained(
        "Strangers may not read the schema.", "Sign in, or read the committed `schema.graphql`."
    ),
    "OPERATION_TIMED_OUT": Explained(
        "The query or mutation took longer than one may, and was cut short.",
        "Ask for less at a time. A mutation was done as a whole or not at all, and of several "
        "those before it were: send it again with its `Idempotency-Key`, or read what there is.",
        retryable=True,
    ),
    "QUOTA_EXCEEDED": Explained(
        "As many sockets or subscriptions are open as may be at a time.",
        "Close some, or try again after `extensions.retryAfter` seconds.",
        retryable=True,
    ),
    "TOO_MANY_OPERATIONS": Explained(
        "One connection carries as many operations as it may.",
        "Complete some, or open another connection.",
    ),
    "OPERATION_EXISTS": Explained(
        "An operation of this id is running on this stream.", "Choose another id, or end that one."
    ),
    "STREAM_OPEN": Explained(
        "The reservation has its event stream already.", "Use that one, or reserve another."
    ),
    "STREAM_NOT_FOUND": Explained(
        "There is no such reservation at this server.", "Reserve one anew with PUT."
    ),
    # Of the door for channels and customers' systems, /inbound.
    "SIGNATURE_MISSING": Explained(
        "The pushed request is not signed.", "Send the three headers of Standard Webhooks."
    ),
    "SIGNATURE_INVALID": Explained(
        "The signature does not fit this address and this body.",
        "Sign the very bytes that are sent, with the inbox's present secret.",
    ),
    "TIMESTAMP_INVALID": Explained(
        "`webhook-timestamp` is no time.", "Send seconds since 1970, and sign them."
    ),
    "TIMESTAMP_TOO_OLD": Explained(
        "The request was signed more than five minutes ago.",
        "Sign again for every attempt; check the clock.",
    ),
    "TIMESTAMP_TOO_NEW": Explained(
        "The request is from more than five minutes ahead.", "Check the clock."
    ),
    "TOO_LARGE": Explained("The pushed body is larger than we take.", "Send a smaller one."),
    "TOO_SLOW": Explained(
        "The pushed body did not come in time.", "Push it again.", retryable=True
    ),
    "INCOMPLETE": Explained(
        "The connection ended within the body.", "Send it again.", retryable=True
    ),
}
# Of one field of an input, in `extensions.fields`.
OF_FIELDS: Final = {
    "ASSIGNEE_AND_UNASSIGNED": "`assigneeId` and `unassigned` exclude each other.",
    "ATTRIBUTE_UNKNOWN": "No attribute that is kept; define it first.",
    "BLANK": "Nothing but space.",
    "COUNTRY_UNKNOWN": "No code of a country, such as `BR`.",
    "DELIMITER_INVALID": "No character that could be between columns.",
    "EMAIL_INVALID": "No address that could take mail.",
    "EMPTY": "Nothing is given.",
    "FIRST_AND_LAST": "`first` and `last` exclude each other.",
    "ID_INVALID": "No id, or too long for one.",
    "INVALID_KIND": "No kind of job, such as `message.deliver`.",
    "IN_THE_FUTURE": "A time that has not come.",
    "IN_THE_PAST": "A time that is over.",
    "IS_EMAIL": "The password is the e-mail.",
    "KEY_INVALID": "A key that is too long or has characters that keys have not.",
    "LOCALE_INVALID": "No language tag, such as `pt-BR`.",
    "MALFORMED": "Not of the form that is taken here.",
    "MAPPED_TWICE": "Two columns for the same of a contact.",
    "MATCH_MISSING": "Nothing to find contacts by.",
    "MEMBER_INACTIVE": "A member who is disabled or gone.",
    "MENTION_OUTSIDE_NOTE": "Only notes mention members: a contact never hears of them.",
    "NAME_INVALID": "No name of a variable, such as `order_number`, or one of ours.",
    "NO_PROMISE": "A policy that promises nothing.",
    "NOT_A_TIME": "No time of a clock, such as `09:30`.",
    "NOT_AN_OBJECT": "No JSON object.",
    "NOT_AN_OPTION": "None of the options of the list.",
    "NOT_A_BOOLEAN": "Neither true nor false.",
    "NOT_A_COLOUR": "No colour of the form `#rrggbb`.",
    "NOT_A_DATE": "No date, such as `2026-11-21`.",
    "NOT_A_LINK": "No address of http or https.",
    "NOT_A_LIST": "Only a LIST has options.",
    "NOT_A_MEMBER": "Only people have something of their own.",
    "NOT_A_NUMBER": "No number.",
    "NOT_A_TEXT": "No text, or none of a length that is taken.",
    "NOT_A_TYPE": "No media type, such as `image/png`.",
    "NOT_BASE64": "No base64, as RFC 4648 has it.",
    "NO_TIME_ZONE": "A time without its offset.",
    "NOT_LATER": "It ends before it begins.",
    "NOT_OF_ACTION": "The action of a bulk change takes no such thing.",
    "OFFERS_TO_NOBODY": "Offers need an assignment that says to whom.",
    "OUT_OF_RANGE": "A number that is too small or too large.",
    "OVERFLOW_CYCLE": "What overflows from here would come back here.",
    "OVERFLOW_INCOMPLETE": "An overflow needs both a queue and a time.",
    "OVERLAP": "Two openings of a week at one time.",
    "PATTERN_INVALID": "No regular expression of RE2, which has no look-around.",
    "PATTERN_MISMATCH": "Not what the attribute's pattern asks for.",
    "PHONE_INVALID": "No number in international form, such as `+5511987654321`.",
    "QUEUE_AND_VISIBILITY": "A queue goes with the visibility QUEUE, and with no other.",
    "QUEUE_OF_VIEW": "A view has a queue if it is for that queue, and only then.",
    "QUIET_HOURS_INCOMPLETE": "Quiet hours have a beginning and an end.",
    "REPEATED": "The same twice.",
    "REPLY_TO_NOTE": "A message that contacts see cannot answer a note, which they do not.",
    "REQUIRED": "It must be given.",
    "SAME": "The new value is the present one.",
    "SAME_CONTACT": "A contact and itself.",
    "SAME_CONVERSATION": "A conversation cannot be merged into itself.",
    "SEGMENT_AND_FILTER": "`segmentId` and `filter` exclude each other.",
    "SEVERAL_PERIODS": "Days, weeks and months at once.",
    "SHORTCODE_INVALID": "A shortcode of other characters than a-z, digits, `-` and `_`.",
    "TEMPLATE_INVALID": "No template; the message says where and why.",
    "TAKEN": "Another has this name.",
    "TIMEZONE_UNKNOWN": "No IANA time zone, such as `America/Sao_Paulo`.",
    "TOO_COMMON": "A password that is guessed within moments.",
    "TOO_COMPLEX": "More conditions than may be, or deeper.",
    "TOO_FAR": "A time that is too far away.",
    "TOO_LARGE": "More bytes than may be kept.",
    "TOO_LONG": "More characters than may be.",
    "TOO_MANY": "More than may be at a time.",
    "TOO_SHORT": "Fewer characters than must be.",
    "TYPE_NOT_ALLOWED": "Files of this type are not taken; `fileUsage` says which are.",
    "UNKNOWN_EVENT": "No name of an event.",
    "UNKNOWN_SCOPE": "No permission.",
    "UNSTORABLE": "A character that cannot be kept: NUL, or half of a pair.",
    "VALUE_INVALID": "A value of a kind that is not taken here.",
    "VARIABLE_UNKNOWN": "A name that stands for nothing here.",
    "WHICH_CONVERSATIONS": "Name conversations, or say by a filter which.",
    "WRONG": "Not the right one.",
}


def every_code() -> dict[str, Explained]:
    """By name; import what declares refusals first."""
    refusals = {code: Explained.of(kind) for code, kind in every_refusal().items()}
    return dict(sorted({**OF_REQUESTS, **refusals}.items()))


def error_code() -> Any:
    """The enum `ErrorCode` of the SDL: `extensions.code` is one of its values."""
    values = {
        code: strawberry.enum_value(code, description=f"{known.cause} {known.cure}")
        for code, known in every_code().items()
    }
    enum = Enum("ErrorCode", values)  # type: ignore[misc]
    return strawberry.enum(enum, description="What `extensions.code` of an error can say.")


def documented_at(code: str) -> str:
    return f"{settings().docs_url}#{code.lower()}"
