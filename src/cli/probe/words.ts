import { CAPABILITY_FACTS } from '../../model/core/capabilities.ts'
import { CREDENTIAL_KIND_LABEL } from '../../model/core/credentials.ts'
import { PLANE_LABEL, PLANES } from '../../model/core/planes.ts'
import type { ProbeReport } from '../../openai/probe.ts'
import type { StreamShape } from '../../openai/shape-report.ts'
import type { Paint } from '../render/progress.ts'
import { harmless } from '../render/table.ts'

/** What a probe found, for people. Everything that came from outside is a name or a count, never a value. */

const MARK = { granted: '✓', awaiting: '⏳', denied: '✗', absent: '–' } as const

export function capabilityLines({ capabilities, credentials, proof }: ProbeReport, paint: Paint): string[] {
  const planes = PLANES.flatMap((plane) => [
    paint('bold', PLANE_LABEL[plane]),
    ...capabilities
      .filter(({ capability }) => CAPABILITY_FACTS[capability].plane === plane)
      .flatMap(({ capability, state, detail, fixUrl }) => [
        `  ${MARK[state]} ${CAPABILITY_FACTS[capability].label}${state === 'granted' ? '' : `: ${detail}`}`,
        ...(state === 'granted' || fixUrl === null ? [] : [`      ${fixUrl}`]),
      ]),
  ])
  const keys = credentials.map(({ kind, resultCode, detail }) =>
    resultCode === 'ok'
      ? `  ${CREDENTIAL_KIND_LABEL[kind]}: works`
      : `  ${CREDENTIAL_KIND_LABEL[kind]}: ${detail}`,
  )
  return [...planes, paint('bold', 'Keys'), ...keys, paint('bold', 'Seen'), ...proofLines(proof)]
}

function proofLines({
  members,
  membersAreMore,
  ownerDomains,
  gpts,
  gptsAreMore,
}: ProbeReport['proof']): string[] {
  const count = (value: number | null, isMore: boolean) =>
    value === null ? 'not to be read' : `${value}${isMore ? '+' : ''}`
  return [
    `  members: ${count(members, membersAreMore)}`,
    `  owners' domains: ${harmless(ownerDomains.join(', ')) || 'not to be read'}`,
    `  GPTs: ${count(gpts, gptsAreMore)}`,
  ]
}

const PATH_WIDTH = 52

export function shapeLines(shapes: readonly StreamShape[], paint: Paint): string[] {
  return shapes.flatMap((shape) => [
    '',
    `${paint('bold', shape.stream)}: ${shape.failure ?? `${shape.records} records`}`,
    ...shape.fields.map(({ path, types }) => `  ${path.padEnd(PATH_WIDTH)} ${typeList(types)}`),
    ...shape.unknown.map(({ path, count }) => `  ${paint('yellow', 'unknown')} ${harmless(path)} (${count})`),
  ])
}

const typeList = (types: Readonly<Record<string, number>>): string =>
  Object.entries(types)
    .map(([type, count]) => `${type} ${count}`)
    .join(', ')
