import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isPortFree } from '../src/embedded/network.ts'
import { withSections } from './markdown.ts'
import { plainText, showOnTerminal } from './terminal-screen.ts'
import { drawTerminal } from './terminal-svg.ts'

/**
 * The README's picture of `npm start`: runs it on a pseudo-terminal with a fresh folder until it has shown its
 * addresses, ends it with Ctrl-C, and writes what the terminal showed. Needs `script` of util-linux. Nothing is
 * edited by hand; what would differ from one machine to the next is named in `neutral`.
 *
 *   npx node scripts/terminal-picture.ts [flags of casbah up]
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PICTURE = 'docs/pictures/first-run.svg'
/** Wide enough for the table of findings. */
const COLUMNS = 144
/** More than a run has lines: what has left the window can no longer be drawn over. */
const ROWS = 100
const LAST_LINE = 'Ctrl-C stops everything.'
const CTRL_C = '\u0003'
/** The ports that a start takes when they are free; with others the picture would show a crowded machine. */
const USUAL_PORTS = [8787, 7233, 8233]

interface Recording {
  /** All up to the last line, as it was sent to the terminal. */
  readonly written: string
  readonly code: number | null
}

function record(folder: string, flags: readonly string[]): Promise<Recording> {
  const start = ['node', 'bin/start.mjs', '--data', folder, ...flags].map(quoted).join(' ')
  const command = `stty cols ${COLUMNS} rows ${ROWS} && exec ${start}`
  const { NO_COLOR: _, ...env } = process.env
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: ROOT,
    env: { ...env, TERM: 'xterm-256color' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let written = ''
  let ending = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text
    if (ending || !written.includes(LAST_LINE)) return
    ending = true
    child.stdin.write(CTRL_C)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      const end = written.indexOf(LAST_LINE)
      if (end < 0) reject(new Error(`It ended with ${code} before it had shown everything:\n${written}`))
      else resolve({ written: written.slice(0, end + LAST_LINE.length), code })
    })
  })
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** What is of this machine alone: the scratch folder stands for the usual one, and the token stays unsaid. */
const neutral = (written: string, folder: string): string =>
  written.replaceAll(folder, '.casbah').replaceAll(/cbh_live_[\w-]+/g, 'cbh_live_…')

async function main(flags: readonly string[]): Promise<void> {
  for (const port of USUAL_PORTS) {
    if (!(await isPortFree(port)))
      throw new Error(`Port ${port} is taken, and the picture would show another.`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'casbah-picture-'))
  try {
    const { written, code } = await record(folder, flags)
    if (code !== 0) throw new Error(`After Ctrl-C it ended with ${code}, not 0.`)
    writePicture(
      neutral(written, folder),
      ['npm start', ...(flags.length > 0 ? ['--', ...flags] : [])].join(' '),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writePicture(written: string, command: string): void {
  const lines = showOnTerminal(written, COLUMNS)
  mkdirSync(join(ROOT, 'docs', 'pictures'), { recursive: true })
  writeFileSync(join(ROOT, PICTURE), drawTerminal(lines, COLUMNS, `What ${command} shows`))
  const readme = join(ROOT, 'README.md')
  const section = [
    `![The terminal after ${command}](${PICTURE})`,
    '',
    `<details><summary>The same as text (<code>${command}</code>)</summary>`,
    '',
    '```text',
    plainText(lines),
    '```',
    '',
    '</details>',
  ]
  writeFileSync(
    readme,
    withSections('README.md', readFileSync(readme, 'utf8'), { terminal: section.join('\n') }),
  )
  console.log(`${PICTURE} and README.md written: ${lines.length} lines.`)
}

await main(process.argv.slice(2))
