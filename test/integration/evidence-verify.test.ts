import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Pack } from '../../src/api/exports/evidence/pack.ts'
import { checkPack } from '../../src/cli/evidence/check-pack.ts'
import { readTar } from '../../src/cli/evidence/read-pack.ts'
import { intoFile } from '../../src/cli/into-file.ts'
import { daysBetween } from '../../src/model/core/period.ts'
import { startTestApi } from '../support/api.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { runCli } from '../support/cli.ts'
import { one } from '../support/evidence-pack.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** Evidence packs by the command line, and what is said of one that is not as it was written. */

const opened = new AsyncDisposableStack()
let served: ServedApi
let folder: string
beforeAll(async () => {
  folder = opened.use(await scratchFolder('evidence-verify')).path
  const fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  const api = await startTestApi(fresh.database)
  opened.defer(() => api.close())
  await seededTenant(fresh.database)
  served = await serveApi(api)
  opened.defer(() => served.close())
})
afterAll(() => opened.disposeAsync())

const casbah = (...args: string[]) => runCli(args, served.env)

describe('one byte that is not as it was', () => {
  async function smallPack(): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    const pack = new Pack(async (bytes) => void pieces.push(bytes))
    await pack.table(
      'findings',
      (async function* () {
        yield [{ id: 1 }, { id: 2 }]
        yield [{ id: 3 }]
      })(),
    )
    await pack.table('runs', [])
    await pack.document('verdict.json', { intact: true })
    const period = daysBetween('2026-11-20', '2026-11-24')
    await pack.seal({
      casbah: '0.1.0',
      as_of: '2026-11-25T00:00:00Z',
      period,
      integrations: 'all',
      left_out: [],
    })
    await pack.end()
    return Buffer.concat(pieces)
  }

  test('is found wherever it is', async () => {
    const pack = await smallPack()
    expect((await checkPack(readTar(one(pack)), undefined)).problems).toEqual([])
    const unseen: number[] = []
    for (let at = 0; at < pack.length; at += 1) {
      const changed = Buffer.from(pack)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      if ((await checkPack(readTar(one(changed)), undefined)).problems.length === 0) unseen.push(at)
    }
    expect(unseen).toEqual([])
  })

  test('is told by the file that it is in', async () => {
    const pack = await smallPack()
    const at = pack.indexOf('{"id":3}')
    pack.write('4', at + 6)
    const { problems } = await checkPack(readTar(one(pack)), undefined)
    expect(problems).toEqual([expect.stringMatching(/^findings\/000002\.ndjson was changed: its SHA-256 is/)])
  })

  test('a manifest that was written anew is found by the sum that was noted', async () => {
    const { manifestSha256 } = await checkPack(readTar(one(await smallPack())), undefined)
    const { problems } = await checkPack(readTar(one(await smallPack())), 'f'.repeat(64))
    expect(problems).toEqual(['the manifest is not the one whose SHA-256 was given'])
    expect((await checkPack(readTar(one(await smallPack())), manifestSha256 ?? '')).problems).toEqual([])
  })
})

describe('the command', () => {
  const period = ['--from', '2026-11-20', '--to', '2026-11-24']

  test('writes a pack into a new file, and verify says that it is whole', async () => {
    const file = join(folder, 'evidence.tar')
    const made = await casbah('export', 'evidence', ...period, '--out', file)
    expect([made.code, made.stdout], made.stderr).toEqual([0, `${file}\n`])
    const verified = await casbah('evidence', 'verify', file)
    expect([verified.code, verified.stdout]).toEqual([0, made.stderr])
    const [, sum = ''] = /^Manifest: ([0-9a-f]{64})$/m.exec(verified.stdout) ?? []
    expect((await casbah('evidence', 'verify', file, '--manifest', sum)).code).toBe(0)
    const again = await casbah('export', 'evidence', ...period, '--out', file)
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('there already')])
    const asked: string[] = []
    const pieces = async function* () {
      asked.push('for an export')
      yield new Uint8Array()
    }
    await expect(intoFile(file, pieces())).rejects.toThrow('cannot be written')
    expect(asked).toEqual([])
  })

  test('into a folder under a name of its own; unpacked it is verified too, and what is missing or more is told', async () => {
    const place = join(folder, 'packs')
    await mkdir(join(place, 'unpacked'), { recursive: true })
    const made = await casbah('export', 'evidence', ...period, '--out', place)
    const file = join(place, 'evidence_2026-11-20_2026-11-24.tar')
    expect([made.code, made.stdout], made.stderr).toEqual([0, `${file}\n`])
    const unpackedTo = join(place, 'unpacked')
    await promisify(execFile)('tar', ['-xf', file, '-C', unpackedTo])
    expect((await casbah('evidence', 'verify', unpackedTo)).code).toBe(0)
    const page = join(unpackedTo, 'findings', '000001.ndjson')
    await writeFile(page, (await readFile(page, 'utf8')).replace('"open"', '"shut"'))
    await writeFile(join(unpackedTo, 'more.txt'), 'x')
    const { code, stdout, stderr } = await casbah('evidence', 'verify', unpackedTo, '--json')
    expect(code).toBe(1)
    expect(stderr).toContain('is not as it was written')
    expect(JSON.parse(stdout)).toMatchObject({
      intact: false,
      problems: [
        expect.stringContaining('findings/000001.ndjson was changed'),
        'more.txt is in it, and not in the manifest',
      ],
    })
  })

  test.each([
    [['--from', '2026-11-24', '--to', '2026-11-20', '--out', 'x'], 'ends before it begins'],
    [['--from', '2026-02-30', '--to', '2026-11-20', '--out', 'x'], 'must be a day'],
    [['--from', '2026-11-01', '--to', '2026-11-20'], '--out'],
  ])('%j is refused in words', async (args, said) => {
    const { code, stderr } = await casbah('export', 'evidence', ...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })

  test('verify tells a file that is no pack', async () => {
    const file = join(folder, 'none.tar')
    await writeFile(file, 'x'.repeat(2_000))
    const { code, stderr } = await casbah('evidence', 'verify', file)
    expect([code, stderr]).toEqual([1, expect.stringContaining('the header at byte 0')])
    expect((await casbah('evidence', 'verify', join(folder, 'nowhere'))).code).toBe(2)
  })
})
