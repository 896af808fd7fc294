import { readSome } from '../../config.ts'
import type { Capability } from '../../model/core/capabilities.ts'
import { CAPABILITY_FACTS } from '../../model/core/capabilities.ts'
import { CREDENTIAL_KINDS } from '../../model/core/credentials.ts'
import type { CredentialId } from '../../model/core/ids.ts'
import { asCredentialId } from '../../model/core/ids.ts'
import { PLANE_LABEL } from '../../model/core/planes.ts'
import { openHttpPool } from '../../openai/http-pool.ts'
import { createLocalBudget } from '../../openai/local-budget.ts'
import type { ProbeReport } from '../../openai/probe.ts'
import { probeCapabilities } from '../../openai/probe.ts'
import type { ProbeOptions } from '../../openai/probing/attempts.ts'
import type { StreamShape } from '../../openai/shape-report.ts'
import { reportShapes } from '../../openai/shape-report.ts'
import { openUpstream } from '../../openai/upstream.ts'
import { usageError } from '../cli-error.ts'
import type { ExitCode } from '../exit-codes.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import type { ProbeFlags } from '../probe.ts'
import { jsonText } from '../render/json.ts'
import { KEY_PLACES, readSecret, secretFromEnv } from '../secrets.ts'
import { capabilityLines, shapeLines } from './words.ts'

/** How far back the one page of a log stream is taken from: a busy day of it. */
const LOG_DAYS = 1
const DAY_MS = 86_400_000

export async function runProbe(io: Io, flags: ProbeFlags): Promise<void> {
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Error('stopped'))
  process.once('SIGINT', stop)
  const pool = openHttpPool()
  try {
    const options = await readOptions(io, flags, stopping.signal)
    const report = await probeCapabilities(options, pool)
    const shapes = flags.shapeReport ? await sampleAll(options, report, pool) : undefined
    if (flags.json) io.out(jsonText(asJson(report, shapes)))
    else
      for (const line of [...capabilityLines(report, io.paint), ...shapeLines(shapes ?? [], io.paint)])
        io.out(line)
    process.exitCode = exitCodeOf(report)
  } finally {
    process.off('SIGINT', stop)
    await pool.close()
  }
}

async function readOptions(io: Io, flags: ProbeFlags, signal: AbortSignal): Promise<ProbeOptions> {
  const settings = readSome(io.env, ['OPENAI_PLATFORM_URL', 'OPENAI_COMPLIANCE_URL', 'CASBAH_RATE_FACTOR'])
  const ids = {
    organizationId: flags.organizationId ?? null,
    workspaceId: flags.workspaceId ?? null,
    projectId: flags.projectId ?? null,
  }
  return {
    platformUrl: settings.OPENAI_PLATFORM_URL,
    complianceUrl: settings.OPENAI_COMPLIANCE_URL,
    credentials: await readCredentials(io, ids),
    ids,
    budget: createLocalBudget(),
    rateFactor: settings.CASBAH_RATE_FACTOR,
    signal,
  }
}

/** Every key that is set is tried; where none is, the ones that the ids call for are asked for. */
async function readCredentials(io: Io, ids: ProbeOptions['ids']) {
  const found = CREDENTIAL_KINDS.flatMap((kind) => {
    const secret = secretFromEnv(io.env, KEY_PLACES[kind])
    return secret === undefined ? [] : [{ id: asCredentialId(kind), kind, secret }]
  })
  if (found.length > 0) return found
  if (ids.workspaceId === null && ids.organizationId === null) {
    throw usageError(
      'Nothing to probe.',
      'Give --workspace-id (with OPENAI_COMPLIANCE_KEY_FILE), --organization-id (with OPENAI_ADMIN_KEY_FILE), or both.',
    )
  }
  const kind = ids.workspaceId === null ? 'admin_key' : 'compliance_key'
  return [{ id: asCredentialId(kind), kind, secret: await readSecret(io, KEY_PLACES[kind]) } as const]
}

async function sampleAll(
  options: ProbeOptions,
  report: ProbeReport,
  pool: ReturnType<typeof openHttpPool>,
): Promise<StreamShape[]> {
  const serving: Partial<Record<Capability, CredentialId>> = {}
  for (const { capability, credentialId } of report.capabilities) {
    if (credentialId !== null) serving[capability] = credentialId
  }
  const granted = new Set(
    report.capabilities.filter(({ state }) => state === 'granted').map((one) => one.capability),
  )
  return reportShapes(
    {
      mode: 'metadata',
      upstream: openUpstream({ ...options, serving }, pool),
      ids: options.ids,
      now: () => new Date(),
      since: new Date(Date.now() - LOG_DAYS * DAY_MS).toISOString(),
      signal: options.signal,
    },
    granted,
  )
}

function asJson(
  { capabilities, credentials, proof }: ProbeReport,
  shapes: readonly StreamShape[] | undefined,
) {
  return {
    capabilities: capabilities.map(({ capability, state, resultCode, credentialId, detail, fixUrl }) => ({
      capability,
      plane: PLANE_LABEL[CAPABILITY_FACTS[capability].plane],
      state,
      result_code: resultCode,
      served_by: credentialId,
      detail,
      fix_url: fixUrl,
    })),
    keys: credentials.map(({ kind, resultCode, detail, fixUrl }) => ({
      kind,
      result_code: resultCode,
      detail,
      fix_url: fixUrl,
    })),
    seen: proof,
    ...(shapes === undefined ? {} : { streams: shapes }),
  }
}

const AUTH_CODES: ReadonlySet<string> = new Set([
  'invalid_key',
  'key_revoked_or_expired',
  'swapped_keys',
  'wrong_key_class',
  'wrong_organization',
  'unknown_workspace',
  'ip_not_allowed',
])

function exitCodeOf({ credentials, capabilities }: ProbeReport): ExitCode {
  if (credentials.some(({ resultCode }) => AUTH_CODES.has(resultCode))) return EXIT.auth
  const codes = capabilities.map(({ resultCode }) => resultCode)
  if (codes.includes('rate_limited')) return EXIT.rateLimited
  return codes.includes('unreachable') ? EXIT.error : EXIT.ok
}
