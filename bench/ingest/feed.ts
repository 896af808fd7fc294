import { createHash } from 'node:crypto'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageRecord } from '../../src/simulator/clp/messages.ts'
import { DEFAULT_OPTIONS } from '../../src/simulator/options.ts'
import { CALM } from '../../src/simulator/scenario.ts'
import { saltOf } from '../../src/simulator/tenant/prng.ts'
import type { Tenant } from '../../src/simulator/tenant/tenant.ts'
import { makeTenant } from '../../src/simulator/tenant/tenant.ts'
import { isoMicros, isoOffset } from '../../src/simulator/tenant/time.ts'
import { Timeline } from '../../src/simulator/tenant/timeline.ts'

/** Messages a file: about 5 MB, the windows of a tenant of some thousand people. */
const MESSAGES_A_FILE = 5_000
const USERS = 1_000
const DAYS = 30
const DAY_MS = 86_400_000
/** Lines that are written to disk at once. */
const LINES_A_WRITE = 500

export interface FeedFile {
  readonly id: string
  readonly endTime: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface Feed {
  readonly folder: string
  readonly messages: number
  readonly workspaceId: string
  readonly complianceKey: string
  readonly files: readonly FeedFile[]
}

/** The simulated tenant’s messages, written into log files once, so that nothing is made while one measures. */
export async function buildFeed(folder: string, messages: number): Promise<Feed> {
  await mkdir(folder, { recursive: true })
  const tenant = makeTenant({
    ...DEFAULT_OPTIONS,
    epoch: new Date(Date.now() - DAY_MS).toISOString(),
    users: USERS,
    days: DAYS - 2,
    messagesPerDay: Math.ceil(messages / (DAYS - 2)),
  })
  const timeline = new Timeline(tenant.seed, saltOf('time:bench'), tenant.messagesPerDay, tenant.origin)
  const files: FeedFile[] = []
  for (let first = 0; first < messages; first += MESSAGES_A_FILE) {
    files.push(
      await writeFeedFile(folder, tenant, timeline, {
        first,
        end: Math.min(first + MESSAGES_A_FILE, messages),
      }),
    )
  }
  const feed = {
    folder,
    messages,
    workspaceId: tenant.workspaceId,
    complianceKey: tenant.tokens.compliance,
    files,
  }
  await writeFile(join(folder, 'feed.json'), JSON.stringify(feed))
  return feed
}

async function writeFeedFile(
  folder: string,
  tenant: Tenant,
  timeline: Timeline,
  { first, end }: { first: number; end: number },
): Promise<FeedFile> {
  const context = { tenant, timeline, canary: null, poison: CALM.poison }
  const id = `eclf_${createHash('md5').update(String(first)).digest('hex')}`
  const handle = await open(join(folder, id), 'w')
  const hash = createHash('sha256')
  let bytes = 0
  for (let n = first; n < end; n += LINES_A_WRITE) {
    const count = Math.min(LINES_A_WRITE, end - n)
    const lines = Array.from(
      { length: count },
      (_, k) => `${JSON.stringify(messageRecord(context, n + k))}\n`,
    )
    const chunk = Buffer.from(lines.join(''))
    hash.update(chunk)
    bytes += chunk.length
    await handle.write(chunk)
  }
  await handle.close()
  const endMicros = timeline.at(end - 1) + 1
  return {
    id,
    endTime: isoMicros(endMicros),
    name: `CONVERSATION_MESSAGE_${isoOffset(endMicros)}.jsonl`,
    bytes,
    sha256: hash.digest('hex'),
  }
}
