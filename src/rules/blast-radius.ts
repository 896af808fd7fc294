import type { BlastFactorName, BlastLevel } from '../model/core/definitions.ts'
import type { GptTool } from '../model/schema/assets.ts'
import type { BlastFactor } from './blast-factors.ts'
import {
  actionFactor,
  audienceFactor,
  combinationFactor,
  filesFactor,
  toolsFactor,
  useFactor,
} from './blast-factors.ts'

/**
 * How far harm would reach if a GPT were misled or its owner's account taken: whom it talks to, what it can do, where
 * it can send things, what it knows, and how much it is used. An explained sum: each factor says what it counts, how
 * many points of how many, and why.
 *
 * It judges nothing and opens no finding: it is for putting GPTs into an order, and for telling an owner what hangs on
 * theirs. It is monotone: another tool, host, operation, file or reader never makes it smaller.
 */
export interface BlastInput {
  readonly visibility: string | null
  /** People it is shared with directly; null where that is not known. */
  readonly shares: number | null
  /** Active members of the workspace; null where that is not known. */
  readonly workspaceMembers: number | null
  /** Null where its configuration was not read, or OpenAI did not tell. */
  readonly tools: readonly GptTool[] | null
  readonly files: number | null
  readonly use: BlastUse
}

/** Messages to it of late. What is not kept or not read is unknown, which is not the same as unused. */
export type BlastUse =
  | { readonly known: true; readonly messages: number; readonly days: number }
  | { readonly known: false; readonly why: string }

export interface BlastRadius {
  /** 0 to 100; null where whom it reaches or what it can do is not known. */
  readonly score: number | null
  readonly level: BlastLevel
  readonly factors: readonly BlastFactor[]
  /** The same in words, from who comes in to what goes out. */
  readonly path: readonly string[]
}

const FULL_SCORE = 100
/** Lower bounds, widest first. */
const LEVELS = [
  [70, 'very_wide'],
  [45, 'wide'],
  [20, 'limited'],
  [0, 'contained'],
] as const

/** Without these nothing can be said. */
const NEEDED: readonly BlastFactorName[] = ['audience', 'tools', 'actions']

export function blastRadius(input: BlastInput): BlastRadius {
  const factors = [
    audienceFactor(input),
    toolsFactor(input),
    filesFactor(input),
    actionFactor(input),
    combinationFactor(input),
    useFactor(input),
  ]
  const known = factors.filter(({ points }) => points !== null)
  const isKnown = NEEDED.every((name) => known.some(({ factor }) => factor === name))
  const path = factors.flatMap(({ points, path: words }) => (points === 0 ? [] : [words]))
  if (!isKnown) return { score: null, level: 'unknown', factors, path }
  // What is not known is left out of both sides, instead of counting as nothing.
  const reached = known.reduce((sum, { points }) => sum + (points ?? 0), 0)
  const most = known.reduce((sum, { of }) => sum + of, 0)
  const score = Math.round((reached / most) * FULL_SCORE)
  return { score, level: levelOf(score), factors, path }
}

const levelOf = (score: number): BlastLevel => LEVELS.find(([least]) => score >= least)?.[1] ?? 'contained'
