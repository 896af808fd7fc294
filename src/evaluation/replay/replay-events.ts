import { canonicalJson } from '../../db/canonical-json.ts'
import type { Sql } from '../../db/client.ts'
import { assetsByUpstreamId } from '../../db/event-rules/event-assets.ts'
import type { StoredEvent } from '../../db/event-rules/next-events.ts'
import type { ObservationSpan, ObservedEvent } from '../../db/event-rules/observed-events.ts'
import { observationSpan, observedEvents } from '../../db/event-rules/observed-events.ts'
import { humansOf } from '../../db/people/humans.ts'
import type { JsonObject, JsonValue } from '../../model/core/json.ts'
import { STREAMS } from '../../model/core/streams.ts'
import type { Deeds, EventAsset, JudgedEvent, PreparedJudge } from '../../rules/event-rule.ts'
import { fingerprintOf } from '../../rules/fingerprint.ts'
import { effectiveSeverity, worse } from '../../rules/severity.ts'
import { Turns } from '../custom/pace.ts'
import type { Failed } from '../events/judge-by.ts'
import { judgeBy } from '../events/judge-by.ts'
import { actorEvidence, dayOf, discriminatorOf, hashOfEvent, judgedEvent } from '../events/judged-event.ts'
import type { EvaluationFacts } from '../facts.ts'
import { input } from './inputs.ts'
import type { Difference, JudgedAgain, Replayed, ReplayInput, ReplayVerdict } from './replay.ts'
import { UNUSABLE } from './replay.ts'

/** What a finding is judged by again: a rule of the catalogue with the parameters of then, or what people wrote. */
export interface EventJudging {
  readonly deeds: Deeds
  readonly judge: PreparedJudge
  /** Occurrences that make a finding. */
  readonly atLeast: number
}

/** Occurrences that are judged again, the newest: an answer comes within seconds, however many there are. */
const JUDGED_AT_MOST = 1_000

interface Found {
  readonly event: JudgedEvent
  readonly verdict: Failed
}

/** Judges again what a finding counts: each of its events, for as long as they are kept. */
export async function replayEvents(
  sql: Sql,
  facts: EvaluationFacts,
  finding: Replayed,
  judging: EventJudging | null,
  signal?: AbortSignal,
): Promise<JudgedAgain> {
  if (judging === null) return { verdict: null, inputs: [], differences: [UNUSABLE] }
  const { id, integrationId } = finding
  const observed = await observedEvents(sql, integrationId, id, JUDGED_AT_MOST)
  const span = await observationSpan(sql, integrationId, id)
  const stored = observed.flatMap(({ event }) => event ?? [])
  const { judge, atLeast } = judging
  const found = await judgeAll(sql, facts, finding, { ...judging, signal }, stored)
  const standing = await ofFinding(sql, facts, finding, found)
  const inputs = inputsOf(finding, observed, { found, looksAtTimes: judge.kind === 'window' })
  const gone = observed.length - stored.length
  const lost = span === null || gone > 0
  return {
    verdict: span === null || lost ? null : verdictOf(finding, facts, { stored, standing, span, atLeast }),
    inputs,
    differences: [
      ...(lost ? [goneOf(gone)] : []),
      ...inputs
        .filter(({ hashThen, hashNow }) => hashThen !== null && hashNow !== null && hashThen !== hashNow)
        .map(
          ({ id, of }): Difference => ({
            kind: 'inputs_changed',
            says: `an event changed since: ${of} ${id}`,
          }),
        ),
    ],
  }
}

const goneOf = (gone: number): Difference => ({
  kind: 'inputs_gone',
  says:
    gone === 0
      ? 'the inputs are no longer stored (retention)'
      : `the inputs are no longer stored (retention): ${gone} events`,
})

async function judgeAll(
  sql: Sql,
  facts: EvaluationFacts,
  { integrationId }: Replayed,
  rule: Parameters<typeof judgeBy>[0] & { readonly signal: AbortSignal | undefined },
  stored: readonly StoredEvent[],
): Promise<readonly Found[]> {
  const people = new Set(stored.flatMap(({ actorPersonId }) => actorPersonId ?? []))
  const humans = await humansOf(sql, integrationId, [...people])
  const turns = new Turns({ signal: rule.signal })
  const found: Found[] = []
  for (const [stream, events] of Map.groupBy(stored, (event) => event.stream)) {
    const asked = events
      .filter(({ deed }) => rule.deeds[stream]?.includes(deed))
      .map((event) => judgedEvent(event, humans))
    const own = new Set(events.map(({ eventId }) => eventId))
    const { occurrences } = await judgeBy(rule, { sql, integrationId, facts, stream, asked, humans, turns })
    found.push(...occurrences.filter(({ event }) => own.has(event.eventId)))
  }
  return found
}

