import type { Accounts } from './account.ts'
import { ASSIGNMENT_ROUTES, CUSTOM_RULES } from './account.ts'

const CREDENTIAL = '/integrations/{id}/credentials/{kind}'
const COMMANDS = ['test', 'collect', 'pause', 'resume'].map((name) => `POST /integrations/{id}/${name}`)

/** Refusals of a request by itself, of who sends it, and of services and integrations as they are at the moment. */
export const REQUEST_ACCOUNTS = {
  'invalid-request': {
    happened:
      'The request could not be understood as it was sent: a parameter that this route does not know, a value that is not one of those allowed, a missing field, or a body that is not JSON in UTF-8. Nothing was read or changed.',
    more: '`GET /api/v1/openapi.json` describes every parameter and field; `/docs` shows it. On the command line, `casbah <command> --help`.',
    by: 'all',
    example: {
      detail: 'Some of what was sent is not as expected.',
      errors: ['?severity', 'must be one of critical, high, medium, low, info'],
    },
  },
  'invalid-cursor': {
    happened:
      'The cursor was not made by this API, or was made for another list, other filters or another order than the ones that it came with. Pages would have had gaps, so none was read.',
    more: 'Every page names the next one in `page.next_cursor`, and in the `Link` header. Send it with the same parameters, `limit` alone may differ.',
    by: { takes: 'cursor' },
    example: { detail: 'This cursor belongs to another list, other filters or another order.' },
  },
  unauthorized: {
    happened:
      'The request had no token, or one that opens nothing: mistyped, expired, revoked, or of another installation. All of these get the same answer, so that nobody learns from it which tokens there were. Or it showed a session that has ended.',
    more: '`casbah tokens whoami` says what the token in use is and when it ends; somebody whose token works sees all of them, the ended ones too, in `casbah tokens list`.',
    by: 'all',
    example: { detail: 'The bearer token is missing, wrong, expired or revoked.' },
  },
  forbidden: {
    happened:
      'The token is valid and has the scope, and is limited to some integrations, while this is about all of them: the audit log, a new integration, an exception or a webhook for everything.',
    more: '`casbah tokens whoami`, or `GET /api/v1/me`: `integration_ids` names those that the token sees, and is null where it sees all.',
    by: {
      at: [
        ...['POST /integrations', 'GET /audit-log', 'GET /audit-log/verification', 'POST /destinations'],
        ...['POST /exceptions', 'PATCH /exceptions/{id}', 'POST /exceptions/{id}/disable'],
        ...['GET /users', 'GET /users/{id}', 'PATCH /users/{id}'],
        ...['GET /service-accounts', 'GET /service-accounts/{id}'],
        ...['POST /service-accounts', 'PATCH /service-accounts/{id}', 'POST /tokens'],
      ],
    },
    example: { detail: 'The audit log is of all integrations; this token is limited to some.' },
  },
  'insufficient-scope': {
    happened:
      'The token is valid, and none of its scopes opens this route. Nothing of the request was read. The detail names the scope that is missing, and so does the `WWW-Authenticate` header.',
    more: '`casbah tokens whoami` lists the scopes of the token. `docs/reference/permissions.md` says which scope opens which route.',
    by: 'scoped',
    example: { detail: 'This needs the scope findings:write, which the token does not have.' },
  },
  'too-much-asked': {
    happened:
      'A token was to be made or revoked, or a person to be shut out, that can do more than who asks: a scope that they lack, or an end after their own. A token that leaks must not be made into a better one, so nothing was changed.',
    more: '`casbah tokens whoami` shows scopes, integrations and end of the token that asks.',
    by: {
      at: [
        ...['POST /tokens', 'DELETE /tokens/{id}', 'PATCH /users/{id}'],
        ...['POST /service-accounts', 'PATCH /service-accounts/{id}'],
      ],
    },
    example: { detail: 'This token does not have rules:write itself.' },
  },
  'cross-site': {
    happened:
      'The request showed the session of a person, and by its headers it was made by a page of another site, or by a program that says nothing of where it comes from. A browser sends the cookie along in both cases, whether or not its person knows of it. Nothing was read or changed.',
    more: '`docs/how-to/single-sign-on.md` says which headers are asked for. If pages of Casbah are refused themselves, `CASBAH_PUBLIC_URL` is not the address that they were opened by.',
    by: 'commands',
    example: { detail: 'The request shows a session, and did not come from a page of Casbah.' },
  },
  'not-found': {
    happened:
      'Nothing of this id is there, or the token is limited to integrations that it does not belong to. Both get the same answer, so that ids tell nothing. A path that the API does not serve is not found either.',
    more: 'The lists name what there is: `casbah findings`, `casbah integrations list`, `casbah runs list`, `casbah exceptions list`. `casbah tokens whoami` says which integrations the token sees.',
    by: 'all',
    example: { detail: 'There is no such finding, or this token may not see it.' },
  },
  'method-not-allowed': {
    happened:
      'The path is there, and does not take this method: reading what can only be posted to, or deleting what can only be disabled.',
    more: 'The `Allow` header of the answer, and `/docs`, which lists the methods of every path.',
    by: 'none',
    example: { detail: 'Offered here: GET, HEAD, PATCH.' },
  },
  'idempotency-key-in-use': {
    happened:
      'A request with this `Idempotency-Key` came before and has not been answered yet. So that one command has one effect, the second one does nothing until the first one has ended.',
    more: 'Read what the first one was to make or change (`casbah runs list`, `casbah integrations get NAME`); `casbah audit list` shows that it began.',
    by: 'commands',
    example: { detail: 'The first request with this key has not ended yet.' },
  },
  'idempotency-key-reused': {
    happened:
      'This `Idempotency-Key` came before, on the same path, with another body. If it were answered as the first one was, the second request would seem done without having been.',
    more: 'Keys are kept for 24 hours, each for one token and one path. `casbah audit list` shows what the first request did.',
    by: 'commands',
    example: { detail: 'The first request with this key had another body.' },
  },
  'body-too-large': {
    happened:
      'The body is larger than this route takes. It was not read to its end, and nothing was changed.',
    more: 'The detail says how many bytes there may be. A rule’s long allow list is better a condition of a custom rule: `casbah rules custom create --help`.',
    by: 'all',
    example: { detail: 'A body may have 65536 bytes here.' },
  },
  'unsupported-media-type': {
    happened:
      'The body came as something else than JSON, or CSV where a directory’s file is meant, or without a `Content-Type`. It was not read.',
    more: '`/docs` shows the type that each route takes.',
    by: 'all',
    example: { detail: 'The body must be JSON.' },
  },
  'rate-limited': {
    happened:
      'The token has made as many requests of this kind as it may make in a minute, or this network has shown too many wrong tokens. Reads, writes, costly requests (exports, backtests, previews, saved rules) and SCIM are counted apart. Nothing of the request was read.',
    more: '`RateLimit-Policy` of every answer says how many there may be in how many seconds (`q`, `w`), `RateLimit` how many are left and for how long (`r`, `t`). Whoever runs Casbah sets them: `CASBAH_API_READS_PER_MINUTE` and its like. A token of its own for each program keeps one from using up what another needs: `casbah tokens create`.',
    by: 'all',
    example: { detail: 'This token may ask again in 12 s.' },
  },
  'internal-error': {
    happened:
      'Something happened that Casbah does not foresee. What was being changed was rolled back, as each change is one transaction; a command to an integration may have been taken.',
    more: 'The log line has the request’s id (`instance` of the problem, `X-Request-Id` of the answer), the error’s name and where it happened. `casbah doctor` looks at what Casbah stands on.',
    by: 'all',
    example: { detail: 'An unexpected error; it is in the log.' },
  },
  busy: {
    happened:
      'Work of this kind is done a little at a time, and as much as may be is under way or waiting already: exports, streams of a run’s events, backtests and previews, files, commands to one integration. Nothing was begun.',
    more: 'The detail says what is too much of. `casbah runs list` shows what is collecting.',
    by: {
      at: [
        ...COMMANDS,
        ...[
          'POST /integrations',
          'PATCH /integrations/{id}',
          'DELETE /integrations/{id}',
          `PUT ${CREDENTIAL}`,
        ],
        ...['POST /findings/{id}/recheck', 'POST /findings/{id}/replay', 'GET /exports/findings'],
        ...['GET /runs/{id}/events', 'GET /audit-log/verification', 'PUT /integrations/{id}/directory'],
        ...['POST /integrations/{id}/rules/{rule}/backtest', 'POST /integrations/{id}/rules/preset'],
        ...[`POST ${CUSTOM_RULES}/backtest`, `POST ${CUSTOM_RULES}`, `PATCH ${CUSTOM_RULES}/{rule}`],
        ...[`PUT ${ASSIGNMENT_ROUTES}`, `POST ${ASSIGNMENT_ROUTES}/preview`],
      ],
    },
    example: { detail: 'This token has 1 exports under way already.' },
  },
  unavailable: {
    happened:
      'Postgres or Temporal does not answer, or no worker has taken the command in time. The API itself is well. A command may have been taken all the same: repeat it with the same `Idempotency-Key`.',
    more: '`GET /readyz?verbose` names what is away; `casbah doctor` looks deeper, and says what to do.',
    by: 'all',
    example: { detail: 'Postgres does not answer.' },
  },
  'integration-closed': {
    happened:
      'The integration was disconnected, or the workflow that takes its commands has ended in Temporal. What was collected can still be read; nothing new can be asked of it.',
    more: '`casbah integrations get NAME` shows its phase; `links.temporal` of `GET /api/v1/integrations/{id}` leads to the workflow.',
    by: {
      at: [
        ...COMMANDS,
        ...['PATCH /integrations/{id}', 'DELETE /integrations/{id}', `PUT ${CREDENTIAL}`],
        ...['POST /integrations/{id}/quarantine/replay', 'POST /exceptions', 'PATCH /exceptions/{id}'],
        ...['POST /exceptions/{id}/disable', 'POST /gpts/{id}/approvals', 'POST /findings/{id}/recheck'],
        ...['POST /gpts/{id}/approvals/{approval}/withdraw', 'PATCH /findings/{id}', 'POST /findings/bulk'],
        'POST /findings/{id}/comments',
        ...['PUT /integrations/{id}/rule-settings/{rule}', 'POST /integrations/{id}/rules/preset'],
        ...[
          'POST /integrations/{id}/rules/{rule}/backtest',
          `POST ${CUSTOM_RULES}/backtest`,
          `POST ${CUSTOM_RULES}`,
        ],
        ...[
          `PATCH ${CUSTOM_RULES}/{rule}`,
          `DELETE ${CUSTOM_RULES}/{rule}`,
          `PUT ${ASSIGNMENT_ROUTES}`,
          `POST ${ASSIGNMENT_ROUTES}/preview`,
        ],
        ...['PUT /integrations/{id}/directory', 'DELETE /integrations/{id}/directory'],
        'POST /destinations',
      ],
    },
    example: { detail: 'This integration was disconnected.' },
  },
  'command-refused': {
    happened:
      'The integration is there and cannot do this now: it is paused, waits for a credential, is being disconnected, or lacks what the command needs. Nothing was begun.',
    more: '`casbah integrations get NAME` shows the phase and what it waits for; `casbah runs list` shows what is under way.',
    by: {
      at: [
        ...COMMANDS,
        ...['PATCH /integrations/{id}', 'DELETE /integrations/{id}', `PUT ${CREDENTIAL}`],
        ...['GET /integrations/{id}/access-request', 'POST /findings/{id}/recheck'],
      ],
    },
    example: { detail: 'This integration is paused. Resume it first.' },
  },
} as const satisfies Accounts
