/**
 * What bounds a custom rule. Most of it is asked when an expression is written; what depends on the data is asked before
 * an expression is worked out on an asset, so that nothing has to be stopped half-way.
 */

/** Characters. A page of text; the longest built-in rule says less. */
export const EXPRESSION_AT_MOST = 2_000
/** Nodes of the syntax tree: some forty comparisons. */
export const NODES_AT_MOST = 300
/** Levels of the syntax tree; the parser recurses once a level. */
export const DEPTH_AT_MOST = 24
/** `exists`, `all`, `filter` … within or behind one another. Two is "any tool with any method"; each multiplies the work. */
export const NESTED_LOOPS_AT_MOST = 2
/** Entries of a list that is written in an expression: an allow list. */
export const LIST_AT_MOST = 100
/** Characters of a pattern for `matches`; RE2 works in time linear in text × what the pattern comes to. */
export const PATTERN_AT_MOST = 200
/** How far a repetition `{n}` in a pattern counts: it is written out n times. */
export const REPEATED_AT_MOST = 50
/** Instructions that a pattern comes to. A thousand take some milliseconds to make, and some hundred kilobytes. */
export const PROGRAM_AT_MOST = 1_000
/** Characters in all ranges of a pattern that ignores case: some two milliseconds to make. Every alphabet fits. */
export const FOLDED_AT_MOST = 20_000
/**
 * Steps that an expression may take on one asset: nodes × longest list ^ nested loops, and what walks texts, lists and
 * patterns by their sizes (cost.ts). 100,000 take some 60 ms; built-in definitions of GPTs come to some thousands.
 */
export const STEPS_AT_MOST = 100_000
/** Characters of text that an asset may hold to be judged by an expression. Attributes are names, roles and hosts. */
export const TEXT_AT_MOST = 100_000
/** Milliseconds for a whole backtest, above which an expression is refused. The aim is 5 s for 100,000 assets. */
export const BACKTEST_MS_AT_MOST = 20_000
/** Milliseconds that one rule's expression may take in an evaluation: what a backtest would have refused is not judged. */
export const RULE_MS_AT_MOST = 20_000
/**
 * Events of each stream that a rule over events looks back on when it is written, the newest: some seconds' work. What
 * comes in from then on is judged whatever its number.
 */
export const WINDOW_EVENTS = 100_000
/** Deeds that a rule over events listens to, in a stream. */
export const DEEDS_AT_MOST = 50
/** How many occurrences a rule may ask for before it finds anything. */
export const OCCURRENCES_AT_MOST = 10_000
/** Custom rules of an integration: each reads every asset of its kind at every evaluation. */
export const RULES_AT_MOST = 50

export const DESCRIPTION_AT_MOST = 400
export const REMEDIATION_AT_MOST = 2_000
/** Two to forty lower-case letters, digits and underscores behind `custom.`, a letter first; it is part of what makes a finding the same finding. */
export const CUSTOM_RULE_ID = /^custom\.[a-z][a-z0-9_]{1,39}$/
/** What a rule that is not saved yet is judged as: no rule can have this id, so no finding has. */
export const UNSAVED_RULE_ID = 'custom.(unsaved)'
