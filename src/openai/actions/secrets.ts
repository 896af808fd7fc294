import type { SecretKind } from '../../model/core/action-words.ts'
import { SECRET_KINDS } from '../../model/core/action-words.ts'

/**
 * Shapes that hardly anything but a secret has: an issuer's own prefix, or the frame of a key. No repetition holds
 * another, none is without an end (over megabytes of letters it would overflow the matcher's stack), and none has
 * to be followed by anything: time grows with the text and no faster.
 */
const SHAPES: Readonly<Record<SecretKind, RegExp>> = {
  anthropic_key: /\bsk-ant-[a-z0-9]{2,10}-([A-Za-z0-9_-]{20,200})/g,
  aws_access_key: /\b(?:AKIA|ASIA)([A-Z2-7]{16})\b/g,
  bearer_token: /\bauthorization["'`]?\s{0,4}[:=]\s{0,4}["'`]?bearer\s{1,4}([A-Za-z0-9._~+/=-]{24,200})/gi,
  github_token: /\b(?:gh[pousr]_|github_pat_)([A-Za-z0-9_]{30,200})/g,
  google_api_key: /\bAIza([A-Za-z0-9_-]{35})/g,
  openai_key: /\bsk-(?:(?:proj|svcacct|admin)-([A-Za-z0-9_-]{30,200})|([A-Za-z0-9]{32,200}))/g,
  private_key:
    /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----\s{0,40}(?:\\n)?([A-Za-z0-9+/=]{20,200})/g,
  slack_token: /\bxox[abeoprs]-([A-Za-z0-9-]{16,200})/g,
  stripe_live_key: /\b[sr]k_live_([A-Za-z0-9]{20,200})/g,
}

/** Distinct characters of a secret's random part. `xxxxxxxx` and `your-key` have fewer. */
const LEAST_VARIETY = 10

/** Written in the place of a secret by people who explain where it goes. */
const PLACEHOLDER = /example|your|placeholder|replace|insert|redacted|x{6}|0{8}|1234567|abcdef/i

/** Words joined by hyphens are a name, and what is random has a digit; AWS's are short and need not. */
const isRandom = (kind: SecretKind, candidate: string): boolean =>
  new Set(candidate).size >= LEAST_VARIETY &&
  (kind === 'aws_access_key' || /[0-9]/.test(candidate)) &&
  /[A-Za-z]/.test(candidate) &&
  !PLACEHOLDER.test(candidate)

/** Kinds of secrets that stand in any of the texts, sorted. Which secret it is, is not said. */
export const secretKinds = (texts: readonly string[]): readonly SecretKind[] =>
  SECRET_KINDS.filter((kind) => texts.some((text) => hasSecret(text, kind)))

function hasSecret(text: string, kind: SecretKind): boolean {
  for (const [, random, other] of text.slice(0, SEARCHED_CHARACTERS).matchAll(SHAPES[kind])) {
    if (isRandom(kind, random ?? other ?? '')) return true
  }
  return false
}

/** Of one text: as much as an action's schema may have to be read. */
const SEARCHED_CHARACTERS = 8_388_608
