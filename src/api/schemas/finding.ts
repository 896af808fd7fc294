import { z } from '@hono/zod-openapi'
import type { Excepted } from '../../db/exceptions/matches.ts'
import type { ListedFinding } from '../../db/findings/list-findings.ts'
import type { ReadFinding } from '../../db/findings/read-finding.ts'
import type { KnownPerson } from '../../db/people/get-people.ts'
import { ASSET_KIND_LABEL, ASSET_KINDS } from '../../model/core/assets.ts'
import { OWNER_ROLES, ownerOf, peopleIn } from '../../model/core/finding-owner.ts'
import { FINDING_EVENT_KINDS, FINDING_STATES, TRIAGE_STATES } from '../../model/core/findings.ts'
import type { PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { isCustomRule } from '../../model/core/rule-ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { TICKET_KINDS, TICKET_STATES } from '../../model/core/tickets.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import { PersonSchema, personView } from './asset.ts'
import { ActorSchema, actorView, anyRuleId, instant, JsonSchema, orNull } from './common.ts'

/** A finding as people read it: the ids of people in its evidence are joined with who they are, at reading time. */

const ExceptedSchema = z
  .object({
    exception_id: z.uuid(),
    reason: z.string(),
    owner: z.string(),
    expires_at: instant.nullable().openapi({ description: 'Null: it does not end.' }),
  })
  .openapi('Excepted', { description: 'The live exception; of several the one that lasts longest.' })

const OwnerSchema = z
  .object({ person: PersonSchema, role: z.enum(OWNER_ROLES) })
  .openapi('FindingOwner', { description: 'Whose the thing is, of the people that the evidence names.' })

export const FindingSchema = z
  .object({
    id: z.uuid(),
    integration_id: z.uuid(),
    rule_id: anyRuleId,
    rule_version: z.int(),
    finding_type_id: z.uuid(),
    title: z.string(),
    cloudflare_name: z
      .string()
      .nullable()
      .openapi({ description: 'Null for a rule that Cloudflare does not have.' }),
    category: z.string(),
    severity: z.enum(SEVERITIES).openapi({ description: 'As published.' }),
    effective_severity: z.enum(SEVERITIES).openapi({ description: 'Raised where severity_reason says why.' }),
    severity_reason: z.string().nullable(),
    state: z.enum(FINDING_STATES),
    triage: z.enum(TRIAGE_STATES).openapi({ description: 'What people say of it; never the machine’s.' }),
    assignee: z.string().nullable(),
    owner: orNull(OwnerSchema),
    excepted: orNull(ExceptedSchema),
    asset: z.object({
      id: z.uuid(),
      kind: z.enum(ASSET_KINDS),
      kind_label: z.string(),
      external_id: z.string(),
      name: z.string().nullable(),
    }),
    evidence: JsonSchema,
    people: z
      .record(z.string(), PersonSchema)
      .openapi({ description: 'Who the ids in the evidence are, by role.' }),
    fingerprint: z.string().openapi({ description: 'The same over all runs.' }),
    first_seen_at: instant,
    last_seen_at: instant,
    last_evaluated_at: instant,
    resolved_at: instant.nullable(),
    reopened_count: z.int(),
    due_at: instant,
    overdue: z.boolean().openapi({ description: 'It stands, and its due date is past.' }),
    run_id: z.uuid(),
  })
  .openapi('Finding')

const FindingEventSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(FINDING_EVENT_KINDS),
    run_id: z.uuid().nullable().openapi({ description: 'Null where a person did something, or a route.' }),
    actor: orNull(ActorSchema).openapi({
      description: 'Who did it, `system` for a route; null where a run found it out.',
    }),
    at: instant,
    detail: JsonSchema,
  })
  .openapi('FindingEvent')

const TicketOfFindingSchema = z
  .object({
    kind: z.enum(TICKET_KINDS),
    key: z.string().openapi({ description: 'As people name it.', example: 'SEC-12' }),
    url: z.string().nullable().openapi({ example: 'https://acme.atlassian.net/browse/SEC-12' }),
    state: z.enum(TICKET_STATES).openapi({ description: 'As Casbah left it; people may have moved it.' }),
  })
  .openapi('TicketOfFinding')

export const FindingDetailSchema = FindingSchema.extend({
  parameters: JsonSchema.openapi({ description: 'The settings that it was judged with.' }),
  judged: JsonSchema.openapi({ description: 'Ids and hashes of what was judged.' }),
  history: z.array(FindingEventSchema).openapi({ description: 'Newest first.' }),
  tickets: z.array(TicketOfFindingSchema).openapi({
    description: 'Of Jira or ServiceNow, that stand for it, alone or with others of its rule; newest first.',
  }),
}).openapi('FindingDetail')

export function findingView(
  row: ListedFinding,
  people: ReadonlyMap<PersonId, KnownPerson>,
): z.infer<typeof FindingSchema> {
  const rule = isCustomRule(row.ruleId) ? null : CATALOGUE[row.ruleId]
  const known: Record<string, z.infer<typeof PersonSchema>> = {}
  for (const [role, id] of peopleIn(row.evidence)) {
    const person = people.get(id)
    if (person !== undefined) known[role] = personView(person)
  }
  return {
    id: row.id,
    integration_id: row.integrationId,
    rule_id: row.ruleId,
    rule_version: row.ruleVersion,
    finding_type_id: row.findingTypeId,
    title: rule?.title ?? row.customTitle ?? row.ruleId,
    cloudflare_name: rule?.cloudflareName ?? null,
    category: row.category,
    severity: row.severity,
    effective_severity: row.effectiveSeverity,
    severity_reason: row.severityReason,
    state: row.state,
    triage: row.triage,
    assignee: row.assignee,
    owner: ownerOf(known),
    excepted: row.excepted && exceptedView(row.excepted),
    asset: {
      id: row.assetId,
      kind: row.assetKind,
      kind_label: ASSET_KIND_LABEL[row.assetKind],
      external_id: row.assetExternalId,
      name: nameOf(row.evidence, known),
    },
    evidence: row.evidence,
    people: known,
    fingerprint: row.fingerprint,
    first_seen_at: row.firstSeenAt,
    last_seen_at: row.lastSeenAt,
    last_evaluated_at: row.lastEvaluatedAt,
    resolved_at: row.resolvedAt,
    reopened_count: row.reopenedCount,
    due_at: row.dueAt,
    overdue: row.overdue,
    run_id: row.runId,
  }
}

export const findingDetailView = ({
  finding,
  people,
  history,
  tickets,
}: Omit<ReadFinding, 'said'>): z.infer<typeof FindingDetailSchema> => ({
  ...findingView(finding, people),
  parameters: finding.parameters,
  judged: finding.judged,
  history: history.map(({ id, kind, runId, actor, at, detail }) => ({
    ...{ id, kind, at, detail },
    run_id: runId,
    actor: actor && actorView(actor),
  })),
  tickets: [...tickets],
})

export const exceptedView = ({ exceptionId, reason, owner, expiresAt }: Excepted) => ({
  ...{ exception_id: exceptionId, reason, owner },
  expires_at: expiresAt,
})

/** Things have names of their own; people and invites have the person's. */
export function nameOf(
  { name }: JsonObject,
  people: Readonly<Record<string, Pick<KnownPerson, 'email' | 'name'>>>,
): string | null {
  if (typeof name === 'string') return name
  const person = people.self ?? people.invitee
  return person?.email ?? person?.name ?? null
}
