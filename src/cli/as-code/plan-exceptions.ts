import { isDeepStrictEqual } from 'node:util'
import { parseUntil } from '../exceptions/add.ts'
import type { ExceptionView } from '../finding-view.ts'
import { allOf, changesOf } from './compare.ts'
import { keyOf } from './current.ts'
import type { ExceptionEntry } from './document.ts'
import type { Inputs, Made } from './plan.ts'

export function planExceptions(inputs: Inputs, entries: readonly ExceptionEntry[]): void {
  const { current, book } = inputs
  for (const entry of entries) {
    const integration = entry.integration === undefined ? null : inputs.named(entry.integration)
    if (integration === undefined) {
      book.problems.push(
        `exception ${entry.key} names an integration that is not there: "${entry.integration}".`,
      )
      continue
    }
    const what = `exception ${entry.key}`
    const there = current.exceptions.find((one) => keyOf(one) === entry.key)
    const decided = { reason: entry.reason.trim(), owner: entry.owner.trim(), expires_at: untilOf(entry) }
    if (there === undefined) {
      book.create(
        what,
        allOf({ ...aboutOf(entry), integration: entry.integration, ...decided }),
        (api, made) => api.post('/api/v1/exceptions', { key: entry.key, ...bodyOf(entry, made), ...decided }),
      )
      continue
    }
    const isElsewhere =
      entry.fingerprint === undefined && there.integration_id !== (integration?.detail.id ?? null)
    if (isElsewhere || !isDeepStrictEqual(aboutOf(entry), aboutOfView(there))) {
      book.problems.push(
        `${what} is about something else than before. That is another decision: give it another key.`,
      )
      continue
    }
    const changes = changesOf({ ...there, expires_at: moment(there.expires_at) }, decided)
    book.change(what, changes, (api) =>
      api.patch(
        `/api/v1/exceptions/${there.id}`,
        Object.fromEntries(changes.map(({ field, to }) => [field, to])),
        there.revision,
      ),
    )
  }
  const isKnown = (one: ExceptionView) => entries.some(({ key }) => key === keyOf(one))
  for (const one of current.exceptions.filter((there) => there.state === 'live' && !isKnown(there))) {
    book.remove(`exception ${keyOf(one)} (disabled)`, (api) =>
      api.post(`/api/v1/exceptions/${one.id}/disable`, {}, one.revision),
    )
  }
}

/** The API keeps microseconds; a document has what people write. */
const moment = (time: string | null): string | null => (time === null ? null : new Date(time).toISOString())

const untilOf = ({ until }: ExceptionEntry): string | null => (until === undefined ? null : parseUntil(until))

const aboutOf = ({ fingerprint, rule, asset }: ExceptionEntry) => ({
  fingerprint: fingerprint ?? null,
  rule: rule ?? null,
  asset: asset ?? null,
})

const aboutOfView = ({ fingerprint, rule_id: rule, asset }: ExceptionView) => ({ fingerprint, rule, asset })

const bodyOf = ({ fingerprint, rule, asset, integration }: ExceptionEntry, made: Made) => ({
  ...(fingerprint !== undefined && { fingerprint }),
  ...(rule !== undefined && { rule_id: rule }),
  ...(asset !== undefined && { asset }),
  ...(fingerprint === undefined && {
    integration_id: integration === undefined ? null : made.get(integration),
  }),
})
