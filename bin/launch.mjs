// Runs one of the project's TypeScript programs on Node 24 as if it were this process: same terminal, same
// signals, same exit code. Plain JavaScript for Node 20.
import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { giveUp, ROOT } from './setup.mjs'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/** Exit code of a process that a signal ended, as shells give it. */
const SIGNAL_BASE = 128

/** The fd on which the program notices that its launcher is gone; see leash.mjs. */
const LEASH_FD = 3

/**
 * Runs `script` with `args`: in this very process if it is the right Node already, else in a child.
 * @param {string} node path of Node 24
 * @param {string} script path below the project
 * @param {string[]} args
 */
export async function launch(node, script, args) {
  const program = join(ROOT, script)
  const path = [dirname(node), join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  if (realpathSync(node) === realpathSync(process.execPath)) {
    process.env.PATH = path
    process.argv = [process.argv[0], program, ...args]
    await import(pathToFileURL(program).href)
  } else {
    launchChild(node, program, args, path)
  }
}

function launchChild(node, program, args, path) {
  const leash = pathToFileURL(join(ROOT, 'bin', 'leash.mjs')).href
  const child = spawn(node, ['--import', leash, program, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, CASBAH_LEASH_FD: String(LEASH_FD), PATH: path },
  })
  child.on('error', (error) => giveUp(`cannot start ${node}: ${error.message}`))
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group, so the child already has it.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => process.exit(signal ? SIGNAL_BASE + constants.signals[signal] : code))
}
