import { rename, writeFile } from 'node:fs/promises'
import { bundleWorkflows } from '../../temporal/workflow-bundle.ts'
import type { Io } from '../io.ts'

const BYTES_PER_MB = 1_000_000

/** Written beside and renamed, so that a worker never reads half of it. */
export async function writeBundle(io: Io, file: string): Promise<void> {
  const { code } = await bundleWorkflows()
  const draft = `${file}.new`
  await writeFile(draft, code)
  await rename(draft, file)
  io.err(`workflows: ${(Buffer.byteLength(code) / BYTES_PER_MB).toFixed(2)} MB in ${file}`)
}
