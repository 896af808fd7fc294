/** What the API says of a body, in the words of the command that sent it: the flag where somebody has to look. */

const FLAGS: Readonly<Record<string, string>> = {
  token: '--token-file',
  event_types: '--event',
  categories: '--category',
  rules: '--rule',
  least_severity: '--least-severity',
  overlap_hours: '--overlap-hours',
}

const FLAGS_OF_SETTINGS: Readonly<Record<string, string>> = {
  detail: '--names',
  window_seconds: '--window',
  ca: '--ca-file',
  index: '--index',
  sourcetype: '--sourcetype',
  bucket: '--bucket',
  region: '--region',
  prefix: '--prefix',
  path_style: '--path-style',
  gzip: '--gzip',
  encryption: '--encryption',
  kms_key: '--kms-id',
  from: '--from',
  to: '--to',
}

const FLAGS_OF_DIGEST: Readonly<Record<string, string>> = {
  hour: '--digest-hour',
  time_zone: '--digest-time-zone',
}

/** What is said for its value; of others that it has one. */
const EXAMPLES: Readonly<Record<string, string>> = { project: 'KEY' }

/** `/settings/project` is `--setting project=KEY`. Undefined where no flag stands for it. */
export function flagOf(pointer: string): string | undefined {
  const [field = '', name, part] = pointer.split('/').slice(1)
  if (field === 'url') return '--url-file'
  if (field !== 'settings' || name === undefined) return FLAGS[field]
  if (name === 'digest') return FLAGS_OF_DIGEST[part ?? ''] ?? '--digest'
  return FLAGS_OF_SETTINGS[name] ?? `--setting ${name}=${EXAMPLES[name] ?? 'VALUE'}`
}

/** The same where the URL may stand in the command itself. */
export const flagOfNew = (pointer: string): string | undefined =>
  pointer === '/url' ? 'The URL' : flagOf(pointer)
