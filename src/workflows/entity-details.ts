import { PHASE_LABEL } from '../model/core/phases.ts'
import { LANES } from '../model/core/runs.ts'
import { phaseNote, phaseOf } from './entity-phase.ts'
import type { EntityState } from './entity-state.ts'

/** What Temporal's UI shows of the entity: counts, codes and run numbers, no tenant data. */
export function entityDetails(state: EntityState): string {
  const lines = [`**${PHASE_LABEL[phaseOf(state)]}**`, '']
  const note = phaseNote(state)
  if (note !== null && state.pausedNote === null) lines.push(note, '')
  for (const lane of LANES) {
    const { open, waiting } = state.lanes[lane]
    const now = open === null ? 'free' : `run ${open.runNo} (${open.kind})`
    const queue = waiting.map(({ runNo, kind }) => `run ${runNo} (${kind})`).join(', ')
    lines.push(`- lane \`${lane}\`: ${now}${queue === '' ? '' : `; then ${queue}`}`)
  }
  if (state.probe !== null) {
    const { granted, awaiting, denied } = state.probe
    lines.push(
      `- capabilities: ${granted.length} granted, ${awaiting.length} awaiting, ${denied.length} denied`,
    )
  }
  if (state.tests.length > 0) lines.push(`- connection tests in line: ${state.tests.length}`)
  return lines.join('\n')
}
