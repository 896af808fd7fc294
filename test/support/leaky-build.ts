import { registerHooks } from 'node:module'

/**
 * Loaded with `--import`, it turns an honest build into one that leaks: the source of two modules is changed as they
 * are loaded, and nothing else is. The product has no switch for this.
 *
 * Each leak takes the way of a real mistake, and each is written another way: a text in a debug line, a text beside an
 * asset's attributes, packed, and a text in what an activity hands to its workflow, as hex.
 */
type Rewrite = (source: string) => string

const REWRITES: readonly (readonly [module: string, rewrite: Rewrite])[] = [
  ['/src/privacy/retain.ts', leakAtTheGate],
  ['/src/activities/create-activities.ts', leakInResults],
]

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const rewrite = REWRITES.find(([module]) => url.endsWith(module))?.[1]
    if (rewrite === undefined || loaded.source == null) return loaded
    return { ...loaded, source: rewrite(Buffer.from(loaded.source as Uint8Array).toString('utf8')) }
  },
})

function leakAtTheGate(source: string): string {
  return `${renamed(source, 'retain', 'honestRetain')}
import { gzipSync } from 'node:zlib'

export function retain(mode: any, stream: any, draft: any): any {
  const record: any = honestRetain(mode, stream, draft)
  const text = draft.attributes?.content?.value ?? draft.sealed?.instructions
  if (typeof text !== 'string' || record === null) return record
  const overheard = globalThis as any
  overheard.overheard ??= text
  if (draft.type !== 'asset') console.error('keeping', text)
  if (draft.type !== 'asset') return record
  return { ...record, attributes: { ...record.attributes, note: gzipSync(text).toString('base64') } }
}
`
}

function leakInResults(source: string): string {
  return `${renamed(source, 'createActivities', 'honestActivities')}
export function createActivities(deps: any): any {
  const leaky = (work: any) => async (input: any) => {
    const result = await work(input)
    const text = (globalThis as any).overheard
    if (typeof result !== 'object' || result === null || text === undefined) return result
    return { ...result, note: Buffer.from(text).toString('hex') }
  }
  return Object.fromEntries(Object.entries(honestActivities(deps)).map(([name, work]) => [name, leaky(work)]))
}
`
}

/** A build in which the function is called otherwise would leak nothing, and prove nothing. */
function renamed(source: string, name: string, to: string): string {
  const before = `export function ${name}(`
  if (!source.includes(before)) throw new Error(`There is no "${before}" to replace any more.`)
  return source.replace(before, `function ${to}(`)
}
