import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { isAlive } from '../../src/embedded/leftover.ts'

/** How long a server may take to notice that its owner is gone. */
const NOTICE_MS = 30_000
const POLL_MS = 50

const PROGRAM = fileURLToPath(new URL('./embedded-owner.ts', import.meta.url))

/** A process that owns one embedded server, for tests that kill the owner. */
export interface OwnerProcess {
  /** What the owner said when its server was up. */
  readonly said: unknown
  kill(): Promise<void>
  /** Resolves when the process `pid` is gone; throws when it stays. */
  gone(pid: number): Promise<void>
}

export async function startInChild(...args: readonly string[]): Promise<OwnerProcess> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const said = await Promise.race([
    once(child, 'message').then(([message]: unknown[]) => message),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the owner ended with ${code}`))),
  ])
  return { said, kill: () => kill(child), gone }
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

async function gone(pid: number): Promise<void> {
  for (let waited = 0; isAlive(pid); waited += POLL_MS) {
    if (waited > NOTICE_MS) throw new Error(`process ${pid} outlived its owner`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
