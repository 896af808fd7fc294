import { spawn } from 'node:child_process'
import { access, mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import { runCli } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'

/** What people and their scripts get wrong: each is told so in words, and nothing is written or begun. */

const USAGE = 2

let folder: Awaited<ReturnType<typeof scratchFolder>>
beforeAll(async () => {
  folder = await scratchFolder('bad-input')
})
afterAll(() => folder?.[Symbol.asyncDispose]())

test('where standard input is /dev/null, as under cron, a missing key is told in words', async () => {
  const args = ['probe', '--organization-id', 'org-abcdefghijklmnopqrstuvwx']
  const { code, said } = await withoutInput(args)
  expect(said).toContain('OPENAI_ADMIN_KEY')
  expect(said).not.toContain('TypeError')
  expect(code).toBe(USAGE)
})

/** `</dev/null`: a file, which a pipe that was closed is not. */
async function withoutInput(args: readonly string[]) {
  const main = join(PROJECT_ROOT, 'src', 'cli', 'main.ts')
  const env = { PATH: process.env.PATH ?? '', HOME: folder.path }
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  for await (const chunk of child.stderr) said += String(chunk)
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once('exit', resolve)))
  return { code, said }
}

test.each([
  ['findings', '--limit', 'abc'],
  ['findings', '--limit', '0'],
  ['findings', '--limit', '-3'],
  ['findings', '--limit', '1.5'],
  ['runs', 'list', '--limit', 'many'],
])('%s %s %s is refused, and is not "nothing was found"', async (...args) => {
  const { code, stdout, stderr } = await runCli(args)
  expect(code).toBe(USAGE)
  expect(stdout).toBe('')
  expect(stderr).toContain('whole number')
})

test.each([
  ['--since', 'yesterday', 'a day like'],
  ['--until', '2026-13-01', 'a day like'],
  ['--subject-kind', 'robot', 'api_key'],
])('activity %s %s is refused in words', async (option, value, words) => {
  const { code, stdout, stderr } = await runCli(['activity', '--integration', 'x', option, value])
  expect(code).toBe(USAGE)
  expect(stdout).toBe('')
  expect(stderr).toContain(words)
})

test('a size that no tenant can have leaves the folder as it was', async () => {
  const data = join(folder.path, 'sizes')
  const { code, stderr } = await runCli(['up', '--once', '--users', '3', '--data', data])
  expect(code).toBe(USAGE)
  expect(stderr).toContain('--users must be a whole number from 12')
  await expect(access(data)).rejects.toThrow('ENOENT')
})

test('a lost master key is missed, and no new one is put in its place', async () => {
  const data = join(folder.path, 'lost-key')
  await mkdir(data)
  await writeFile(join(data, 'master-key.id'), 'c709de2f\n')
  const { code, stderr } = await runCli(['up', '--once', '--data', data])
  expect(code).toBe(1)
  expect(stderr).toContain(`The master key ${join(data, 'master-key')} is missing.`)
  expect(stderr).toContain('sealed with key c709de2f')
  expect(await readdir(data)).not.toContain('master-key')
})

test('a simulated tenant whose port is taken ends, and says which option to change', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as { port: number }
  try {
    const { code, stderr } = await runCli(['simulate', '--port', String(port)])
    expect(code).toBe(1)
    expect(stderr).toContain(`Port ${port} is taken.`)
    expect(stderr).toContain('--port')
  } finally {
    await new Promise((resolve) => holder.close(resolve))
  }
})

test.each(['nonsense', 'ftp://127.0.0.1', 'http://'])('CASBAH_URL=%s is no place of an API', async (url) => {
  const { code, stderr } = await runCli(['runs', 'list'], { CASBAH_URL: url, CASBAH_TOKEN: 'x' })
  expect(code).toBe(USAGE)
  expect(stderr).toContain('Set CASBAH_URL')
})

test('settings that are missing or wrong are named, with what to do', async () => {
  const migrate = await runCli(['migrate'])
  expect(migrate.stderr).toContain('DATABASE_URL: is not set')
  expect(migrate.stderr).toContain('NAME_FILE')
  const env = { OPENAI_PLATFORM_URL: 'nonsense', OPENAI_ADMIN_KEY: 'sk-admin-x' }
  const probe = await runCli(['probe', '--organization-id', 'org-abcdefghijklmnopqrstuvwx'], env)
  expect(probe.stderr).toContain('OPENAI_PLATFORM_URL: is not an address')
  expect(probe.stderr).not.toMatch(/[{}]/)
})
