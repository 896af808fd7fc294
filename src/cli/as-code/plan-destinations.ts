import type { z } from 'zod'
import type { DestinationKind } from '../../model/core/destinations.ts'
import { KIND_SPECS, neededToken, tokenProblem, tokenText } from '../../model/schema/destination-kinds.ts'
import type { CreatedView } from '../destinations/add.ts'
import { intoSecretFile } from '../secret-file.ts'
import { allOf, changesOf, sorted } from './compare.ts'
import type { DestinationView } from './current.ts'
import { keyOf } from './current.ts'
import type { DestinationEntry } from './document.ts'
import type { Change, Inputs } from './plan.ts'
import { nameOfReference } from './references.ts'

export function planDestinations(inputs: Inputs, entries: readonly DestinationEntry[]): void {
  const { current, book } = inputs
  for (const entry of entries) {
    const integration = entry.integration === undefined ? null : inputs.named(entry.integration)
    if (integration === undefined) {
      book.problems.push(
        `destination ${entry.key} names an integration that is not there: "${entry.integration}".`,
      )
      continue
    }
    const there = current.destinations.find((one) => keyOf(one) === entry.key)
    if (there === undefined) planNew(inputs, entry)
    else planExisting(inputs, entry, { there, integrationId: integration?.detail.id ?? null })
  }
  const isKnown = (one: DestinationView) => entries.some(({ key }) => key === keyOf(one))
  for (const one of current.destinations.filter((there) => !isKnown(there))) {
    book.remove(`destination ${keyOf(one)} (what is on its way to it ends)`, (api) =>
      api.delete(`/api/v1/destinations/${one.id}`),
    )
  }
}

const heardOf = (entry: DestinationEntry) => ({
  disabled: entry.disabled,
  event_types: sorted(entry.event_types),
  categories: sorted(entry.categories) ?? null,
  rules: sorted(entry.rules) ?? null,
  least_severity: entry.least_severity ?? null,
  departments: sorted(entry.departments) ?? null,
  owners: sorted(entry.owners) ?? null,
})

const heardOfView = (view: DestinationView) => ({
  disabled: view.disabled_at !== null,
  event_types: sorted(view.event_types),
  categories: sorted(view.categories ?? undefined) ?? null,
  rules: sorted(view.rules ?? undefined) ?? null,
  least_severity: view.least_severity,
  departments: sorted(view.departments ?? undefined) ?? null,
  owners: sorted(view.owners ?? undefined) ?? null,
})

function planNew({ book, resolve }: Inputs, entry: DestinationEntry): void {
  const { key, kind, integration, secret_to_file: file } = entry
  const url = typeof entry.url === 'string' ? entry.url : resolve(entry.url)
  const token = entry.token && resolve(entry.token)
  const problems = problemsOfNew(entry, url, token)
  book.problems.push(...problems)
  if (url === undefined || problems.length > 0) return
  const shown: Change[] =
    typeof entry.url === 'string'
      ? allOf({ url: shownOf(kind, url) })
      : [{ field: 'url', from: null, to: null, isSecret: true }]
  const { disabled = false, ...heard } = heardOf(entry)
  const settings = entry.settings && { settings: entry.settings }
  const target = { kind, url, ...settings, ...(token !== undefined && { token }) }
  book.create(
    `destination ${key}`,
    [
      ...(kind === 'webhook' ? [] : allOf({ kind, ...settingFields(kind, entry.settings) })),
      ...shown,
      ...(token === undefined ? [] : [{ field: 'token', from: null, to: null, isSecret: true }]),
      ...allOf({ integration, ...heard, ...(disabled && { disabled }) }),
    ],
    async (api, made) => {
      const place = integration === undefined ? {} : { integration_id: made.get(integration) }
      const body = { key, ...target, ...place, ...heard }
      const make = () => api.post<CreatedView>('/api/v1/destinations', body)
      const { id, revision } =
        file === undefined ? await make() : await intoSecretFile({ file, namedBy: 'secret_to_file' }, make)
      if (disabled) await api.patch(`/api/v1/destinations/${id}`, { disabled }, revision)
    },
  )
}

