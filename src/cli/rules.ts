import type { Command } from 'commander'
import type { Io } from './io.ts'
import { addBacktests } from './rules/backtest.ts'
import { addCustomRules } from './rules/custom.ts'
import { addSetRule } from './rules/set.ts'
import { addShowRules } from './rules/show.ts'
import { addShowRule } from './rules/show-one.ts'

/** `casbah rules` alone shows them; its words change what they go by. */
export function addRules(program: Command, io: Io): void {
  const rules = addShowRules(program, io)
  addShowRule(rules, io)
  addSetRule(rules, io)
  addBacktests(rules, io)
  addCustomRules(rules, io)
}
