import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type { DestinationKind } from '../../model/core/destinations.ts'
import { DESTINATION_KINDS } from '../../model/core/destinations.ts'
import { WEEKDAYS } from '../../model/core/weekly.ts'
import { neededToken } from '../../model/schema/destination-kinds.ts'
import { usageError } from '../cli-error.ts'

/** What a destination is and where, as the command line is told it: what is secret comes by file, and never by a flag. */

export interface TargetFlags {
  readonly urlFile?: string
  readonly tokenFile?: string
  readonly caFile?: string
  readonly names?: boolean
  readonly window?: number
  readonly index?: string
  readonly sourcetype?: string
  readonly bucket?: string
  readonly region?: string
  readonly prefix?: string
  readonly pathStyle?: boolean
  readonly gzip?: boolean
  readonly encryption?: string
  readonly kmsId?: string
  readonly from?: string
  readonly to?: readonly string[]
  readonly digest?: string
  readonly digestHour?: number
  readonly digestTimeZone?: string
  readonly setting?: readonly string[]
}

/** As it is typed: `splunk-hec`. */
export const kindWord = (kind: DestinationKind): string => kind.replaceAll('_', '-')
export const KIND_WORDS: readonly string[] = DESTINATION_KINDS.map(kindWord)

export const addTargetOptions = (command: Command): Command =>
  command
    .option('--url-file <file>', 'its URL, where that is a secret')
    .option(
      '--token-file <file>',
      'what lets us in there: a token, user:password, or ACCESS_KEY_ID:SECRET_ACCESS_KEY',
    )
    .option(
      '--ca-file <file>',
      'PEM: whose certificates hold there (splunk-hec, syslog, s3, email, jira, servicenow)',
    )
    .option('--names', 'also tell what things are called (not of a webhook)')
    .option('--window <seconds>', 'how long events are gathered for one message', parseSeconds)
    .option('--index <name>', 'of Splunk')
    .option('--sourcetype <name>', 'of Splunk; default casbah:event')
    .option('--bucket <name>', 'of s3')
    .option('--region <name>', 'of s3; default us-east-1')
    .option('--prefix <path>', 'of s3: before each key')
    .option('--path-style', 'of s3: the bucket in the path, as MinIO wants it')
    .option('--gzip', 'of s3: objects are compressed')
    .option('--encryption <how>', 'of s3: AES256 or aws:kms is asked for with each object')
    .option('--kms-id <id>', 'of s3, with aws:kms')
    .option('--from <address>', 'of email')
    .option('--to <addresses...>', 'of email: who gets it')
    .addOption(
      new Option('--digest <weekday>', 'of email: a mail a week instead of events').choices([...WEEKDAYS]),
    )
    .option('--digest-hour <hour>', 'from 0 to 23; default 8', parseHour)
    .option('--digest-time-zone <name>', 'like Europe/Berlin; default UTC')
    .option('--setting <name=value...>', "any other of its kind's, like project=SEC; {…} is read as JSON")

/** The body's part; `what` is a kind, or the URL of a webhook. */
export function givenTarget(what: string, url: string | undefined, flags: TargetFlags) {
  const kind = kindOf(what)
  const given = what.includes('://') ? what : url
  if (given !== undefined && flags.urlFile !== undefined)
    throw usageError('The URL was given twice.', 'Name it, or name a file that holds it.')
  const found = given ?? fileOf(flags.urlFile, '--url-file')
  if (found === undefined)
    throw usageError('No URL was given.', `casbah destinations add ${what} --url-file FILE`)
  const token = fileOf(flags.tokenFile, '--token-file')
  const needed = neededToken(kind)
  if (token === undefined && needed !== null)
    throw usageError(`No ${needed} was given.`, 'Name a file that holds it: --token-file FILE')
  const settings = settingsOf(flags)
  return {
    ...{ kind, url: found },
    ...(token !== undefined && { token }),
    ...(Object.keys(settings).length > 0 && { settings }),
  }
}

function kindOf(what: string): DestinationKind {
  if (what.includes('://')) return what.startsWith('tls:') ? 'syslog' : 'webhook'
  const at = KIND_WORDS.indexOf(what)
  const kind = DESTINATION_KINDS[at]
  if (kind === undefined)
    throw usageError(`"${what}" is no kind of destination, and no URL.`, `Kinds: ${KIND_WORDS.join(', ')}.`)
  return kind
}

const settingsOf = ({ caFile, names, window, index, sourcetype, setting, ...more }: TargetFlags) => ({
  ...ofStore(more),
  ...(more.from !== undefined && { from: more.from }),
  ...(more.to !== undefined && { to: more.to }),
  ...ofDigest(more),
  ...Object.fromEntries((setting ?? []).map(parseSetting)),
  ...(caFile !== undefined && { ca: fileOf(caFile, '--ca-file') }),
  ...(names && { detail: 'names' }),
  ...(window !== undefined && { window_seconds: window }),
  ...(index !== undefined && { index }),
  ...(sourcetype !== undefined && { sourcetype }),
})

const ofStore = ({ bucket, region, prefix, pathStyle, gzip, encryption, kmsId }: TargetFlags) => ({
  ...(bucket !== undefined && { bucket }),
  ...(region !== undefined && { region }),
  ...(prefix !== undefined && { prefix }),
  ...(pathStyle && { path_style: true }),
  ...(gzip && { gzip: true }),
  ...(encryption !== undefined && { encryption }),
  ...(kmsId !== undefined && { kms_key: kmsId }),
})

function ofDigest({ digest: weekday, digestHour: hour, digestTimeZone: zone }: TargetFlags) {
  if (weekday !== undefined)
    return {
      digest: {
        weekday,
        ...(hour !== undefined && { hour }),
        ...(zone !== undefined && { time_zone: zone }),
      },
    }
  if (hour === undefined && zone === undefined) return {}
  throw usageError('A digest needs its day.', 'casbah destinations add email … --digest monday')
}

export function fileOf(file: string | undefined, flag: string): string | undefined {
  if (file === undefined) return undefined
  const text = readTrimmed(file, flag)
  if (text === '') throw usageError(`The file ${file} is empty.`, `Write into it what ${flag} is to hold.`)
  return text
}

function readTrimmed(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error'
    throw usageError(`The file ${file} of ${flag} cannot be read (${code}).`)
  }
}

/** `name=value`; an object as JSON, all else as it stands. */
function parseSetting(given: string): [name: string, value: unknown] {
  const at = given.indexOf('=')
  if (at < 1) throw usageError(`"${given}" is no setting.`, 'Write it as name=value.')
  const value = given.slice(at + 1)
  if (!value.startsWith('{')) return [given.slice(0, at), value]
  try {
    return [given.slice(0, at), JSON.parse(value)]
  } catch {
    throw usageError(`What was given for ${given.slice(0, at)} is no JSON.`)
  }
}

function parseHour(text: string): number {
  if (!/^(?:1?\d|2[0-3])$/.test(text)) throw new InvalidArgumentError('It must be an hour from 0 to 23.')
  return Number(text)
}

function parseSeconds(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.')
  return Number(text)
}
