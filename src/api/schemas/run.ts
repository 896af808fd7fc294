import { z } from '@hono/zod-openapi'
import type { runStreams, runs } from '../../db/schema/collecting.ts'
import type { CollectionPlan } from '../../model/core/collection-plan.ts'
import { PLANE_LABEL, PLANES } from '../../model/core/planes.ts'
import type { RecheckOutcome } from '../../model/core/rechecks.ts'
import {
  RECHECK_OBSTACLE_LABEL,
  RECHECK_OBSTACLES,
  RECHECK_RESULTS,
  recheckOutcomesOf,
} from '../../model/core/rechecks.ts'
import { runOutcomeLabel } from '../../model/core/run-outcomes.ts'
import {
  isTerminalRunState,
  LANES,
  RUN_KINDS,
  RUN_STATE_LABEL,
  RUN_STATES,
  STAGES,
  STREAM_STATES,
} from '../../model/core/runs.ts'
import { STREAM_NAMES, STREAMS } from '../../model/core/streams.ts'
import type { ApiDeps } from '../deps.ts'
import { temporalLink } from '../deps.ts'
import { ActorSchema, actorView, instant, JsonSchema, orNull } from './common.ts'
import { RemainingSchema, remainingView } from './plan.ts'

/** A run and the progress of its streams, as people follow it. */

export type RunRow = typeof runs.$inferSelect
export type RunStreamRow = typeof runStreams.$inferSelect

export const RunSchema = z
  .object({
    id: z.uuid(),
    integration_id: z.uuid(),
    run_no: z.int(),
    kind: z.enum(RUN_KINDS),
    lane: z.enum(LANES).nullable(),
    state: z.enum(RUN_STATES),
    state_label: z.string(),
    ended: z.boolean().openapi({ description: 'True in every state that a run does not leave.' }),
    stage: z.enum(STAGES).nullable(),
    requested_by: ActorSchema,
    outcome: orNull(JsonSchema),
    outcome_label: z
      .string()
      .nullable()
      .openapi({ description: 'Why it ended so, where its state does not say it.' }),
    created_at: instant,
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
    links: z.object({ temporal: z.string().nullable() }),
  })
  .openapi('Run')

export const RunStreamSchema = z
  .object({
    stream: z.enum(STREAM_NAMES),
    plane: z.enum(PLANES),
    plane_label: z.string(),
    stage: z.enum(STAGES),
    state: z.enum(STREAM_STATES),
    records: z.int(),
    pages: z.int(),
    retries: z.int(),
    waits: z.int(),
    waited_ms: z.int(),
    quarantined: z.int(),
    cursor_time: instant.nullable().openapi({ description: "How far in upstream's time the cursor stands." }),
    parents_total: z.int().nullable(),
    parents_done: z.int().nullable(),
    last_checkpoint_at: instant.nullable(),
    waiting_until: instant.nullable(),
    cause: z.string().nullable().openapi({ description: 'Result code or failure of a stall or denial.' }),
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
    eta: instant.nullable().openapi({ description: 'When it may be done, where that can be derived.' }),
  })
  .openapi('RunStream')

const RecheckResultSchema = z
  .object({
    finding_id: z.uuid(),
    result: z.enum(RECHECK_RESULTS).openapi({
      description: 'not_evaluated: the finding stays as it was, and `obstacle` says why.',
    }),
    obstacle: z.enum(RECHECK_OBSTACLES).nullable(),
    obstacle_label: z.string().nullable(),
    cause: z.string().nullable().openapi({ description: 'A code that says it more closely.' }),
  })
  .openapi('RecheckResult')

export const RunDetailSchema = RunSchema.extend({
  cause: z.string().nullable().openapi({
    description: 'Why an open run stands still: result code or failure of a stream that is in its state.',
  }),
  streams: z.array(RunStreamSchema),
  totals: z.object({
    records: z.int(),
    pages: z.int(),
    waits: z.int(),
    waited_ms: z.int(),
    quarantined: z.int(),
  }),
  eta: instant.nullable(),
  rechecks: z
    .array(RecheckResultSchema)
    .openapi({ description: 'Of a recheck that has ended: what came of each finding.' }),
  remaining: RemainingSchema.nullable().openapi({
    description:
      'Of a full run that has not ended: what it will still cost, and between when and when it may end.',
  }),
}).openapi('RunDetail')

