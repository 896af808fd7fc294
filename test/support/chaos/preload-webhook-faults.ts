import { registerHooks } from 'node:module'

/**
 * Preloaded into a worker (`node --import`): the worker dies once by its own hand between the two writes of the outbox,
 * where a death is worst. `CHAOS_OUTBOX=apart` also takes the transaction away and marks events as handed on before their
 * deliveries are written; `CHAOS_WEBHOOKS=impatient` has deliveries given up after three attempts. Both are negative
 * controls, for which the product has no switch.
 */
type Rewrite = readonly [module: string, part: string, by: string]

const DIE_ONCE = `{
      const { existsSync, writeFileSync } = process.getBuiltinModule('node:fs')
      const died = process.env.CHAOS_DIED_FILE
      if (died && !existsSync(died)) {
        writeFileSync(died, '')
        process.kill(process.pid, 'SIGKILL')
        await new Promise(() => undefined)
      }
    }
    `
const OUTBOX = '/src/db/deliveries/dispatch-outbox.ts'
const IN_BETWEEN = 'const rows = await deliveriesOf('
const MARK = `await tx.update(findingEvents).set({ dispatchedAt: sql\`now()\` })
      .where(inArray(findingEvents.id, events.map((event) => event.id)))
    `

const apart = process.env.CHAOS_OUTBOX === 'apart'

const REWRITES: readonly Rewrite[] = [
  [OUTBOX, IN_BETWEEN, `${apart ? MARK : ''}${DIE_ONCE}${IN_BETWEEN}`],
  ...(apart
    ? [
        [
          OUTBOX,
          'return db.transaction(async (tx) => {',
          'return ((work: any) => work(db))(async (tx: any) => {',
        ] as const,
      ]
    : []),
  ...(process.env.CHAOS_WEBHOOKS === 'impatient'
    ? [['/src/activities/dispatch-outbox.ts', 'waitsMs: waits,', 'waitsMs: waits.slice(0, 3),'] as const]
    : []),
]

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const own = REWRITES.filter(([module]) => url.endsWith(module))
    if (own.length === 0) return loaded
    let source = Buffer.from(loaded.source as Uint8Array).toString('utf8')
    for (const [module, part, by] of own) {
      if (!source.includes(part)) throw new Error(`${module} does not hold "${part}" any more.`)
      source = source.replace(part, () => by)
    }
    return { ...loaded, source }
  },
})
