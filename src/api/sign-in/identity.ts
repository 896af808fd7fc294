import { withoutMarks } from '../../model/core/marks.ts'
import { redact } from '../../telemetry/logger.ts'

/** Who the provider says somebody is. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  /** For people to read, in lists and in the audit log. */
  readonly name: string
  readonly email: string | null
  /** Of the claim that roles are mapped from. */
  readonly values: readonly string[]
}

/** Characters. Names are shown in one line; OpenID Connect allows a subject 255. */
const LONGEST_SHOWN = 120
const LONGEST_EMAIL = 254
/** More groups than a token holds. */
const MOST_VALUES = 5_000

export function identityOf(given: {
  readonly issuer: string
  readonly subject: string
  readonly claim: string
  readonly said: Readonly<Record<string, unknown>>
}): Identity {
  const { issuer, subject, claim, said } = given
  const email = shown(said.email, LONGEST_EMAIL)
  const named = [said.name, said.preferred_username].map((one) => shown(one, LONGEST_SHOWN))
  return {
    issuer,
    subject,
    name: named.find((name) => name !== null) ?? email ?? shown(subject, LONGEST_SHOWN) ?? 'somebody',
    email,
    values: listed(Object.hasOwn(said, claim) ? said[claim] : undefined),
  }
}

/**
 * People choose their names themselves at some providers, and they end in terminals, logs and headers of others: no marks,
 * no half characters, nothing that looks like a key.
 */
function shown(value: unknown, most: number): string | null {
  if (typeof value !== 'string') return null
  const text = redact(withoutMarks(value.toWellFormed())).trim()
  return text === '' ? null : Array.from(text).slice(0, most).join('')
}

/** One value, or a list of them; whatever else a claim holds names no group. */
function listed(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value]
  return all.filter((one): one is string => typeof one === 'string')
}