type LinkDeps = Pick<ApiDeps, 'temporalUiUrl' | 'temporalNamespace'>

export const runView = (deps: LinkDeps, row: RunRow): z.infer<typeof RunSchema> => ({
  id: row.id,
  integration_id: row.integrationId,
  run_no: row.runNo,
  kind: row.kind,
  lane: row.lane,
  state: row.state,
  state_label: RUN_STATE_LABEL[row.state],
  ended: isTerminalRunState(row.state),
  stage: row.stage,
  requested_by: actorView(row.requestedBy),
  outcome: row.outcome,
  outcome_label: runOutcomeLabel(row.outcome),
  created_at: row.createdAt,
  started_at: row.startedAt,
  ended_at: row.endedAt,
  links: { temporal: temporalLink(deps, row.workflowId) },
})

export function runDetailView(
  deps: LinkDeps,
  row: RunRow,
  streamRows: readonly RunStreamRow[],
  left: CollectionPlan | null,
  now: Date,
): z.infer<typeof RunDetailSchema> {
  const streams = streamRows.map((stream) => runStreamView(stream, now))
  const sum = (pick: (stream: z.infer<typeof RunStreamSchema>) => number) =>
    streams.reduce((total, stream) => total + pick(stream), 0)
  const etas = streams.flatMap(({ eta }) => (eta === null ? [] : [eta]))
  return {
    ...runView(deps, row),
    cause: causeOf(row, streamRows),
    streams,
    totals: {
      records: sum((stream) => stream.records),
      pages: sum((stream) => stream.pages),
      waits: sum((stream) => stream.waits),
      waited_ms: sum((stream) => stream.waited_ms),
      quarantined: sum((stream) => stream.quarantined),
    },
    eta: etas.sort().at(-1) ?? null,
    rechecks: recheckOutcomesOf(row.outcome).map(recheckView),
    remaining: left === null ? null : remainingView(left, now),
  }
}

const recheckView = (one: RecheckOutcome): z.infer<typeof RecheckResultSchema> => ({
  finding_id: one.findingId,
  result: one.result,
  obstacle: one.obstacle,
  obstacle_label: one.obstacle && RECHECK_OBSTACLE_LABEL[one.obstacle],
  cause: one.cause,
})

const causeOf = ({ state }: RunRow, streams: readonly RunStreamRow[]): string | null =>
  isTerminalRunState(state)
    ? null
    : (streams.find((stream) => stream.state === state && stream.cause !== null)?.cause ?? null)

function runStreamView(row: RunStreamRow, now: Date): z.infer<typeof RunStreamSchema> {
  const { plane, stage } = STREAMS[row.stream]
  return {
    stream: row.stream,
    plane,
    plane_label: PLANE_LABEL[plane],
    stage,
    state: row.state,
    records: row.records,
    pages: row.pages,
    retries: row.retries,
    waits: row.waits,
    waited_ms: row.waitedMs,
    quarantined: row.quarantined,
    cursor_time: row.cursorTime,
    parents_total: row.parentsTotal,
    parents_done: row.parentsDone,
    last_checkpoint_at: row.lastCheckpointAt,
    waiting_until: row.waitingUntil,
    cause: row.cause,
    started_at: row.startedAt,
    ended_at: row.endedAt,
    eta: eta(row, now),
  }
}

type Progress = Pick<RunStreamRow, 'startedAt' | 'endedAt' | 'parentsTotal' | 'parentsDone'>

/** Known only for streams read under parents: the parents done so far set the pace for the rest, waits included. */
export function eta({ startedAt, endedAt, parentsTotal, parentsDone }: Progress, now: Date): string | null {
  if (startedAt === null || endedAt !== null || !parentsTotal || !parentsDone) return null
  const elapsedMs = now.getTime() - Date.parse(startedAt)
  const leftMs = (elapsedMs / parentsDone) * Math.max(0, parentsTotal - parentsDone)
  return new Date(now.getTime() + leftMs).toISOString()
}
