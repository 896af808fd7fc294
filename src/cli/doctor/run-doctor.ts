import type { DoctorFlags } from '../doctor.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io, Style } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { apiChecks } from './api.ts'
import type { NamedResult } from './check.ts'
import { perform } from './check.ts'
import { databaseChecks } from './database.ts'
import { machineChecks } from './machine.ts'
import { findSetUp } from './set-up.ts'
import { temporalChecks } from './temporal.ts'

/** Looks at one thing after the other, from the machine upwards, so that the first broken one is the one to mend. */
export async function runDoctor(io: Io, flags: DoctorFlags): Promise<void> {
  const setUp = findSetUp(io, flags)
  const checks = [
    ...machineChecks(setUp),
    ...databaseChecks(setUp),
    ...temporalChecks(setUp),
    ...apiChecks(setUp),
  ]
  const results: NamedResult[] = []
  for (const check of checks) {
    const result = await perform(check)
    results.push(result)
    if (!flags.json) io.out(describe(result, io))
  }
  const broken = results.filter(({ state }) => state === 'broken')
  if (flags.json) io.out(jsonText({ ok: broken.length === 0, checks: results }))
  else io.err(broken.length === 0 ? 'Nothing is broken.' : `${broken.length} broken; begin with the first.`)
  if (broken.length > 0) process.exitCode = EXIT.error
}

const MARK: Record<NamedResult['state'], readonly [string, Style]> = {
  ok: ['✓', 'green'],
  broken: ['✗', 'red'],
  skipped: ['–', 'dim'],
}

const linesOf = (text: string): string[] => text.split('\n').map(harmless)

function describe(result: NamedResult, { paint }: Pick<Io, 'paint'>): string {
  const [mark, style] = MARK[result.state]
  const [first = '', ...more] = linesOf(result.detail)
  return [
    `${paint(style, mark)} ${result.name}: ${first}`,
    ...more.map((line) => `    ${line}`),
    ...(result.state === 'broken' ? linesOf(result.next).map((line) => `    next: ${line}`) : []),
  ].join('\n')
}
