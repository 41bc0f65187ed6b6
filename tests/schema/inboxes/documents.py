"""What the tests of inboxes ask for."""

INBOX = "id name kind callbackUrl afterResolve inboundUrl disabledAt previousSecretUntil"
CREATE = f"""mutation ($input: CreateInboxInput!) {{
    createInbox(input: $input) {{ inbox {{ {INBOX} }} secret cursor }} }}"""
UPDATE = f"""mutation ($input: UpdateInboxInput!) {{
    updateInbox(input: $input) {{ inbox {{ {INBOX} }} cursor }} }}"""
ROTATE = f"""mutation ($input: RotateInboxSecretInput!) {{
    rotateInboxSecret(input: $input) {{ inbox {{ {INBOX} }} secret cursor }} }}"""
DISABLE = f"""mutation ($input: DisableInboxInput!) {{
    disableInbox(input: $input) {{ inbox {{ {INBOX} }} cursor }} }}"""
ENABLE = f"""mutation ($input: EnableInboxInput!) {{
    enableInbox(input: $input) {{ inbox {{ {INBOX} }} cursor }} }}"""
INBOXES = f"""query ($first: Int, $after: String) {{
    inboxes(first: $first, after: $after) {{
        edges {{ node {{ {INBOX} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
ONE = f"query ($id: ID!) {{ inbox(id: $id) {{ {INBOX} }} }}"
NODE = "query ($id: ID!) { node(id: $id) { id __typename } }"
EVENT = "id externalId state attempts error payload appliedAt inbox { id }"
EVENTS = f"""query ($state: InboundState, $inbox: ID) {{
    inboundEvents(state: $state, inboxId: $inbox) {{ edges {{ node {{ {EVENT} }} }} }} }}"""
ONE_EVENT = f"query ($id: ID!) {{ inboundEvent(id: $id) {{ {EVENT} }} }}"
REPLAY = f"""mutation ($input: ReplayInboundEventInput!) {{
    replayInboundEvent(input: $input) {{ inboundEvent {{ {EVENT} }} cursor }} }}"""
RETRY = """mutation ($input: RetryMessageInput!) {
    retryMessage(input: $input) { message { id status errorCode } cursor } }"""
ATTEMPTS = """query ($id: ID!) { node(id: $id) { ... on Message { status deliveryAttempts {
    number outcome statusCode errorCode error responseExcerpt durationMs createdAt } } } }"""
