import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { tokenHash } from '../tokens.ts'
import { WrongTokens } from './wrong-tokens.ts'

const caller: Caller = {
  actor: { kind: 'token', id: 't', label: 't' },
  scopes: [],
  scope: { integrationIds: 'all' },
  serviceAccountId: null,
  expiresAt: null,
}

/** Tokens that are valid, and which were looked up one by one, and how often all of them were. */
function door(limit: number, ...valid: string[]) {
  const asked = { tokens: [] as string[], all: 0 }
  const wrong = new WrongTokens(limit, async () => {
    asked.all += 1
    return valid.map(tokenHash)
  })
  const show = (token: string, network = 'n') =>
    wrong
      .admit(token, network, async (one) => {
        asked.tokens.push(one)
        return valid.includes(one) ? caller : null
      })
      .then(
        (found) => (found === null ? 'wrong' : 'in'),
        (error: unknown) => (error as { slug: string }).slug,
      )
  return { asked, valid, show }
}

test('wrong tokens are looked up until there are too many, and then nothing is asked for them', async () => {
  const { asked, show } = door(3)
  expect([await show('a'), await show('b'), await show('c'), await show('d')]).toEqual([
    ...['wrong', 'wrong', 'wrong', 'rate-limited'],
  ])
  expect(asked.tokens).toEqual(['a', 'b', 'c'])
  expect(await show('e', 'elsewhere')).toBe('wrong')
})

test('as many as come at once are not more', async () => {
  const { asked, show } = door(3)
  const answers = await Promise.all(Array.from({ length: 200 }, (_, at) => show(`wrong-${at}`)))
  expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(3)
  expect(asked.tokens).toHaveLength(3)
  expect(asked.all).toBe(1)
})

test('a valid token gets in whatever its network sent, known to this process or not', async () => {
  const { asked, show } = door(2, 'known', 'new')
  expect(await show('known')).toBe('in')
  for (const token of ['a', 'b', 'c', 'd']) await show(token)
  expect(await show('e')).toBe('rate-limited')
  expect(await show('known')).toBe('in')
  expect(await show('new')).toBe('in')
  expect(asked.all).toBe(1)
})

test('valid tokens use nothing up', async () => {
  const { show } = door(2, 'one', 'two', 'three', 'four')
  for (const token of ['one', 'two', 'three', 'four']) expect(await show(token)).toBe('in')
  expect([await show('a'), await show('b'), await show('c')]).toEqual(['wrong', 'wrong', 'rate-limited'])
})

test('a token that was valid is counted like any other once it is not', async () => {
  const { asked, valid, show } = door(2, 'leaver')
  expect(await show('leaver')).toBe('in')
  valid.length = 0
  const answers = [await show('leaver'), await show('leaver'), await show('leaver')]
  expect(answers).toEqual(['wrong', 'wrong', 'rate-limited'])
  expect(asked.tokens).toHaveLength(3)
})

test('a database that is away makes no token wrong, nor right', async () => {
  const wrong = new WrongTokens(1, async () => [])
  const away = () => wrong.admit('a', 'n', () => Promise.reject(new Error('away')))
  for (let time = 0; time < 3; time += 1) await expect(away()).rejects.toThrow('away')
  expect(await wrong.admit('a', 'n', async () => null)).toBeNull()
  await expect(wrong.admit('a', 'n', async () => null)).rejects.toMatchObject({ slug: 'rate-limited' })
})
