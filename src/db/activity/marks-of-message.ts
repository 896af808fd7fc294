import type { ActivityMark } from '../../model/core/activity.ts'
import { subjectOf } from '../../model/core/activity.ts'
import type { PersonId } from '../../model/core/ids.ts'
import type { JsonObject, JsonValue } from '../../model/core/json.ts'

interface CountedMessage {
  readonly authorKind: string
  /** Upstream names the human as the actor of an answer, too. */
  readonly personId: PersonId | string | null
  readonly attributes: JsonObject
}

/**
 * Whom a message counts for: one that a person wrote for the person and for the GPT that it went to, an answer for the
 * tools that made it. Each once, however often the message names it.
 */
export function marksOfMessage({
  authorKind,
  personId,
  attributes,
}: CountedMessage): readonly ActivityMark[] {
  if (authorKind !== 'user') {
    return toolsOf(attributes).map((subject) => ({ subjectKind: 'tool', subject }))
  }
  const gpt = subjectOf(attributes.gpt_id)
  return [
    ...(personId === null ? [] : [{ subjectKind: 'person', subject: personId } as const]),
    ...(gpt === null ? [] : [{ subjectKind: 'gpt', subject: gpt } as const]),
  ]
}

/** Tools of ChatGPT by their name, actions of a GPT by host and name: many hosts have one that is called `search`. */
function toolsOf({ tools_used: tools, content }: JsonObject): readonly string[] {
  const names = listOf(tools).map(subjectOf)
  const actions = listOf(isObject(content) ? content.annotations : null).map((annotation) => {
    if (!isObject(annotation) || typeof annotation.action_name !== 'string') return null
    const { action_domain: host, action_name: name } = annotation
    return typeof host === 'string' ? subjectOf(`${host}/${name}`) : subjectOf(name)
  })
  return [...new Set([...names, ...actions])].filter((name) => name !== null)
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
