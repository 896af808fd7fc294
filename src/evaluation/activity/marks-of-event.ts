import type { CountedEvent } from '../../db/activity/next-counted-events.ts'
import { signalOfEvent } from '../../db/batches/signal-of.ts'
import type { ActivityMark, DailySignal } from '../../model/core/activity.ts'
import { subjectOf } from '../../model/core/activity.ts'
import type { JsonObject, JsonValue } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'

/** Streams of events that days are counted from. */
export const COUNTED_STREAMS = [
  'logs.AUTH_LOG',
  'logs.AUDIT_LOG',
  'logs.APP_LOG',
  'platform.audit_logs',
  'platform.usage',
] as const satisfies readonly StreamName[]

export interface CountedMark extends ActivityMark {
  readonly signal: DailySignal
  readonly count: number
}

/**
 * Whom an event counts for. A person by the same signs of life as elsewhere: a refused sign-in is nobody's. A key by
 * what was done with it, which is not its owner's doing.
 */
export function marksOfEvent(event: CountedEvent): readonly CountedMark[] {
  switch (event.stream) {
    case 'logs.AUTH_LOG':
    case 'logs.AUDIT_LOG':
    case 'platform.audit_logs':
      return marksOfLog(event)
    case 'logs.APP_LOG':
      return marksOfApp(event)
    case 'platform.usage':
      return marksOfUsage(event)
    default:
      return []
  }
}

/** What the platform's log is mapped to where it names neither a key nor an account. */
const NO_KEY = 'unknown'

function marksOfLog(event: CountedEvent): readonly CountedMark[] {
  if (event.actorKind === 'person' && event.actorPersonId !== null) {
    const signal = signalOfEvent(event)
    return signal === null ? [] : [{ ...person(event.actorPersonId), signal, count: 1 }]
  }
  const key = event.actorKind === 'api_key' ? subjectOf(event.actorKey) : null
  if (key === null || key === NO_KEY) return []
  const signal = event.stream === 'platform.audit_logs' ? 'platform_audit' : 'AUDIT_LOG'
  return [{ subjectKind: 'api_key', subject: key, signal, count: 1 }]
}

function marksOfApp({ actorKind, actorPersonId, attributes }: CountedEvent): readonly CountedMark[] {
  const app = subjectOf(attributes.app_id)
  const marks: ActivityMark[] = [
    ...(actorKind === 'person' && actorPersonId !== null ? [person(actorPersonId)] : []),
    ...(app === null ? [] : [{ subjectKind: 'app', subject: app } as const]),
    ...toolsOf(attributes, app).map((subject) => ({ subjectKind: 'tool', subject }) as const),
  ]
  return marks.map((mark) => ({ ...mark, signal: 'APP_LOG', count: 1 }))
}

/** Tools of apps by app and name, since every app may call one `search`. Each once a record. */
function toolsOf({ calls }: JsonObject, app: string | null): readonly string[] {
  const named = (Array.isArray(calls) ? (calls as readonly JsonValue[]) : []).map((call) => {
    const { action_name: name, connector_id: connector } = Object(call) as JsonObject
    if (typeof name !== 'string') return null
    return subjectOf([typeof connector === 'string' ? connector : app, name].filter(Boolean).join('/'))
  })
  return [...new Set(named)].filter((name) => name !== null)
}

function marksOfUsage(event: CountedEvent): readonly CountedMark[] {
  const count = requestsOf(event.attributes)
  if (count === 0) return []
  if (event.actorKind === 'api_key') {
    const key = subjectOf(event.actorKey)
    return key === null ? [] : [{ subjectKind: 'api_key', subject: key, signal: 'usage', count }]
  }
  const { actorPersonId } = event
  return actorPersonId === null ? [] : [{ ...person(actorPersonId), signal: 'usage', count }]
}

/** Requests; what is counted in other units was used once at least. */
function requestsOf(attributes: JsonObject): number {
  const figures = ['num_model_requests', 'num_requests', 'num_sessions'].map((name) => attributes[name])
  const figure = figures.find((value) => typeof value === 'number')
  return typeof figure === 'number' ? Math.max(0, Math.round(figure)) : 1
}

const person = (subject: string): ActivityMark => ({ subjectKind: 'person', subject })
