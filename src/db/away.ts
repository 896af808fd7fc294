import { DatabaseRefused } from './errors.ts'

/** Codes of postgres.js and of the network that mean "Postgres is not there", not "this query is wrong". */
const AWAY = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  // Ours, where nothing moves on a connection any more (`db/socket.ts`).
  'CONNECTION_SILENT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  // SQLSTATEs: admin shutdown, crash shutdown, cannot connect now, too many connections.
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = cause instanceof DatabaseRefused ? cause.sqlState : (cause as { code?: unknown }).code
    if (typeof code === 'string' && AWAY.has(code)) return true
  }
  return false
}
