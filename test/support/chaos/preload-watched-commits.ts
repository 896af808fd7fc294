import { registerHooks } from 'node:module'

/**
 * Preloaded into a worker (`node --import`). It rewrites one module as it is loaded: each commit of a batch says in
 * its transaction which attempt it is (`casbah.attempt`), for the triggers of `watched-commits.ts` to read. With
 * `CHAOS_FENCE=off` it also takes the fence out of the commit: the negative control, for which the product has no
 * switch.
 */
const MODULE = '/src/db/batches/move-checkpoint.ts'
const FIRST_STATEMENT = 'const [row] = await tx<Moved[]>`'
const STAMP = `await tx\`select set_config('casbah.attempt', \${fenceText(batch.fence)}, true)\`\n  `
const FENCE = `and fence = \${fenceText(batch.fence)}::text::bigint[]`

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith(MODULE)) return loaded
    const stamped = replaced(String(loaded.source), FIRST_STATEMENT, STAMP + FIRST_STATEMENT)
    return { ...loaded, source: process.env.CHAOS_FENCE === 'off' ? replaced(stamped, FENCE, '') : stamped }
  },
})

function replaced(source: string, part: string, by: string): string {
  if (!source.includes(part)) throw new Error(`${MODULE} does not hold "${part}" any more.`)
  return source.replace(part, () => by)
}
