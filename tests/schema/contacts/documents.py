"""What is asked of contacts in the tests."""

MERGE = """mutation ($input: MergeContactsInput!) { mergeContacts(input: $input) {
  contact { id name email phone merges { kept conversationCount
    source { name mergedInto { name } } } }
  merge { taken conversationCount messageCount author { ... on Member { name } } } cursor } }"""
NODE = """query ($id: ID!) { node(id: $id) { id ... on Contact {
  name deletedAt mergedInto { id name } } } }"""
ADD_NOTE = """mutation ($input: AddContactNoteInput!) { addContactNote(input: $input) {
  note { id body contact { name } author { ... on Member { name } } } } }"""
EDIT_NOTE = """mutation ($input: EditContactNoteInput!) { editContactNote(input: $input) {
  note { body editedAt } } }"""
DELETE_NOTE = """mutation ($input: DeleteContactNoteInput!) { deleteContactNote(input: $input) {
  contact { notes { edges { node { body } } } } } }"""
CONSENT = """mutation ($input: SetContactConsentInput!) { setContactConsent(input: $input) {
  consent { contact { consents { channel state source } consentHistory { state } } } } }"""
LIST = """query ($filter: ContactFilter, $first: Int, $after: String, $search: String) {
  contacts(filter: $filter, first: $first, after: $after, search: $search) {
    edges { node { name } } pageInfo { hasNextPage endCursor } } }"""
CREATE_SEGMENT = """mutation ($input: CreateSegmentInput!) { createSegment(input: $input) {
  segment { id name filter version contactCount { count capped }
            contacts(first: 2) { edges { node { name } } pageInfo { hasNextPage } } } } }"""
UPDATE_SEGMENT = """mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) {
  segment { name version filter } } }"""
DELETE_SEGMENT = """mutation ($input: DeleteSegmentInput!) { deleteSegment(input: $input) {
  name } }"""
SEGMENTS = """{ segments { edges { node { name contactCount { count }
  contacts(first: 3) { edges { node { name } } } } } } }"""
PREVIEW = """query ($id: ID!) { contactImportPreview(uploadId: $id) {
  encoding delimiter header rows mapping { column field key } } }"""
IMPORT = """mutation ($input: CreateContactImportInput!) { createContactImport(input: $input) {
  contactImport { id state mode dryRun total position author { ... on Member { name } } } } }"""
CANCEL = """mutation ($input: CancelContactImportInput!) { cancelContactImport(input: $input) {
  contactImport { state } } }"""
IMPORTED = """query ($id: ID!) { contactImport(id: $id) {
  state total position created updated unchanged failed reportUrl } }"""
EXPORT = """mutation ($input: CreateContactExportInput!) { createContactExport(input: $input) {
  contactExport { id state filter } } }"""
EXPORTED = """query ($id: ID!) { contactExport(id: $id) { state rows url } }"""
