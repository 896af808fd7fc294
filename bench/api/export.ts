import { request } from 'node:http'
import type { Stack } from '../../test/support/stack.ts'
import { peakMemoryMb } from '../ingest/cpu.ts'

/** The columns of the findings as they are stored, without a join: what nobody could be faster than. */
const COPY = 'copy (select * from findings order by id) to stdout'

/** Rows a second of an export through the API and of COPY, and what the API had in memory at most. */
export async function measureExport(
  stack: Stack,
  findings: number,
): Promise<{ readonly ours: number; readonly copy: number; readonly peakMb: number }> {
  const copy = findings / (await secondsOf(() => copied(stack)))
  const ours = findings / (await secondsOf(() => exported(stack)))
  return { ours, copy, peakMb: peakMemoryMb(stack.apiPid) }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

async function copied({ database }: Stack): Promise<void> {
  const rows = await database.sql.unsafe(COPY).readable()
  for await (const _piece of rows);
}

function exported({ api, token }: Stack): Promise<void> {
  return new Promise((resolve, reject) => {
    const url = `${api.url}/api/v1/exports/findings`
    const sent = request(url, { headers: { authorization: `Bearer ${token}` } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`the export answered ${answer.statusCode}`))
      answer.on('data', () => undefined)
      answer.on('error', reject)
      answer.on('end', resolve)
    })
    sent.on('error', reject)
    sent.end()
  })
}
