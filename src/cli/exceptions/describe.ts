import type { WrittenExceptionView } from '../finding-view.ts'

const DAY_END = 10

/** What an exception is about: `finding 0198…`, `gpt.public_link on chatgpt.gpt/g-1`. */
export function describeAbout({ finding_id, fingerprint, rule_id, asset }: WrittenExceptionView): string {
  if (fingerprint !== null) return `finding ${finding_id ?? 'that is gone'}`
  const on = asset === null ? '' : `${asset.kind}/${asset.external_id}`
  if (rule_id === null) return on
  return on === '' ? rule_id : `${rule_id} on ${on}`
}

export const describeUntil = ({ expires_at }: WrittenExceptionView): string =>
  expires_at === null ? 'for ever' : expires_at.slice(0, DAY_END)