/** What is missing, or is of another kind. */
function problemsOfNew(
  entry: DestinationEntry,
  url: string | undefined,
  token: string | undefined,
): string[] {
  const { key, kind, secret_to_file: file } = entry
  const say = (what: string) => `destination ${key} is new${what}`
  const needsToken = neededToken(kind) !== null
  return [
    ...(url === undefined
      ? [say(` and needs ${nameOfReference(entry.url as object)}, which is not set.`)]
      : []),
    ...(kind === 'webhook' && file === undefined
      ? [say(': secret_to_file names where its signing secret is to be written.')]
      : []),
    ...(kind !== 'webhook' && file !== undefined
      ? [say(` and is no webhook: it has no secret of ours, so it takes no secret_to_file.`)]
      : []),
    ...(needsToken && entry.token === undefined ? [say(': token says where its token is.')] : []),
    ...(entry.token !== undefined && token === undefined
      ? [say(` and needs ${nameOfReference(entry.token)}, which is not set.`)]
      : []),
    ...(token === undefined ? [] : wrongIn(kind, token).map((what) => say(`: its token ${what}.`))),
  ]
}

/** Said before anything is sent: what was made until the API refuses it would stay. Never with a part of it. */
function wrongIn(kind: DestinationKind, token: string): string[] {
  const ofAny = (tokenText.safeParse(token).error?.issues ?? []).map(({ message }) => message)
  const ofKind = tokenProblem(kind, token)
  return ofKind === null ? ofAny : [...ofAny, ofKind]
}

/** As fields of their own, so that a plan says which is another one. */
const settingFields = (kind: DestinationKind, settings: object | undefined): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings ?? {}).map(([name, value]) => [`${SETTINGS}${name}`, wholeOf(kind, name, value)]),
  )

/** With what it leaves out of itself, as the API keeps it; what it does not take the API refuses, and says why. */
function wholeOf(kind: DestinationKind, name: string, value: unknown): unknown {
  const shape: Readonly<Record<string, z.ZodType>> = KIND_SPECS[kind].settings.shape
  const read = shape[name]?.safeParse(value)
  return read?.success ? read.data : value
}

const SETTINGS = 'settings.'

interface Existing {
  readonly there: DestinationView
  readonly integrationId: string | null
}

function planExisting(
  { book, resolve }: Inputs,
  entry: DestinationEntry,
  { there, integrationId }: Existing,
): void {
  const what = `destination ${entry.key}`
  const url = typeof entry.url === 'string' ? entry.url : resolve(entry.url)
  if (url === undefined)
    book.notes.push(
      `${what}: its url was not compared, since ${nameOfReference(entry.url as object)} is not set.`,
    )
  const isElsewhere =
    there.integration_id !== integrationId ||
    there.kind !== entry.kind ||
    (url !== undefined && shownOf(entry.kind, url) !== there.url)
  if (isElsewhere) {
    book.problems.push(
      `${what} would go elsewhere: kind, url and integration never change. Give it another key; --prune removes this one.`,
    )
    return
  }
  if (entry.token !== undefined && resolve(entry.token) !== undefined)
    book.notes.push(
      `${what}: nothing of its token is shown, so it was not compared. "casbah destinations rotate-secret ${there.id}" gives it another.`,
    )
  const changes = changesOf(
    { ...heardOfView(there), ...settingFields(entry.kind, there.settings) },
    { ...heardOf(entry), ...settingFields(entry.kind, entry.settings) },
  )
  book.change(what, changes, (api) =>
    api.patch(`/api/v1/destinations/${there.id}`, bodyOf(changes), there.revision),
  )
}

function bodyOf(changes: readonly Change[]): object {
  const [ofSettings, others] = [true, false].map((is) =>
    changes.filter(({ field }) => field.startsWith(SETTINGS) === is),
  )
  const entries = (some: readonly Change[] = [], skipped = 0) =>
    Object.fromEntries(some.map(({ field, to }) => [field.slice(skipped), to]))
  return {
    ...entries(others),
    ...(ofSettings?.length ? { settings: entries(ofSettings, SETTINGS.length) } : {}),
  }
}

/** What is no URL the API refuses, with its reason. */
const shownOf = (kind: DestinationKind, url: string): string =>
  URL.canParse(url) ? KIND_SPECS[kind].shownUrl(url) : ''
