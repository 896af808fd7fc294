/**
 * A CEF line as a syslog message (RFC 5424), in a frame that says its length in bytes (RFC 5425, octet counting): a
 * receiver splits by that, whatever the message holds.
 */

/** Local use 0. */
const FACILITY = 16
const SEVERITIES_A_FACILITY = 8

/** Ours, from 0 to 10, as syslog counts: 2 critical, 3 error, 4 warning, 5 notice. */
const LEVELS: readonly (readonly [least: number, level: number])[] = [
  [10, 2],
  [8, 3],
  [5, 4],
]
const NOTICE = 5

/** RFC 5424 6: printable US-ASCII without space, at most so many. */
const LONGEST_HOST = 255

export interface Sender {
  readonly host: string
  readonly processId: number
  /** ISO. */
  readonly now: string
}

export function syslogFrame(line: string, { host, processId, now }: Sender): Uint8Array {
  const name = host.replaceAll(/[^\x21-\x7e]/g, '').slice(0, LONGEST_HOST) || '-'
  const priority = FACILITY * SEVERITIES_A_FACILITY + levelOf(line)
  const message = Buffer.from(`<${priority}>1 ${now} ${name} casbah ${processId} finding - ${line}`, 'utf8')
  return Buffer.concat([Buffer.from(`${message.length} `, 'ascii'), message])
}

/** The seventh part of a CEF head; bars within the others are escaped. */
function levelOf(line: string): number {
  const [, severity = '0'] = /^(?:(?:\\.|[^|\\])*\|){6}(\d+)\|/.exec(line) ?? []
  return LEVELS.find(([least]) => Number(severity) >= least)?.[1] ?? NOTICE
}
