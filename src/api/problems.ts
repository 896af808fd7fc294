/**
 * Every problem that the API can answer with, as data: the slug is the last part of the problem's type URL
 * (`/docs/problems/<slug>`). The page behind that URL is made from this table and from what `problem-pages/` says of each.
 */
export const PROBLEMS = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    next: 'Each entry of "errors" points at what is wrong and says what is expected. Unknown parameters are refused, because a filter that is silently ignored hides findings.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor is not valid here',
    next: 'A cursor belongs to the list, the filters and the sort order that it was handed out with. Start again without a cursor.',
  },
  unauthorized: {
    status: 401,
    title: 'A valid bearer token is needed, or a session',
    next: 'Send "Authorization: Bearer cbh_live_…"; people whose browser asks sign in at /auth/login. `npm start` says which file holds the first token; elsewhere CASBAH_BOOTSTRAP_TOKEN sets it.',
  },
  forbidden: {
    status: 403,
    title: 'This token may not do that',
    next: 'The detail says what for. A token that is limited to some integrations may not do what concerns all of them; GET /api/v1/me shows what it sees.',
  },
  'insufficient-scope': {
    status: 403,
    title: 'This token lacks the scope that this needs',
    next: 'GET /api/v1/me shows what the token may do. Whoever has tokens:write makes one with the scope that the detail names (casbah tokens create --scope …).',
  },
  'too-much-asked': {
    status: 403,
    title: 'A token cannot give what it does not have',
    next: 'Name scopes and integrations that this token has itself, and an end that is not after its own.',
  },
  'cross-site': {
    status: 403,
    title: 'Another site asked for this',
    next: 'A browser sends a session’s cookie along whoever asks, so changes are made from pages of Casbah alone: Sec-Fetch-Site must be same-origin, or Origin be CASBAH_PUBLIC_URL. Programs show a bearer token.',
  },
  'own-access': {
    status: 409,
    title: 'Nobody disables themselves',
    next: 'Ask another administrator, or use a token that somebody else made.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    next: 'Check the path and the id. What a token may not see is not found either.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This method is not offered here',
    next: 'The Allow header names the methods that are.',
  },
  conflict: {
    status: 409,
    title: 'It is already there',
    next: 'Names, workspaces and platform organizations may each be connected once. Use the integration that has it, or disconnect that one first.',
  },
  'integration-closed': {
    status: 409,
    title: 'The integration takes no more commands',
    next: 'It was disconnected, or its workflow is gone from Temporal. Create it again, or look for integration/{id} in the Temporal UI.',
  },
  'command-refused': {
    status: 409,
    title: 'The integration refused the command',
    next: 'The detail says why. Read GET /api/v1/integrations/{id} for its phase and for what it waits for.',
  },
  'idempotency-key-in-use': {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    next: 'Repeat the same request a little later: it answers what the first one answered.',
  },
  'key-taken': {
    status: 409,
    title: 'Another one has this key',
    next: 'Change the one that has it, or choose another key.',
  },
  'too-many-destinations': {
    status: 409,
    title: 'There are as many destinations as there may be',
    next: 'GET /api/v1/destinations lists them; DELETE the ones that nobody needs. One receiver can hand on to many.',
  },
  'destination-disabled': {
    status: 409,
    title: 'The destination is disabled',
    next: 'Nothing would be sent. GET /api/v1/destinations/{id} says why; POST /api/v1/destinations/{id}/test tries it out, and PATCH with disabled=false enables it.',
  },
  'delivery-on-its-way': {
    status: 409,
    title: 'The delivery is on its way',
    next: 'It is tried again by itself; GET /api/v1/deliveries/{id} shows its attempts. What has ended (delivered, abandoned) can be sent again.',
  },
  'unexpected-count': {
    status: 409,
    title: 'The filter matches another number of findings',
    next: 'Nothing was changed. Read the list again with the same filter, and send the number that it has now as expected_count.',
  },
  'exception-disabled': {
    status: 409,
    title: 'The exception was disabled',
    next: 'What was decided and taken back stays as it was. Make a new exception.',
  },
  'definition-changed': {
    status: 409,
    title: 'The definition is not the one that was looked at',
    next: 'Nothing was approved. GET /api/v1/gpts/{id} shows what the GPT is now, and /diff what changed; send its hash if that is still meant.',
  },
  'definition-unknown': {
    status: 409,
    title: 'What the GPT is now is not known',
    next: 'Nothing was approved. Collect (POST /api/v1/integrations/{id}/collect), and look at the GPT again when the run has ended.',
  },
  'finding-changed': {
    status: 412,
    title: 'The finding is not as it was read',
    next: 'Nothing was changed. Read GET /api/v1/findings/{id} again, and send its ETag as If-Match if the change is still meant.',
  },
  'changed-meanwhile': {
    status: 412,
    title: 'It is not as it was read',
    next: 'Nothing was changed. Read it again, and send its revision as If-Match if the change is still meant.',
  },
  'destination-changed': {
    status: 412,
    title: 'The destination is not as it was read',
    next: 'Nothing was changed. Read GET /api/v1/destinations/{id} again, and send its ETag as If-Match if the change is still meant.',
  },
  'rule-changed': {
    status: 412,
    title: 'The rule is not as it was read',
    next: 'Nothing was changed. Read GET /api/v1/integrations/{id}/custom-rules/{rule} again, and send its ETag as If-Match if the change is still meant.',
  },
  'routes-changed': {
    status: 412,
    title: 'The list of routes is not as it was read',
    next: 'Nothing was saved. Read GET /api/v1/integrations/{id}/assignment-routes again, and send its ETag as If-Match if the change is still meant.',
  },
  'preview-overtaken': {
    status: 409,
    title: 'The routes would assign something else than the preview said',
    next: 'Nothing was saved. Ask for the preview again, look at it, and send its digest as expected_digest.',
  },
  'rule-id-taken': {
    status: 409,
    title: 'There is a rule of this id, or there was one',
    next: 'Change the one that is there with PATCH, or choose another id: findings keep the id of the rule that made them.',
  },
  'too-many-custom-rules': {
    status: 409,
    title: 'There are as many custom rules as there may be',
    next: 'Each judges all assets of its kind whenever they are collected. Delete those that nobody needs, or join two by ||.',
  },
  'too-many-versions': {
    status: 409,
    title: 'The rule has as many versions as it may have',
    next: 'Every version is kept, since findings name it. Make a new rule of what it says now, and delete this one.',
  },
  'account-disabled': {
    status: 409,
    title: 'The service account is disabled',
    next: 'Enable it with PATCH /api/v1/service-accounts/{id} (casbah service-accounts enable NAME) if it may work again, then make a new token for it.',
  },
  'account-name-taken': {
    status: 409,
    title: 'Another service account has this name',
    next: 'Use the one that is there, or choose another name. A disabled account keeps its name, since the audit log tells of it.',
  },
  'directory-would-shrink': {
    status: 409,
    title: 'The file would take back much of what the directory knows',
    next: 'Look whether the file is whole, has the columns that the one before had, and says of each person what it should. If it is, send it again with accept_shrink=true; to add to what is there, with replace=false.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    next: 'No request of this API needs more than 64 kB, but for a directory’s file: 20 MB and 500,000 rows.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of another type than this route takes',
    next: 'Send "Content-Type: application/json"; for a directory’s file "Content-Type: text/csv".',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key was used with another body',
    next: 'Use a new key for a new request. A key stands for one request for 24 hours.',
  },
  'too-many-findings': {
    status: 422,
    title: 'These are too many findings at once',
    next: 'At most 10,000 are changed at once. Narrow the filter, for example by rule or integration, and go on with the rest; of routes apply the first ones alone, then more of them.',
  },
  'recheck-impossible': {
    status: 422,
    title: 'What this finding is about cannot be read by itself',
    next: 'POST /api/v1/integrations/{id}/collect reads everything it is judged by, and judges it then.',
  },
  'unusable-expiry': {
    status: 422,
    title: 'An exception must end, and within 400 days',
    next: 'Send expires_at: a time in the future, at most 400 days ahead. CASBAH_ALLOW_PERMANENT_EXCEPTIONS=true lets this installation make exceptions without an end.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests in too short a time',
    next: 'Wait for the seconds in Retry-After and send the request again; with the same Idempotency-Key it has one effect. Programs watch the RateLimit header and slow down before.',
  },
  'too-many-tests': {
    status: 429,
    title: 'Too many test deliveries',
    next: 'Repeat the request after the seconds in Retry-After. Test deliveries are kept slow, so that nobody looks through addresses with them.',
  },
  'internal-error': {
    status: 500,
    title: 'Something broke in Casbah',
    next: "Look for the request id in the API's log, which has the cause.",
  },
  busy: {
    status: 503,
    title: 'Too much at once',
    next: 'Repeat the request after the seconds in Retry-After; with the same Idempotency-Key it has one effect.',
  },
  unavailable: {
    status: 503,
    title: 'A service that Casbah needs does not answer',
    next: 'GET /readyz?verbose says which one. Repeat the request after the seconds in Retry-After.',
  },
} as const satisfies Record<string, ProblemFacts>

interface ProblemFacts {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503
  readonly title: string
  /** What to do next, in words for people. */
  readonly next: string
}

export type ProblemSlug = keyof typeof PROBLEMS

export const PROBLEMS_PAGE = '/docs/problems'

export const isProblemSlug = (text: string): text is ProblemSlug => Object.hasOwn(PROBLEMS, text)

export const problemType = (slug: ProblemSlug): string => `${PROBLEMS_PAGE}/${slug}`
