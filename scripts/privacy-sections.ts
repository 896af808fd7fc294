import { STREAM_NAMES, STREAMS } from '../src/model/core/streams.ts'
import type { FieldRow } from '../src/privacy/fields.ts'
import { FIELD_TABLE, LEAST_MODE } from '../src/privacy/fields.ts'
import { code, table } from './markdown.ts'

/** The parts of docs/reference/privacy.md that are made from the gate's table. */
export function privacySections(): Readonly<Record<string, string>> {
  return { classes: classes(), fields: STREAM_NAMES.map(fieldsOf).join('\n\n') }
}

function classes(): string {
  const rows = Object.entries(LEAST_MODE).map(([name, mode]) => {
    return [name, code(mode), String(count(name))]
  })
  return table(['class', 'least mode', 'fields'], rows)
}

const count = (name: string): number => FIELD_TABLE.filter((row) => row.class === name).length

function fieldsOf(stream: (typeof STREAM_NAMES)[number]): string {
  const { leastMode, records } = STREAMS[stream]
  const kind = records.type === 'asset' ? `asset ${code(records.kind)}` : records.type
  const rows = FIELD_TABLE.filter((row) => row.stream === stream).map((row) => [
    code(row.field),
    row.class,
    code(row.leastMode),
    kept(row),
  ])
  return [
    `### ${code(stream)}`,
    `Becomes ${kind}; not fetched below mode ${code(leastMode)}.`,
    table(['field', 'class', 'least mode', 'how it is kept'], rows),
  ].join('\n\n')
}

/** People stand in one table, to which everything else refers; what is sealed cannot be read from a dump. */
function kept({ field, class: fieldClass }: FieldRow): string {
  if (fieldClass === 'content') return 'sealed, by a key of its own'
  const [part] = field.split('.')
  switch (part) {
    case 'sealed':
      return 'sealed'
    case 'people':
    case 'actor':
      return 'as a reference to a person'
    default:
      return 'plain'
  }
}
