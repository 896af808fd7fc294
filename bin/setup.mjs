// Set-up: makes node_modules equal to package-lock.json and finds Node 24. Plain JavaScript for Node 20,
// without dependencies, because it runs before any exist. Everything it says goes to stderr: the caller's
// stdout may be somebody's JSON.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const MODULES = join(ROOT, 'node_modules')
const PROJECT_NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** The oldest Node that can run the launchers, and the oldest that can run Casbah (type stripping, UUIDv7). */
const LAUNCHER_NODE = 20
const CASBAH_NODE = 24

/** How often a second set-up in the same folder looks whether the first has ended. */
const LOCK_POLL_MS = 500

const major = (version) => Number(version.replace(/^v/, '').split('.')[0])

export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Ends the launcher with a word on what to do; never a stack trace, since the reader did nothing wrong here. */
export function giveUp(text, code = 1) {
  say(`casbah: ${text}`)
  process.exit(code)
}

/**
 * Node 24: the project's own (npm package `node`), else the one that runs this, if it is new enough (the
 * production image has no development packages and brings Node itself). Undefined when there is neither.
 */
export function findNode() {
  if (existsSync(PROJECT_NODE)) return PROJECT_NODE
  return major(process.versions.node) >= CASBAH_NODE ? process.execPath : undefined
}

/**
 * Whether npm has installed what package-lock.json says. npm leaves its own account of what it installed in
 * node_modules/.package-lock.json, written last; comparing the two needs no stamp of ours, so a developer's
 * `npm install` counts as set-up too.
 */
function isInstalled() {
  const account = join(MODULES, '.package-lock.json')
  if (!existsSync(account) || !existsSync(PROJECT_NODE)) return false
  const wanted = readPackages(join(ROOT, 'package-lock.json'))
  const installed = readPackages(account)
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path]
    if (path === '') return true
    if (found === undefined) return optional === true || devOptional === true
    return found.version === version && found.integrity === integrity
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch (error) {
    if (file.endsWith('.package-lock.json')) return {}
    return giveUp(`cannot read ${file}: ${error.message}. Restore it with: git checkout -- package-lock.json`)
  }
}

/** The environment without this project's own binaries on PATH: npm must not run on the Node it is replacing. */
function outsideEnvironment() {
  const own = join(MODULES, '.bin')
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => entry !== own && entry !== own + sep)
  return { ...process.env, PATH: path.join(delimiter) }
}

function install() {
  const started = Date.now()
  say('casbah: installing dependencies (npm ci), once; this takes a minute or two …')
  // Development packages are wanted even under NODE_ENV=production: Node 24 is one of them.
  const args = ['ci', '--include=dev', '--loglevel=error', '--no-progress', '--no-audit', '--no-fund']
  const { status, error } = spawnSync('npm', args, {
    cwd: ROOT,
    env: outsideEnvironment(),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (error) {
    giveUp(
      `cannot start npm: ${error.message}. Install npm (it comes with Node.js) and make sure it is on PATH.`,
    )
  }
  if (status !== 0) {
    giveUp(`npm ci failed with exit code ${status}; its own words are above. Mend that and start again.`)
  }
  say(`casbah: dependencies are installed (${Math.round((Date.now() - started) / 1000)} s)`)
}

/** Two set-ups in one folder would delete each other's node_modules: the second waits for the first. */
function withLock(work) {
  const folder = join(ROOT, '.casbah')
  const lock = join(folder, 'setup.lock')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (let waited = false; !tryLock(lock); waited = true) {
    if (!waited) say('casbah: another set-up of this folder is running; waiting for it …')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS)
  }
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST')
      giveUp(`cannot write ${lock}: ${error.message}. Casbah keeps its data beside itself.`)
    if (!isAlive(readHolder(lock))) rmSync(lock, { force: true })
    return false
  }
}

function readHolder(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch {
    // The holder has just ended and taken its lock along.
    return 0
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Makes node_modules right, and returns the path of Node 24. */
export function ensureSetup() {
  if (major(process.versions.node) < LAUNCHER_NODE) {
    giveUp(`Node.js ${process.versions.node} is too old; install Node.js ${LAUNCHER_NODE} or newer.`)
  }
  if (!isInstalled()) {
    withLock(() => {
      if (!isInstalled()) install()
    })
  }
  const node = existsSync(PROJECT_NODE) ? PROJECT_NODE : undefined
  if (node === undefined) {
    giveUp(
      'npm installed the packages but not Node 24: its install scripts were not run. ' +
        'Allow them with: npm ci --ignore-scripts=false',
    )
  }
  checkNode(node)
  return node
}

function checkNode(node) {
  try {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
    if (major(version) >= CASBAH_NODE) return
    giveUp(
      `${node} is Node.js ${version}, but ${CASBAH_NODE} is needed. Remove node_modules and start again.`,
    )
  } catch (error) {
    giveUp(`${node} does not run here: ${error.message}. Remove node_modules and start again.`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(`${ensureSetup()}\n`)
