"""What a front end sends."""

SIGN_UP = """mutation($email: String!, $password: String!, $company: String!) {
  signUp(input: {companyName: $company, name: "Ana Souza", email: $email, password: $password}) {
    email
  }
}"""
CONFIRM = """mutation($token: String!, $password: String!) {
  confirmSignUp(input: {token: $token, password: $password}) {
    session { accessToken refreshToken expiresAt refreshExpiresAt }
    company { id name status locale timezone settings }
    member { id name email role availability }
    cursor
  }
}"""
FOUND = """mutation($name: String!) {
  foundCompany(input: {name: $name}) { session { accessToken } company { id name } cursor }
}"""
SIGN_IN = """mutation($email: String!, $password: String!, $company: ID) {
  signIn(input: {email: $email, password: $password, companyId: $company}) {
    session { accessToken refreshToken expiresAt }
    company { id name }
    member { id }
    companies { id name status role }
    challenge { token expiresAt }
  }
}"""
COMPLETE = """mutation($challenge: String!, $code: String!, $company: ID) {
  completeSignIn(input: {challenge: $challenge, code: $code, companyId: $company}) {
    session { accessToken } company { id name } member { id } companies { id name }
  }
}"""
ENABLE_FACTOR = """mutation($password: String!) {
  enableSecondFactor(input: {password: $password}) { secret uri }
}"""
CONFIRM_FACTOR = """mutation($code: String!) {
  confirmSecondFactor(input: {code: $code}) { recoveryCodes cursor }
}"""
DISABLE_FACTOR = """mutation($password: String!, $code: String!) {
  disableSecondFactor(input: {password: $password, code: $code}) { enabled cursor }
}"""
RENEW_CODES = """mutation($code: String!) {
  renewRecoveryCodes(input: {code: $code}) { recoveryCodes cursor }
}"""
FACTOR = "{ mySecondFactor { enabled recoveryCodesLeft } }"
SIGN_INS = "{ mySignIns { edges { node { id outcome device address createdAt } } } }"
REFRESH = """mutation($token: String!) {
  refreshSession(input: {refreshToken: $token}) { session { accessToken refreshToken } }
}"""
SIGN_OUT = "mutation { signOut { session { id revokedAt current } cursor } }"
SIGN_OUT_EVERYWHERE = "mutation { signOutEverywhere { endedSessions cursor } }"
SESSIONS = """{ mySessions(first: 10) {
  edges { node { id address userAgent device current } }
} }"""
REVOKE_SESSION = """mutation($id: ID!) {
  revokeSession(input: {sessionId: $id}) { session { id revokedAt } cursor }
}"""
REVOKE_OTHERS = "mutation { revokeOtherSessions { endedSessions cursor } }"
ME = """{
  me {
    id name email role permissions availability emailVerifiedAt member { id } company { id name }
  }
}"""
CHANGE_PASSWORD = """mutation($old: String!, $new: String!) {
  changePassword(input: {currentPassword: $old, newPassword: $new}) { endedSessions cursor }
}"""
REQUEST_RESET = """mutation($email: String!) {
  requestPasswordReset(input: {email: $email}) { email }
}"""
RESET = """mutation($token: String!, $password: String!) {
  resetPassword(input: {token: $token, password: $password}) { email }
}"""
MEMBERS = """query($first: Int, $after: String, $role: Role) {
  members(first: $first, after: $after, role: $role) {
    edges { node { id name email role disabledAt } }
    pageInfo { hasNextPage endCursor }
  }
}"""
MEMBER = "query($id: ID!) { member(id: $id) { id name role } }"
UPDATE_ME = """mutation($name: String, $availability: Availability) {
  updateMe(input: {name: $name, availability: $availability}) {
    member { id name availability } cursor
  }
}"""
CHANGE_ROLE = """mutation($id: ID!, $role: Role!) {
  changeMemberRole(input: {memberId: $id, role: $role}) { member { id role } cursor }
}"""
DISABLE = """mutation($id: ID!) {
  disableMember(input: {memberId: $id}) { member { id disabledAt } cursor }
}"""
ENABLE = """mutation($id: ID!) {
  enableMember(input: {memberId: $id}) { member { id disabledAt } cursor }
}"""
REMOVE = """mutation($id: ID!) {
  removeMember(input: {memberId: $id}) { member { id removedAt } cursor }
}"""
INVITE = """mutation($email: String!, $role: Role! = MEMBER) {
  inviteMember(input: {email: $email, role: $role}) {
    invitation { id email role state invitedBy { name } expiresAt } cursor
  }
}"""
RESEND_INVITATION = """mutation($id: ID!) {
  resendInvitation(input: {invitationId: $id}) { invitation { id state } cursor }
}"""
REVOKE_INVITATION = """mutation($id: ID!) {
  revokeInvitation(input: {invitationId: $id}) { invitation { id state } cursor }
}"""
INVITATIONS = """query($state: InvitationState) {
  invitations(state: $state) { edges { node { id email state } } }
}"""
OFFER = """query($token: String!) {
  invitationOffer(token: $token) { companyName email role hasAccount }
}"""
ACCEPT = """mutation($token: String!, $password: String!, $name: String) {
  acceptInvitation(input: {token: $token, password: $password, name: $name}) {
    session { accessToken } company { id } member { id role } cursor
  }
}"""
CREATE_KEY = """mutation($name: String!, $scopes: [String!]!, $expires: DateTime) {
  createApiKey(input: {name: $name, scopes: $scopes, expiresAt: $expires}) {
    apiKey { id name prefix scopes createdBy { id } expiresAt lastUsedAt } secret cursor
  }
}"""
REVOKE_KEY = """mutation($id: ID!) {
  revokeApiKey(input: {apiKeyId: $id}) { apiKey { id revokedAt } cursor }
}"""
KEYS = "{ apiKeys { edges { node { id name prefix revokedAt } } } }"
COMPANY = "{ company { id name locale timezone settings } }"
UPDATE_COMPANY = """mutation($name: String, $locale: String, $timezone: String, $settings: JSON) {
  updateCompany(input: {
    name: $name, locale: $locale, timezone: $timezone, settings: $settings
  }) { company { name locale timezone settings } cursor }
}"""
NODE = "query($id: ID!) { node(id: $id) { id __typename } }"
MEMBER_CHANGED = """subscription($after: Cursor, $id: ID) {
  memberChanged(after: $after, memberId: $id) {
    cursor event member { id role disabledAt removedAt }
  }
}"""