/** Those that belong to this finding: the same thing, the same actor, the same day. */
async function ofFinding(
  sql: Sql,
  { tenantAssets }: EvaluationFacts,
  finding: Replayed,
  found: readonly Found[],
): Promise<readonly Found[]> {
  const { integrationId, ruleId, fingerprint } = finding
  const named = found.flatMap(({ verdict }) => verdict.asset ?? [])
  const known = await assetsByUpstreamId(sql, integrationId, [...tenantAssets, ...named])
  const find = (one: EventAsset | null | undefined) =>
    one && known.find(({ kind, externalId }) => kind === one.kind && externalId === one.externalId)
  return found.filter(({ event, verdict }) => {
    const tenantKind =
      STREAMS[event.stream].plane === 'chatgpt' ? 'chatgpt.workspace' : 'platform.organization'
    const asset = find(verdict.asset) ?? find(tenantAssets.find(({ kind }) => kind === tenantKind))
    if (!asset) return false
    const discriminator = discriminatorOf(event)
    return fingerprintOf({ integrationId, ruleId, assets: [asset], discriminator }) === fingerprint
  })
}

interface Standing {
  readonly atLeast: number
  readonly stored: readonly StoredEvent[]
  readonly standing: readonly Found[]
  readonly span: ObservationSpan
}

function verdictOf(
  finding: Replayed,
  facts: EvaluationFacts,
  { stored, standing, span, atLeast }: Standing,
): ReplayVerdict {
  const [first] = standing
  const observations = span.count - (stored.length - standing.length)
  if (first === undefined || observations < atLeast) return { result: 'pass', ...NOTHING }
  const choice = { published: finding.severity, override: null, escalationOn: facts.escalationOn }
  const { severity, reason } = standing
    .map(({ verdict }) => effectiveSeverity(choice, verdict.escalation))
    .reduce(worse)
  const evidence = {
    ...actorEvidence(first.event),
    day: dayOf(first.event),
    detail: detailOf(finding, standing, span),
    // Of those that were judged again, how many are no occurrence any more.
    observations,
    first_at: span.firstAt,
    last_at: span.lastAt,
  }
  return { result: 'fail', reason: null, evidence, severity, severityReason: reason }
}

const NOTHING = { reason: null, evidence: null, severity: null, severityReason: null } as const

/** The newest says what was done; of several at the same instant, whichever was told of. */
function detailOf(
  { evidence }: Replayed,
  standing: readonly Found[],
  { lastAt }: ObservationSpan,
): JsonObject {
  const text = (detail: JsonValue | undefined) => canonicalJson({ detail: detail ?? {} })
  const newest = standing.filter(({ event }) => event.occurredAt === lastAt)
  const recorded = newest.find(({ verdict }) => text(verdict.detail) === text(evidence.detail))
  return (recorded ?? newest[0] ?? standing[0])?.verdict.detail ?? {}
}

interface NamedEvent {
  readonly stream: string
  readonly event_id: string
  readonly hash?: string
}

/** What was named when it was judged with its hash, and all that is counted. */
function inputsOf(
  { judged }: Replayed,
  observed: readonly ObservedEvent[],
  { found, looksAtTimes }: { readonly found: readonly Found[]; readonly looksAtTimes: boolean },
): readonly ReplayInput[] {
  const events = Array.isArray(judged.events) ? (judged.events as unknown as readonly NamedEvent[]) : []
  const then = new Map(events.map(({ stream, event_id: id, hash }) => [`${stream} ${id}`, hash]))
  const now = new Map(found.map(({ event }) => [`${event.stream} ${event.eventId}`, hashOfEvent(event)]))
  return observed.map(({ stream, eventId, event }) => {
    const name = `${stream} ${eventId}`
    // A rule about times reads next to nothing of an event: one that it no longer counts has no such hash.
    const hash = now.get(name) ?? (event === null || looksAtTimes ? undefined : hashOfEvent(event))
    const line = input({ kind: 'event', id: eventId, of: stream }, then.get(name), hash)
    // What happened is written once and never again: its id stands for it where no hash was kept.
    return line.hashThen === null ? { ...line, same: event !== null } : line
  })
}
