"""Any number of companies with conversations, the same ones every time, written by COPY."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from models.database import client, execute, fetch, transaction
from models.tenancy import every_company

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
MEMBERS = 5
THREAD = 12  # messages of an average conversation
LONG = 60  # of the first one, where there are so many that others have some, too
MANY = 80  # conversations, if there are three messages for each; most are open
OPEN = 60  # of the first ones
BATCH = 20  # companies written in one transaction
PREVIEW = 160
WORDS, FIRST, LAST = (
    text.split()
    for text in (
        "hello thanks order invoice delivery address refund please when today tomorrow parcel "
        "account password help broken works great question about the my our your and",
        "Ana Bruno Carla Diego Elisa Fabio Gina Hugo Irene Joao Karin Luis Maria Nina Otto",
        "Alves Braga Costa Dias Esteves Faria Gomes Horta Lopes Matos Nunes Pires Reis",
    )
)
Rows = dict[str, list[tuple[Any, ...]]]

COLUMNS = {
    "companies": "id name status locale timezone settings created_at updated_at",
    "users": "id email password_hash name created_at updated_at",
    "members": "id company_id user_id name email role availability created_at updated_at",
    "inboxes": "id company_id name kind sealed_secret after_resolve created_at updated_at",
    "contacts": "id company_id name search_name email custom_attributes created_at updated_at",
    "contact_identities": "id company_id contact_id inbox_id external_id created_at updated_at",
    "conversations": "id company_id number inbox_id contact_id identity_id assignee_id subject "
    "status priority reopened_count last_message_at last_message_preview message_count "
    "inbound_count version created_at updated_at resolved_at waiting_since",
    "messages": "id company_id conversation_id inbox_id seq direction sender_kind member_id "
    "contact_id body status inbound_count occurred_at created_at updated_at",
    "conversation_counters": "id company_id number created_at updated_at",
}

# Columns that are the same in every row, as SQL.
CONSTANT: dict[str, dict[str, str]] = {
    "members": {"capacity": "10"},
    "contacts": {"version": "1"},
    "inboxes": {"csat_enabled": "false"},
    "conversations": {"custom_attributes": "'{}'"},
    "messages": {"kind": "'TEXT'"},
}


async def write(*, companies: int, messages: int) -> None:
    """Write this many companies with this many messages each; leave those already there alone."""
    with every_company():
        present = {row[0] for row in await fetch("SELECT id FROM companies")}
        numbers = [n for n in range(companies) if Ids(n).next() not in present]
        for start in range(0, len(numbers), BATCH):
            rows: Rows = {table: [] for table in COLUMNS}
            for number in numbers[start : start + BATCH]:
                _company(rows, number, messages)
            await _copy(rows)


class Ids:
    """UUIDs in the order they are asked for, the same for the same company number."""

    def __init__(self, company: int) -> None:
        self._random = Random(company)  # noqa: S311 - must be repeatable, need not be secret
        self._millis = int(START.timestamp() * 1000) + company

    def next(self) -> UUID:
        self._millis += 1
        bits = self._random.getrandbits(74)
        return UUID(
            int=self._millis << 80 | 7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (2**62 - 1)
        )


def _company(rows: Rows, number: int, messages: int) -> None:
    ids, random = Ids(number), Random(number)  # noqa: S311
    company = ids.next()
    name = f"Company {number:05}"
    rows["companies"].append((company, name, "ACTIVE", "en", "UTC", "{}", START, START))
    members = list(_members(rows, ids, random, company, number))
    inbox = ids.next()
    rows["inboxes"].append((inbox, company, "API", "API", "", "REOPEN", START, START))
    counts = list(_counts(messages))
    for place, count in enumerate(counts, 1):
        _conversation(rows, ids, random, (company, inbox, place, count, members))
    conversations = len(counts)
    rows["conversation_counters"].append((ids.next(), company, conversations, START, START))


def _counts(messages: int) -> Iterator[int]:
    """How many messages each conversation has."""
    conversations = max(messages // THREAD, 1)
    if messages >= 3 * LONG:
        yield LONG
        messages -= LONG
        conversations = max(conversations - 1, min(messages // 3, MANY))
    for place in range(conversations):
        yield messages // conversations + (place < messages % conversations)


def _members(
    rows: Rows, ids: Ids, random: Random, company: UUID, number: int
) -> Iterator[tuple[UUID, str]]:
    for place in range(MEMBERS):
        user, member = ids.next(), ids.next()
        name, email = _name(random), f"member{place}@company{number:05}.example"
        role = "OWNER" if place == 0 else "MEMBER"
        rows["users"].append((user, email, "!", name, START, START))
        rows["members"].append((member, company, user, name, email, role, "ONLINE", START, START))
        yield member, name


def _conversation(
    rows: Rows,
    ids: Ids,
    random: Random,
    about: tuple[UUID, UUID, int, int, Sequence[tuple[UUID, str]]],
) -> None:
    company, inbox, number, count, members = about
    contact, identity, conversation = (ids.next() for _ in range(3))
    name, began = _name(random), START + timedelta(minutes=number * 7)
    email = f"contact{number}@customer.example"
    rows["contacts"].append((contact, company, name, name.lower(), email, "{}", began, began))
    handle = f"customer-{number}"
    rows["contact_identities"].append((identity, company, contact, inbox, handle, began, began))
    inbound, at, body, ours = 0, began, "", False
    assignee = random.choice(members)[0] if random.random() < 0.8 else None
    for seq in range(1, count + 1):
        at = began + timedelta(minutes=seq * random.randint(1, 90))
        body = " ".join(random.choices(WORDS, k=random.randint(3, 40))).capitalize() + "."
        ours = seq % 2 == 0 and assignee is not None
        inbound += not ours
        rows["messages"].append(
            (
                ids.next(),
                company,
                conversation,
                inbox,
                seq,
                "OUTBOUND" if ours else "INBOUND",
                "MEMBER" if ours else "CONTACT",
                assignee if ours else None,
                None if ours else contact,
                body,
                "DELIVERED" if ours else "RECEIVED",
                inbound,
                at,
                at,
                at,
            )
        )
    status = random.choices(["OPEN", "PENDING", "RESOLVED"], weights=[6, 1, 3])[0]
    if number <= OPEN:
        status = "OPEN"
    rows["conversations"].append(
        (
            conversation,
            company,
            number,
            inbox,
            contact,
            identity,
            assignee,
            f"About {random.choice(WORDS)}",
            status,
            random.choice(["NONE", "NONE", "LOW", "MEDIUM", "HIGH"]),
            0,
            at,
            body[:PREVIEW],
            count,
            inbound,
            1,
            began,
            at,
            at if status == "RESOLVED" else None,
            at if status != "RESOLVED" and count and not ours else None,
        )
    )


async def _copy(rows: Rows) -> None:
    # COPY does not go through row-level security, so it fills tables of this transaction's own.
    async with transaction():
        await execute("SET LOCAL statement_timeout = '10min'")  # one statement writes a whole batch
        for table, listed in COLUMNS.items():
            columns = listed.split()
            names = ", ".join(columns)
            await execute(
                f"CREATE TEMP TABLE demo_{table} ON COMMIT DROP AS "  # noqa: S608
                f"SELECT {names} FROM {table} WITH NO DATA"
            )
            async with client().acquire_connection() as connection:
                await connection.copy_records_to_table(
                    f"demo_{table}", columns=columns, records=rows[table]
                )
            same = CONSTANT.get(table, {})
            into, values = ", ".join((names, *same)), ", ".join((names, *same.values()))
            await execute(
                f"INSERT INTO {table} ({into}) SELECT {values} FROM demo_{table}"  # noqa: S608
            )
        await execute(
            "UPDATE conversations c SET last_message_id = m.id FROM demo_messages m "
            "WHERE m.company_id = c.company_id AND m.conversation_id = c.id "
            "AND m.seq = c.message_count AND c.last_message_id IS NULL"
        )


def _name(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice(LAST)}"
