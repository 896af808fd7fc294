import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { MasterKey } from '../../db/seal/master-key.ts'
import { isSessionSecret, newSessionSecret } from './session-secret.ts'

const master = new MasterKey(randomBytes(32))

test('a secret is known as ours without a look into the table', () => {
  const [one, other] = [newSessionSecret(master), newSessionSecret(master)]
  expect(one).not.toBe(other)
  expect([one, other].map((secret) => isSessionSecret(master, secret))).toEqual([true, true])
})

test.each([
  ['nothing', ''],
  ['random characters', randomBytes(61).toString('base64url')],
  ['too few of them', randomBytes(32).toString('base64url')],
  ['a secret of another Casbah', newSessionSecret(new MasterKey(randomBytes(32)))],
  ['something else of ours', master.seal('another purpose', randomBytes(32)).toString('base64url')],
  ['more than a secret', `${newSessionSecret(master)}AAAA`],
])('%s is not', (_, text) => {
  expect(isSessionSecret(master, text)).toBe(false)
})
