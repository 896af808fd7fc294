import { html } from 'hono/html'
import type { ProblemSlug } from '../problems.ts'
import { PROBLEMS, PROBLEMS_PAGE, problemType } from '../problems.ts'
import { ACCOUNTS } from './accounts.ts'
import type { Operation } from './operations.ts'
import { answering } from './operations.ts'

/** A page for each problem, behind its type's URL, and one that lists them all. Plain text in HTML: no script runs there. */

export const SLUGS = Object.keys(PROBLEMS) as ProblemSlug[]

/** The anchors are what types led to before each problem had its page. */
export const problemIndex = () =>
  page(
    'Problems',
    html`<h1>Problems</h1>
      <p>
        What the API answers when it cannot do what was asked. Each has a page that says what happened and what to do next; a
        problem’s <code>type</code> leads there. Under <code>/scim/v2</code> the same refusals come in the form of SCIM.
      </p>
      ${SLUGS.map((slug) => {
        const { status, title, next } = PROBLEMS[slug]
        return html`<section id="${slug}">
          <h2><a href="${problemType(slug)}">${title}</a></h2>
          <p><code>${status}</code> <code>${slug}</code></p>
          <p>${inline(next)}</p>
        </section>`
      })}`,
  )

export function problemPage(slug: ProblemSlug, operations: readonly Operation[]) {
  const { status, title, next } = PROBLEMS[slug]
  const { happened, more } = ACCOUNTS[slug]
  const example = JSON.stringify(exampleOf(slug), null, 2)
  return page(
    title,
    html`<p><a href="${PROBLEMS_PAGE}">All problems</a></p>
      <h1>${title}</h1>
      <p>Status <code>${status}</code>, <code>${slug}</code></p>
      <h2 id="happened">What happened</h2>
      <p>${inline(happened)}</p>
      <h2 id="next">What to do next</h2>
      <p>${inline(next)}</p>
      <h2 id="more">How to find out more</h2>
      <p>${inline(more)}</p>
      <h2 id="example">Example</h2>
      <pre>${example}</pre>
      <h2 id="operations">Where it is answered</h2>
      ${list(answering(slug, operations))}`,
  )
}

/** An answer as the API writes it. */
export function exampleOf(slug: ProblemSlug) {
  const { status, title } = PROBLEMS[slug]
  const { detail, errors } = ACCOUNTS[slug].example
  const instance = '0198c3f2-5d0e-7c51-9a57-2f4b8f0c1d9e'
  const facts = { type: problemType(slug), title, status, detail, instance }
  if (errors === undefined) return facts
  const [pointer, what] = errors
  return { ...facts, errors: [{ pointer, detail: what }] }
}

const list = (operations: readonly Operation[]) =>
  operations.length === 0
    ? html`<p>By no operation of the API’s description: what was asked for is none.</p>`
    : html`<ul>
        ${operations.map(
          ({ method, path, summary }) => html`<li><code>${method} ${path}</code> ${summary}</li>`,
        )}
      </ul>`

/** Text, with what stands between backticks as code. */
const inline = (text: string) =>
  text.split('`').map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))

type Html = ReturnType<typeof html>

const page = (title: string, body: Html) => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title} · Casbah API</title>
      <link rel="icon" href="/docs/assets/favicon-32x32.png" />
      <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
    </head>
    <body class="swagger-ui">
      <main class="wrapper">${body}</main>
    </body>
  </html>`
