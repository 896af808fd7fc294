import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretKinds } from './secrets.ts'

// Put together here, so that no scanner of this repository takes them for ours.
const RANDOM = 'q7Wz3LmT9xKp2RvB8nYc5HdF4sJg6QaE1uXoZi0P'
const BASE32 = 'Q7WZ3LMT2XKP4RVB'

test.each([
  ['anthropic_key', `key sk-${'ant'}-api03-${RANDOM}`],
  ['aws_access_key', `AK${'IA'}${BASE32}`],
  ['bearer_token', `{"Authorization": "Bearer ${RANDOM}"}`],
  ['bearer_token', `-H 'authorization: bearer ${RANDOM}'`],
  ['github_token', `gh${'p'}_${RANDOM}`],
  ['github_token', `github_${'pat'}_${RANDOM}`],
  ['google_api_key', `AI${'za'}${RANDOM.slice(0, 35)}`],
  ['openai_key', `Use sk-${'proj'}-${RANDOM}.`],
  ['openai_key', `sk-${RANDOM}`],
  ['private_key', `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${RANDOM}`],
  ['private_key', JSON.stringify(`-----BEGIN ${'PRIVATE'} KEY-----\n${RANDOM}`)],
  ['slack_token', `xox${'b'}-2213094817-${RANDOM.slice(0, 24)}`],
  ['stripe_live_key', `sk_${'live'}_${RANDOM.slice(0, 24)}`],
])('%s', (kind, text) => {
  expect(secretKinds(['nothing', text])).toEqual([kind])
})

test.each([
  'sk-proj-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'sk-proj-YOUR_API_KEY_GOES_HERE_PLEASE_REPLACE_1',
  'AKIAIOSFODNN7EXAMPLE',
  'Authorization: Bearer {token}',
  'Authorization: Bearer your-access-token-goes-here-1',
  'Authorization: Bearer the-token-of-the-signed-in-person',
  '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOC1',
  '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
  'sk_test_q7Wz3LmT9xKp2RvB8nYc5HdF',
  'task-q7Wz3LmT9xKp2RvB8nYc5HdF4sJg6QaE',
  'sk-a-long-name-of-something-that-is-no-key-2',
])('no secret: %s', (text) => {
  expect(secretKinds([text])).toEqual([])
})

test('says each kind once, in order, and nothing of texts without one', () => {
  const key = `sk-${RANDOM}`
  expect(secretKinds([key, `gh${'p'}_${RANDOM} ${key}`])).toEqual(['github_token', 'openai_key'])
  expect(secretKinds([])).toEqual([])
})

test('megabytes of one character are looked through', () => {
  expect(secretKinds([`sk-proj-${'a'.repeat(8_000_000)}`, `-----BEGIN ${'-'.repeat(8_000_000)}`])).toEqual([])
})

test('reads any text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      expect(secretKinds(texts)).toEqual([])
    }),
  )
})
