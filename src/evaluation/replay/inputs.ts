import type { KeptAsset } from '../../db/findings/assets-by-id.ts'
import { ASSET_KIND_LABEL } from '../../model/core/assets.ts'
import type { JudgedInputs } from '../judged-inputs.ts'
import type { Difference, ReplayInput } from './replay.ts'

export const input = (
  what: Pick<ReplayInput, 'kind' | 'id' | 'of'>,
  hashThen: string | undefined,
  hashNow: string | undefined,
): ReplayInput => ({
  ...what,
  hashThen: hashThen ?? null,
  hashNow: hashNow ?? null,
  same: hashThen !== undefined && hashThen === hashNow,
})

/** What was judged then and would be now, one line each. */
export function inputsOf(then: JudgedInputs | null, now: JudgedInputs | null): readonly ReplayInput[] {
  const byId = (inputs: JudgedInputs | null) => new Map((inputs?.assets ?? []).map((one) => [one.id, one]))
  const [before, after] = [byId(then), byId(now)]
  const assets = [...new Set([...before.keys(), ...after.keys()])].map((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    return input({ kind: 'asset', id, of: (is ?? was)?.kind ?? '' }, was?.content_hash, is?.content_hash)
  })
  const parts = [...new Set([...Object.keys(then?.beside ?? {}), ...Object.keys(now?.beside ?? {})])]
  const beside = parts.map((part) =>
    input({ kind: 'beside', id: part, of: 'asset' }, then?.beside[part], now?.beside[part]),
  )
  return [...assets, ...beside]
}

/** In words, what keeps a verdict about assets from being made again. */
export function assetDifferences(
  inputs: readonly ReplayInput[],
  kept: readonly KeptAsset[],
): readonly Difference[] {
  const byId = new Map<string, KeptAsset>(kept.map((asset) => [asset.id, asset]))
  return inputs.filter(({ same }) => !same).map((one) => differenceOf(one, byId.get(one.id)))
}

function differenceOf(
  { kind, id, of, hashThen, hashNow }: ReplayInput,
  asset: KeptAsset | undefined,
): Difference {
  if (kind === 'beside') return changed(`what stands beside the asset changed since: ${id}`)
  if (hashThen === null) return changed(`another asset is judged now: ${of} ${id}`)
  if (asset === undefined)
    return { kind: 'inputs_gone', says: `an asset is no longer stored (retention): ${of} ${id}` }
  const name = `${ASSET_KIND_LABEL[asset.kind]} ${asset.externalId}`
  if (asset.gone) return changed(`the asset is gone upstream since: ${name}`)
  return changed(
    hashNow === null ? `the asset is no longer what is judged: ${name}` : `the asset changed since: ${name}`,
  )
}

const changed = (says: string): Difference => ({ kind: 'inputs_changed', says })
