import { expect, test } from 'vitest'
import { standingWorld, walkEvents, walkState } from '../../../test/support/tenant-walk.ts'
import type { SimulatorOptions } from '../options.ts'
import { InvalidSimulatorOption, resolveOptions } from '../options.ts'
import type { Condition, Planted } from './conditions.ts'
import { CONDITION_NAMES, describePlanted, readPlanted } from './conditions.ts'
import type { PlantedObject } from './planted-objects.ts'
import { plantedObjects } from './planted-objects.ts'

type Options = Partial<SimulatorOptions>

const LEAST = { users: 12, gpts: 8, projects: 3, messagesPerDay: 120, profile: 'strict' } as const
const MORE = { ...LEAST, seed: 3, users: 41, gpts: 16, projects: 6 } as const
const SIZES: readonly Options[] = [LEAST, MORE]

const objectsOf = (options: Options): readonly PlantedObject[] =>
  Object.values(plantedObjects(standingWorld(options).tenant)).flat()

/** A silent member of the workspace, a busy one, and what a key may do show in nothing but in logs. */
function showsInLogsAlone({ stream, id }: PlantedObject, options: Options): boolean {
  const { tenant } = standingWorld(options)
  const planted = Object.keys(plantedObjects(tenant)).filter((name) => name.startsWith('credential.'))
  if (stream === 'platform.admin_keys' && planted.join() === 'credential.more_than_read') return true
  return (
    stream === 'chatgpt.users' &&
    (['user.inactive', 'user.unusual_activity'] as const).some((condition) =>
      plantedObjects(tenant)[condition]?.some((object) => object.id === id),
    )
  )
}

type Walk = typeof walkState

/** A tenant by list and id, in words. Clean ones are compared with often, so they are kept. */
const kept = new Map<string, ReadonlyMap<string, string>>()

function wordsOf(walk: Walk, options: Options): ReadonlyMap<string, string> {
  const key = `${walk.name} ${JSON.stringify(options)}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const walked = Array.from(
    walk(standingWorld(options)),
    ({ noun, id, value }) => [`${noun} ${id}`, JSON.stringify(value)] as const,
  )
  const words = new Map(walked)
  if (options.planted?.length === 0) kept.set(key, words)
  return words
}

interface Difference {
  /** List and id. */
  readonly key: string
  /** What both tenants say. */
  readonly words: string
}

/** What one tenant has and another has not, or has otherwise. */
function differences(walk: Walk, one: Options, other: Options): Difference[] {
  const [before, after] = [wordsOf(walk, one), wordsOf(walk, other)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({ key, words: `${before.get(key)} ${after.get(key)}` }))
}

const named = ({ stream, id }: PlantedObject) => `${stream} ${id}`
const lastOf = (id: string) => id.split('/').at(-1) as string

/** What stands in a list below the object: a GPT's configurations, a user's roles. */
const BELOW = ['chatgpt.gpt_configs', 'chatgpt.gpt_shared_users', 'platform.user_roles']
const isBelow = ({ key }: Difference) => BELOW.some((noun) => key.startsWith(`${noun} `))

function expectOnly(planted: readonly Condition[], options: Options): void {
  const clean = { ...options, planted: [] }
  const sick = { ...options, planted }
  const objects = objectsOf(sick)
  const state = differences(walkState, clean, sick)
  expect(new Set(state.filter((one) => !isBelow(one)).map(({ key }) => key))).toEqual(
    new Set(objects.filter((object) => !showsInLogsAlone(object, sick)).map(named)),
  )
  for (const { key } of state.filter(isBelow)) {
    expect(
      objects.some(({ id }) => key.includes(` ${id}/`)),
      key,
    ).toBe(true)
  }
  for (const { key, words } of differences(walkEvents, clean, sick)) {
    expect(
      objects.some(({ id }) => words.includes(lastOf(id))),
      `${key} ${words}`,
    ).toBe(true)
  }
}

test.each(CONDITION_NAMES)('%s alone changes what it says, and nothing else', (condition) => {
  for (const options of SIZES) {
    expect(objectsOf({ ...options, planted: [condition] }).length).toBeGreaterThan(0)
    expectOnly([condition], options)
  }
})

test('all at once change what each would change alone, and no object is planted twice', () => {
  expectOnly(CONDITION_NAMES, { ...LEAST, gpts: 16 })
  expectOnly(CONDITION_NAMES, { ...MORE, users: 200 })
  const own = (condition: string) => condition.startsWith('credential.')
  const objects = objectsOf({
    ...LEAST,
    gpts: 16,
    planted: CONDITION_NAMES.filter((condition) => !own(condition)),
  })
  expect(new Set(objects.map(named)).size).toBe(objects.length)
})

test('who is planted as silent did nothing', () => {
  const planted = ['user.inactive', 'user.dormant_admin'] as const
  for (const options of SIZES) {
    const silent = objectsOf({ ...options, planted }).map(({ id }) => id)
    expect(silent).toHaveLength(3)
    const said = [...walkEvents(standingWorld({ ...options, planted }))]
    for (const { noun, value } of said) {
      const actor = JSON.stringify(value.actor ?? value.user_id ?? null)
      for (const id of silent) expect(actor, noun).not.toContain(id)
    }
  }
})

test('what is planted can be seen as published too, but for the expiry of project keys', () => {
  const planted = CONDITION_NAMES.filter((name) => name !== 'nhi.no_expiry')
  for (const users of [12, 13, 14, 15, 41, 200]) {
    const published: Options = { ...MORE, users, profile: 'asPublished' }
    const sick: Options = { ...published, planted }
    const differing = differences(walkState, { ...published, planted: [] }, sick).map(({ key }) => key)
    const seen = objectsOf(sick).filter((object) => !showsInLogsAlone(object, sick))
    expect(differing).toEqual(expect.arrayContaining(seen.map(named)))
  }
})

test('names are read with commas or spaces, each once, in one order', () => {
  expect(readPlanted('demo')).toBe('demo')
  expect(readPlanted(['clean'])).toEqual([])
  expect(readPlanted([])).toEqual([])
  const two: Planted = ['gpt.public_link', 'user.inactive']
  for (const words of ['user.inactive,gpt.public_link', ' gpt.public_link  user.inactive, user.inactive'])
    expect(readPlanted(words)).toEqual(two)
  for (const planted of ['demo', [], two] satisfies Planted[])
    expect(readPlanted(describePlanted(planted))).toEqual(planted)
})

test.each([
  ['gpt.unheard_of', /gpt\.unheard_of.*Known: gpt\.custom_actions/],
  ['clean,user.inactive', /"clean" beside others/],
  ['', /must be demo, clean/],
  ['toString', /toString/],
])('"%s" is refused with what is known', (words, message) => {
  expect(() => resolveOptions({ planted: words })).toThrow(InvalidSimulatorOption)
  expect(() => resolveOptions({ planted: words })).toThrow(message)
})

test('more planted GPTs than there are GPTs are refused', () => {
  const gpts = CONDITION_NAMES.filter((name) => name.startsWith('gpt.'))
  expect(() => resolveOptions({ gpts: 8, planted: gpts })).toThrow(`gpts must be at least ${gpts.length}`)
  expect(resolveOptions({ gpts: gpts.length, planted: gpts }).planted).toEqual(gpts)
})
