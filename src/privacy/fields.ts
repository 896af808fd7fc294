import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES } from '../model/core/streams.ts'
import { CHATGPT_FIELDS } from './fields/chatgpt.ts'
import type { FieldClass, Listed } from './fields/listed.ts'
import { FIELD_CLASSES } from './fields/listed.ts'
import { LOG_FIELDS } from './fields/logs.ts'
import { PLATFORM_FIELDS } from './fields/platform.ts'

/**
 * The privacy gate as data: stream × field × class × least mode. It is an allow-list. What is not
 * listed here is dropped, whatever upstream comes to send.
 *
 * A field is a path into a draft: `attributes.a.b`, `attributes.list[].a`, `sealed.a`, `people.owner`,
 * `actor`. A path ends in plain values (text, numbers, booleans, null, or a list of those): an object
 * that stands where a plain value is listed is dropped, so nothing unlisted hides below a listed name.
 */
export const LEAST_MODE: Record<FieldClass, CollectionMode> = {
  identity: 'none',
  configuration: 'none',
  activity: 'metadata',
  content: 'content',
}

export interface FieldRow {
  readonly stream: StreamName
  readonly field: string
  readonly class: FieldClass
  readonly leastMode: CollectionMode
}

const TABLE: Record<StreamName, Listed> = { ...PLATFORM_FIELDS, ...CHATGPT_FIELDS, ...LOG_FIELDS }

export const FIELD_TABLE: readonly FieldRow[] = STREAM_NAMES.flatMap((stream) =>
  FIELD_CLASSES.flatMap((fieldClass) =>
    (TABLE[stream][fieldClass] ?? []).map((field) => ({
      stream,
      field,
      class: fieldClass,
      leastMode: LEAST_MODE[fieldClass],
    })),
  ),
)
