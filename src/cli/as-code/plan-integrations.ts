import type { CredentialKind } from '../../model/core/credentials.ts'
import { CREDENTIAL_KIND_LABEL, CREDENTIAL_KINDS } from '../../model/core/credentials.ts'
import type { ApiClient } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import type { Integration, IntegrationDetail } from '../run-view.ts'
import { allOf, changesOf, namesOf, sorted } from './compare.ts'
import type { CurrentIntegration } from './current.ts'
import type { IntegrationEntry } from './document.ts'
import type { Change, Inputs, Made } from './plan.ts'
import { planCustomRules, planRules } from './plan-rules.ts'
import { nameOfReference } from './references.ts'

/** An integration is the one of its workspace or organization, or else of its name, which may then be given anew. */
export function planIntegrations(inputs: Inputs, entries: readonly IntegrationEntry[]): void {
  const { current, book } = inputs
  const found = new Set<CurrentIntegration>()
  for (const entry of entries) {
    const there = current.integrations.find(({ detail }) => isOf(detail, entry))
    if (there === undefined) planNew(inputs, entry)
    else if (found.has(there))
      book.problems.push(`"${entry.name}" and another entry are the same integration.`)
    else {
      found.add(there)
      planExisting(inputs, entry, there)
    }
    const rules = { entry, there, place: placeOf(entry.name, there) }
    planRules(inputs, rules)
    planCustomRules(inputs, rules)
  }
  for (const { detail } of current.integrations.filter((one) => !found.has(one))) {
    book.remove(
      `integration ${detail.display_name} (disconnected: its runs stop, its credentials are shredded)`,
      (api) => api.delete(`/api/v1/integrations/${detail.id}`),
    )
  }
}

function isOf(detail: IntegrationDetail, { name, workspace_id, organization_id }: IntegrationEntry): boolean {
  if (workspace_id !== undefined && detail.workspace_id !== null) return detail.workspace_id === workspace_id
  if (detail.display_name === name) return true
  // A second workspace of an organization is another integration.
  return (
    workspace_id === undefined && organization_id !== undefined && detail.organization_id === organization_id
  )
}

export type PlaceOf = (made: Made) => string

function placeOf(name: string, there: CurrentIntegration | undefined): PlaceOf {
  return (made) => {
    const id = there?.detail.id ?? made.get(name)
    if (id !== undefined) return `/api/v1/integrations/${id}`
    throw new CliError(`The integration "${name}" was not made, so nothing of it can be.`)
  }
}

const settingsOf = (entry: IntegrationEntry) => ({
  display_name: entry.name,
  collection_mode: entry.collection_mode,
  own_domains: sorted(entry.own_domains?.map((domain) => domain.trim().toLowerCase())),
  other_log_types: sorted(entry.other_log_types?.map((type) => type.trim().toUpperCase())),
  severity_escalation: entry.severity_escalation,
})

function planNew({ book, resolve }: Inputs, entry: IntegrationEntry): void {
  const { severity_escalation, ...settings } = settingsOf(entry)
  const { organization_id, workspace_id, project_id } = entry
  const ids = { organization_id, workspace_id, project_id }
  const credentials: Partial<Record<CredentialKind, string>> = {}
  const changes: Change[] = allOf({ ...ids, ...settings, severity_escalation })
  for (const kind of CREDENTIAL_KINDS) {
    const reference = entry.credentials?.[kind]
    if (reference === undefined) continue
    const secret = resolve(reference)
    if (secret === undefined)
      book.problems.push(`"${entry.name}" is new and needs ${nameOfReference(reference)}, which is not set.`)
    else credentials[kind] = secret
    changes.push({ field: `credentials.${kind}`, from: null, to: null, isSecret: true })
  }
  book.create(`integration ${entry.name}`, changes, async (api, made) => {
    const body = { ...ids, ...settings, credentials }
    const { id, revision } = await api.post<Integration>('/api/v1/integrations', body)
    made.set(entry.name, id)
    if (severity_escalation === 'off')
      await api.patch(`/api/v1/integrations/${id}`, { severity_escalation }, revision)
  })
}

const IDS = ['organization_id', 'workspace_id', 'project_id'] as const

function planExisting(
  { book, resolve }: Inputs,
  entry: IntegrationEntry,
  { detail }: CurrentIntegration,
): void {
  const what = `integration ${detail.display_name}`
  for (const field of IDS) {
    if (entry[field] === undefined || entry[field] === detail[field]) continue
    book.problems.push(
      `The ${field} of "${detail.display_name}" never changes. Disconnect it and connect it anew, or give the entry another name.`,
    )
  }
  const { mode_change } = detail
  // What was asked for holds, also where no worker has come to it yet.
  const mode = mode_change?.applied_at === null ? mode_change.to : detail.collection_mode
  const changes = changesOf({ ...detail, collection_mode: mode }, settingsOf(entry))
  book.change(what, changes, (api) => {
    const reason = entry.collection_mode_reason
    const isMode = namesOf(changes).has('collection_mode')
    const body = {
      ...Object.fromEntries(changes.map(({ field, to }) => [field, to])),
      ...(isMode && reason !== undefined && { collection_mode_reason: reason }),
    }
    return api.patch(`/api/v1/integrations/${detail.id}`, body, detail.revision)
  })
  for (const kind of CREDENTIAL_KINDS) {
    const reference = entry.credentials?.[kind]
    if (reference === undefined) continue
    const secret = resolve(reference)
    const before = detail.credentials.find((one) => one.kind === kind)
    if (secret === undefined) {
      const name = nameOfReference(reference)
      if (before === undefined)
        book.problems.push(
          `The ${CREDENTIAL_KIND_LABEL[kind]} of "${entry.name}" is new and needs ${name}, which is not set.`,
        )
      else
        book.notes.push(
          `${what}: its ${CREDENTIAL_KIND_LABEL[kind]} was not compared, since ${name} is not set.`,
        )
      continue
    }
    // All of a credential that is ever shown again.
    const isSame = before?.shown === `…${secret.slice(-4)}`
    const changed: Change[] = isSame
      ? []
      : [{ field: `credentials.${kind}`, from: before?.shown ?? null, to: null, isSecret: true }]
    book.change(`${CREDENTIAL_KIND_LABEL[kind]} of ${entry.name}`, changed, (api) =>
      replace(api, detail, kind, secret),
    )
  }
}

/** Credentials have no revision; whether it is still the one that was planned on is looked up just before. */
async function replace(
  api: ApiClient,
  planned: IntegrationDetail,
  kind: CredentialKind,
  secret: string,
): Promise<void> {
  const place = `/api/v1/integrations/${planned.id}`
  const idOf = ({ credentials }: IntegrationDetail) => credentials.find((one) => one.kind === kind)?.id
  if (idOf(await api.get<IntegrationDetail>(place)) !== idOf(planned)) {
    throw new CliError('The credential is not the one that was planned on.', {
      why: 'Somebody has replaced it since.',
      next: 'Look at the plan again: casbah plan -f …',
    })
  }
  await api.put(`${place}/credentials/${kind}`, { secret })
}
