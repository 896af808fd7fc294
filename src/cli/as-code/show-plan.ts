import type { Io } from '../io.ts'
import { harmless } from '../render/table.ts'
import type { Change, Plan, Step } from './plan.ts'

/** A plan as people read it, and as programs do. */

const MARK = { create: '+', change: '~', remove: '-' } as const
const STYLE = { create: 'green', change: 'yellow', remove: 'red' } as const

export function showPlan(io: Io, plan: Plan, isPruned: boolean): void {
  for (const step of plan.steps) showStep(io, step)
  for (const step of plan.extra) {
    if (isPruned) showStep(io, step)
    else
      io.out(
        harmless(`  ${step.what.replace(/ \(.*\)$/, '')}: exists, and is not in the document; left alone`),
      )
  }
  for (const note of plan.notes) io.err(harmless(note))
  io.out(summaryOf(plan, isPruned))
}

function showStep(io: Io, { action, what, changes }: Step): void {
  io.out(io.paint(STYLE[action], harmless(`${MARK[action]} ${what}`)))
  for (const change of changes) io.out(harmless(`    ${describe(action, change)}`))
}

function describe(action: Step['action'], { field, from, to, isSecret }: Change): string {
  if (isSecret) return `${field}: ${action === 'create' || from === null ? 'given' : 'changed'}`
  return action === 'create' ? `${field}: ${shown(to)}` : `${field}: ${shown(from)} → ${shown(to)}`
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value)

/** `1 to create, 2 to change, 0 to remove; 14 as they should be; 3 not in the document` */
export function summaryOf({ steps, extra, same }: Plan, isPruned: boolean): string {
  const of = (action: Step['action']) => steps.filter((step) => step.action === action).length
  return [
    `${of('create')} to create, ${of('change')} to change, ${isPruned ? extra.length : 0} to remove`,
    `${same} as they should be`,
    ...(isPruned || extra.length === 0 ? [] : [`${extra.length} not in the document, left alone`]),
  ].join('; ')
}

/** Without what is secret, which a plan holds to act on. */
export const planAsJson = ({ steps, extra, same, notes }: Plan) => ({
  steps: steps.map(({ action, what, changes }) => ({ action, what, changes })),
  not_in_document: extra.map(({ what }) => what),
  same,
  notes,
})
