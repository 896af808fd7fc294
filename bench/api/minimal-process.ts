import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Stack } from '../../test/support/stack.ts'
import type { Statement } from './run.ts'

const PROGRAM = fileURLToPath(new URL('minimal.ts', import.meta.url))

/** The minimal handler in a process of its own, as the API is in one. */
export async function startMinimal(
  { databaseUrl, folder }: Pick<Stack, 'databaseUrl' | 'folder'>,
  { sql, params }: Statement,
): Promise<{ readonly url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const file = join(folder, 'minimal.json')
  await writeFile(file, JSON.stringify({ statement: sql, parameters: params }))
  const child = fork(PROGRAM, [file], { env: { ...process.env, DATABASE_URL: databaseUrl } })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
