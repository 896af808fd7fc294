// What a custom action's author pasted as its description: OpenAPI as a rule, and what else people paste.

export interface ActionPlan {
  readonly domain: string
  readonly auth: 'none' | 'oauth' | 'service_http'
  readonly methods: readonly ('get' | 'post' | 'delete')[]
  /** The pasted text; absent: records at the domain, in OpenAPI 3.1. */
  readonly schema?: string
  readonly withoutPrivacyPolicy?: boolean
}

const operation = (method: string) => ({
  operationId: `${method}Record`,
  summary: `${method} one record`,
  ...(method === 'get' ? {} : { 'x-openai-isConsequential': true }),
  responses: { '200': { description: 'done' } },
})

export function schemaOf(action: ActionPlan): string {
  if (action.schema !== undefined) return action.schema
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: `Records at ${action.domain}`, version: 'v1' },
    servers: [{ url: `https://${action.domain}` }],
    paths: {
      '/v1/records/{id}': Object.fromEntries(action.methods.map((method) => [method, operation(method)])),
    },
  })
}

// --- What is planted -------------------------------------------------------------------------------------------------

export const VENDOR = 'api.vendor.example'
const INFO = { title: `Records at ${VENDOR}`, version: 'v1' }

/** With the wildcard's own that makes 25 operations: more than the twenty that rules take for many. */
const COLLECTIONS = 12

const anything = {
  operationId: 'getAnything',
  summary: 'get whatever stands at a path',
  parameters: [
    { name: 'path', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'query', in: 'query', schema: { type: 'string' } },
  ],
  responses: { '200': { description: 'done' } },
}

const collection = (n: number) => ({
  get: { ...operation('get'), operationId: `getRecordOf${n}` },
  post: { ...operation('post'), operationId: `postRecordOf${n}` },
})

export const BROAD_SCHEMA = JSON.stringify({
  openapi: '3.1.0',
  info: INFO,
  servers: [{ url: `https://${VENDOR}` }, { url: 'https://eu.vendor.example' }],
  paths: {
    '/v1/{path}': { get: anything },
    ...Object.fromEntries(
      Array.from({ length: COLLECTIONS }, (_, n) => [`/v1/collection-${n + 1}/records`, collection(n + 1)]),
    ),
  },
})

export const INSECURE_SCHEMA = JSON.stringify({
  openapi: '3.1.0',
  info: INFO,
  servers: [{ url: `http://${VENDOR}` }],
  paths: { '/v1/records': { post: { ...operation('post'), 'x-openai-isConsequential': false } } },
})

export const YAML_SCHEMA = `openapi: 3.0.3
info:
  title: Records at ${VENDOR}
  version: v1
servers:
  - url: https://${VENDOR}
paths:
  /v1/records/{id}:
    get:
      operationId: getRecord
      summary: get one record
      parameters:
        - name: id
          in: path
          required: true
          schema:
            type: string
      responses:
        '200':
          description: done
`

export const SWAGGER_SCHEMA = JSON.stringify({
  swagger: '2.0',
  info: INFO,
  host: VENDOR,
  basePath: '/v1',
  schemes: ['https'],
  paths: { '/records/{id}': { get: operation('get') } },
})

/** Cut off in the middle: an unclosed quotation is no YAML either. */
export const BROKEN_SCHEMA = `{"openapi": "3.1.0", "info": {"title": "Records at ${VENDOR}`
