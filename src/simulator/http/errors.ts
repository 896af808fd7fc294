import type { Answer } from './message.ts'

// The bodies of refusals. Marked "assumed" where OpenAI publishes no body and nobody has reported one.

function error(status: number, message: string, param: string | null, code: string | null): Answer {
  return { status, body: { error: { message, type: 'invalid_request_error', param, code } } }
}

function showKey(token: string): string {
  const head = /^(sk-[a-z]+-)/.exec(token)?.[1] ?? token.slice(0, 3)
  return `${head}…${token.slice(-4)}`
}

/** Wrong, revoked or expired key, as reported by users of the API. */
export function incorrectKey(token: string): Answer {
  return error(
    401,
    `Incorrect API key provided: ${showKey(token)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    null,
    'invalid_api_key',
  )
}

export function noKey(): Answer {
  return error(
    401,
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    null,
    null,
  )
}

/** The verbatim shape of community reports: status 401, code null. */
export function missingScopes(scope: string): Answer {
  return error(
    401,
    `You have insufficient permissions for this operation. Missing scopes: ${scope}. Check that you have the correct role in your organization, and if you're using a restricted API key, that it has the necessary scopes.`,
    null,
    null,
  )
}

/** A header that names another organization than the key's. */
export function mismatchedOrganization(): Answer {
  return error(
    401,
    'OpenAI-Organization header should match organization for API key',
    null,
    'mismatched_organization',
  )
}

/** The platform's documented 401 "IP not authorized"; its code is assumed. */
export function platformAddressRefused(): Answer {
  return error(
    401,
    'IP not authorized: your request IP does not match the configured IP allowlist for your project or organization.',
    null,
    'ip_not_authorized',
  )
}

/** The compliance allow list's status is not published; 403 is assumed. */
export function complianceAddressRefused(): Answer {
  return error(
    403,
    'IP address is not on the Compliance API IP allowlist of this workspace.',
    null,
    'ip_not_authorized',
  )
}

/** An ordinary project key on a compliance route: the wrong class of key. Body assumed. */
export function wrongKeyClass(): Answer {
  return error(401, 'This API key cannot be used with the Compliance API.', null, 'invalid_api_key')
}

/** Right class, scope not granted. Status reported, body assumed. */
export function complianceScopeMissing(scope: string): Answer {
  return error(
    403,
    `You have insufficient permissions for this operation. Missing scopes: ${scope}.`,
    null,
    'insufficient_permissions',
  )
}

/** A workspace that exists, but not for this key. Status reported, body assumed. */
export function foreignWorkspace(): Answer {
  return error(403, 'This API key is not authorized for this workspace.', null, 'workspace_not_authorized')
}

export function workspaceNotFound(): Answer {
  return error(404, 'Workspace not found.', 'workspace_id', 'not_found')
}

export function organizationNotFound(): Answer {
  return error(404, 'Organization not found.', 'organization_id', 'not_found')
}

/** Body assumed: `No such project: proj_x`. */
export function notFound(noun: string, id: string, param: string): Answer {
  return error(404, `No such ${noun}: ${id}`, param, 'not_found')
}

export function unknownUrl(method: string, path: string): Answer {
  return error(404, `Invalid URL (${method} ${path})`, null, null)
}

export function methodNotAllowed(method: string): Answer {
  return error(
    405,
    `Not allowed to ${method} here: the simulated tenant is read-only.`,
    null,
    'method_not_allowed',
  )
}

export function badParameter(param: string, message: string): Answer {
  return error(400, message, param, 'invalid_value')
}

/** What the retired conversations route answers. */
export function conversationsRetired(): Answer {
  return error(
    410,
    'This endpoint has been removed. Use the Compliance Logs Platform (GET /v1/compliance/workspaces/{workspace_id}/logs with event_type=CONVERSATION_MESSAGE) instead.',
    null,
    'endpoint_removed',
  )
}

/** FastAPI's way to say that a query parameter is missing. */
export function missingQuery(name: string): Answer {
  return {
    status: 422,
    body: { detail: [{ type: 'missing', loc: ['query', name], msg: 'Field required', input: null }] },
  }
}

/** Audit logging that nobody has enabled has no data to return: 400 is assumed, with the fix in the message. */
export function auditLoggingOff(): Answer {
  return error(
    400,
    'Audit logging is not enabled for this organization. An organization owner can enable it under Settings > Data controls > Data retention.',
    null,
    'audit_logging_not_enabled',
  )
}

export function tooManyRequests(retryAfter: string | null): Answer {
  const answer: Answer = {
    status: 429,
    body: {
      error: {
        message: 'Rate limit reached. Please retry after the time given by the Retry-After header.',
        type: 'requests',
        param: null,
        code: 'rate_limit_exceeded',
      },
    },
  }
  return retryAfter === null ? answer : { ...answer, headers: { 'retry-after': retryAfter } }
}

export function serverError(status: number): Answer {
  return {
    status,
    body: {
      error: {
        message: 'The server had an error while processing your request. Sorry about that!',
        type: 'server_error',
        param: null,
        code: null,
      },
    },
  }
}
