import type { z } from 'zod'
import type { JsonObject } from '../model/core/json.ts'
import type { StateRuleId } from '../model/core/rule-ids.ts'
import type { Bundle, BundleOf, Subject } from './bundles.ts'
import type { Verdict } from './verdict.ts'

export interface JudgeContext<Parameters> {
  /** Unix seconds; rules never read a clock. */
  readonly now: number
  readonly parameters: Parameters
}

/** A judge with its parameters read once, for as many assets as there are. */
export type Judge = (bundle: Bundle, now: number) => Verdict

export interface Rule {
  readonly id: StateRuleId
  readonly subjects: readonly Subject[]
  /** Thresholds and allow lists, each with a default; unknown names are refused. */
  readonly parameters: z.ZodType<JsonObject>
  /** Throws a ZodError where the parameters are not usable. */
  prepare(parameters: JsonObject): Judge
}

interface Definition<S extends Subject, Parameters extends JsonObject> {
  readonly id: StateRuleId
  readonly subjects: readonly S[]
  readonly parameters: z.ZodType<Parameters>
  readonly judge: (bundle: BundleOf<S>, context: JudgeContext<Parameters>) => Verdict
}

const isOf = <S extends Subject>(bundle: Bundle, subjects: readonly S[]): bundle is BundleOf<S> =>
  (subjects as readonly Subject[]).includes(bundle.subject)

/** Gives a typed judge the one shape that the machinery works with; the check at its door is made here. */
export function defineRule<S extends Subject, Parameters extends JsonObject>(
  definition: Definition<S, Parameters>,
): Rule {
  const { id, subjects, judge } = definition
  return {
    id,
    subjects,
    parameters: definition.parameters,
    prepare: (given) => {
      const parameters = definition.parameters.parse(given)
      return (bundle, now) => {
        if (!isOf(bundle, subjects)) {
          throw new Error(`rule ${id} judges a ${subjects.join(' or a ')}, it was given a ${bundle.subject}`)
        }
        return judge(bundle, { now, parameters })
      }
    },
  }
}
