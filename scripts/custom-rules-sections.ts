import { ASSET_KIND_LABEL } from '../src/model/core/assets.ts'
import type { Attribute } from '../src/rules/custom/attributes.ts'
import { attributesOf } from '../src/rules/custom/attributes.ts'
import { ENVELOPE, eventFieldsOf } from '../src/rules/custom/event-attributes.ts'
import { KNOWN_DEEDS, LISTENED_STREAMS } from '../src/rules/custom/event-deeds.ts'
import { CUSTOM_KIND_NAMES } from '../src/rules/custom/kinds.ts'
import {
  DEEDS_AT_MOST,
  DEPTH_AT_MOST,
  EXPRESSION_AT_MOST,
  LIST_AT_MOST,
  NESTED_LOOPS_AT_MOST,
  NODES_AT_MOST,
  OCCURRENCES_AT_MOST,
  PATTERN_AT_MOST,
  PROGRAM_AT_MOST,
  REPEATED_AT_MOST,
  RULE_MS_AT_MOST,
  STEPS_AT_MOST,
  TEXT_AT_MOST,
  WINDOW_EVENTS,
} from '../src/rules/custom/limits.ts'
import { FUNCTIONS, LOOPS, METHODS } from '../src/rules/custom/syntax.ts'
import { code, table } from './markdown.ts'

/** The parts of docs/reference/custom-rules.md that are made from the schemas of assets and from what bounds expressions. */
export const customRulesSections = (): Readonly<Record<string, string>> => ({
  attributes: CUSTOM_KIND_NAMES.map((kind) =>
    [
      `## ${code(kind)}`,
      `${ASSET_KIND_LABEL[kind]}.`,
      table(['attribute', 'type'], rowsOf('asset', attributesOf(kind))),
    ].join('\n\n'),
  ).join('\n\n'),
  events: [
    table(
      ['attribute', 'type', 'what it is'],
      [
        ...ENVELOPE.map(({ path, type, says }) => [code(`event.${path}`), type, says]),
        [code('event.data'), 'object', 'what else was kept of it, below'],
      ],
    ),
    ...LISTENED_STREAMS.map((stream) =>
      [
        `## ${code(stream)}`,
        listed(KNOWN_DEEDS[stream]),
        table(
          ['attribute', 'kept from mode'],
          eventFieldsOf(stream).map(({ path, leastMode }) => [
            code(`event.data.${path.replaceAll('[]', '[…]')}`),
            leastMode,
          ]),
        ),
      ].join('\n\n'),
    ),
  ].join('\n\n'),
  offered: [
    table(
      ['offered', 'names'],
      [
        ['functions', listed(FUNCTIONS)],
        ['methods', listed(METHODS)],
        ['loops', listed(LOOPS)],
      ],
    ),
    table(
      ['at most', ''],
      [
        ['characters of an expression', count(EXPRESSION_AT_MOST)],
        ['nodes of its syntax tree', count(NODES_AT_MOST)],
        ['levels of its syntax tree', count(DEPTH_AT_MOST)],
        ['entries of a list that is written there', count(LIST_AT_MOST)],
        ['loops within or behind one another', count(NESTED_LOOPS_AT_MOST)],
        ['characters of a pattern', count(PATTERN_AT_MOST)],
        ['count of a repetition in a pattern', count(REPEATED_AT_MOST)],
        ['instructions that a pattern comes to', count(PROGRAM_AT_MOST)],
        ['characters of text that an asset or an event holds', count(TEXT_AT_MOST)],
        ['steps on an asset or an event', count(STEPS_AT_MOST)],
        ['events of each stream that saving looks back on', count(WINDOW_EVENTS)],
        ['deeds of a stream', count(DEEDS_AT_MOST)],
        ['occurrences that a rule may ask for', count(OCCURRENCES_AT_MOST)],
        ['seconds of a rule in an evaluation', count(RULE_MS_AT_MOST / 1_000)],
      ],
    ),
  ].join('\n\n'),
})

const listed = (names: readonly string[]): string => names.map(code).join(', ')
const count = (number: number): string => number.toLocaleString('en')

function rowsOf(path: string, attributes: readonly Attribute[]): string[][] {
  return attributes.flatMap(({ name, type, attributes: inner }) => {
    const own = `${path}.${name}`
    return [[code(own), type], ...rowsOf(type === 'list' ? `${own}[…]` : own, inner)]
  })
}
