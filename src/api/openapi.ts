import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { ApiEnv } from './context.ts'
import { DOCS_POLICY } from './middleware/security-headers/security-headers.ts'
import { ApiProblem } from './problem.ts'
import type { Described } from './problem-pages/operations.ts'
import { operationsOf } from './problem-pages/operations.ts'
import { problemIndex, problemPage } from './problem-pages/pages.ts'
import { isProblemSlug } from './problems.ts'
import { describeWebhooks } from './webhook-events.ts'

/**
 * The API's description and its docs page. Both are open without a token: they are the same for everybody and
 * hold nothing of a tenant. All that the page loads comes from this server, so it works without the internet.
 */

export const OPENAPI_PATH = '/api/v1/openapi.json'

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Casbah',
    version: '1.0.0',
    description:
      'Connects to ChatGPT Enterprise workspaces and OpenAI Platform organizations, collects their state and logs, and serves findings. ' +
      'Errors are RFC 9457 problems. Lists are read page by page with `page.next_cursor`. ' +
      'Every answer says in `RateLimit` and `RateLimit-Policy` how many requests of its kind are left.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  security: [{ bearer: [] }, { session: [] }],
}

export function describeApi(api: OpenAPIHono<ApiEnv>) {
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token like `cbh_live_…`, shown once when it was made.',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-casbah-session',
    description: 'Of a person who has signed in at `/auth/login`, where an identity provider is set up.',
  })
  describeWebhooks(api)
  return api.getOpenAPI31Document(DOCUMENT)
}

const TITLE = 'Casbah API'

/** Our own start of Swagger UI: a file, since the page's policy allows no script within it. */
const INITIALIZER = `window.addEventListener('load', () => {
  SwaggerUIBundle({ url: '${OPENAPI_PATH}', dom_id: '#docs', deepLinking: true, persistAuthorization: false, validatorUrl: null })
})
`

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

const require = createRequire(import.meta.url)
const swaggerFolder = dirname(require.resolve('swagger-ui-dist/package.json'))

/** Read once: anybody may ask for them, as often as they like. */
const contents = new Map<string, Uint8Array<ArrayBuffer>>()

function contentOf(file: string): Uint8Array<ArrayBuffer> {
  const known = contents.get(file)
  if (known !== undefined) return known
  const content = new Uint8Array(readFileSync(join(swaggerFolder, file)))
  contents.set(file, content)
  return content
}

/** @param describe the description, as it is served. */
export function docsPages(describe: () => Described): Hono<ApiEnv> {
  const docs = new Hono<ApiEnv>()
  docs.use(async function docsPolicy(context, next) {
    await next()
    context.res.headers.set('Content-Security-Policy', DOCS_POLICY)
  })
  docs.get('/', (context) => context.html(docsPage()))
  docs.get('/problems', (context) => context.html(problemIndex()))
  docs.get('/problems/:slug', (context) => {
    const slug = context.req.param('slug')
    if (!isProblemSlug(slug)) throw new ApiProblem('not-found', 'There is no such problem.')
    return context.html(problemPage(slug, operationsOf(describe())))
  })
  docs.get('/assets/start.js', (context) =>
    context.body(INITIALIZER, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  )
  docs.get('/assets/:file', (context) => {
    const file = context.req.param('file')
    const type = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined
    if (type === undefined) throw new ApiProblem('not-found', 'There is no such file.')
    return context.body(contentOf(file), 200, {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=3600',
    })
  })
  return docs
}

const docsPage = () => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${TITLE}</title>
    <link rel="icon" href="/docs/assets/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <main id="docs"></main>
    <noscript>This page needs JavaScript; the description itself is at <a href="${OPENAPI_PATH}">${OPENAPI_PATH}</a>.</noscript>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/assets/start.js"></script>
  </body>
</html>`
