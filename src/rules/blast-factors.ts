import type { BlastFactorName } from '../model/core/definitions.ts'
import type { GptTool } from '../model/schema/assets.ts'
import type { BlastInput } from './blast-radius.ts'
import { BROWSING_TOOLS, CODE_TOOL, isCustomAction, PUBLIC_LINK, PUBLIC_STORE } from './gpt-facts.ts'

/**
 * The factors of a GPT's blast radius. Points are shares of a whole of 100 and were chosen so that reach (audience, use)
 * and power (the others) weigh 40 to 60: a public GPT without tools is no harm to speak of, nor is a powerful one that
 * two people have.
 */
export interface BlastFactor {
  readonly factor: BlastFactorName
  /** What was counted, in words; `unknown` where nothing was. */
  readonly value: string
  /** Null where it is not known: it counts neither way. */
  readonly points: number | null
  /** The most that this factor can have. */
  readonly of: number
  readonly why: string
  /** What it is in a sentence about the GPT. */
  readonly path: string
}

const MOST = {
  audience: 30,
  tools: 15,
  files: 15,
  actions: 25,
  combination: 5,
  use: 10,
} as const satisfies Record<BlastFactorName, number>

const factor = (
  name: BlastFactorName,
  given: Pick<BlastFactor, 'value' | 'why' | 'path'>,
  points: number | null,
): BlastFactor => ({
  factor: name,
  value: given.value,
  points: points === null ? null : Math.min(points, MOST[name]),
  of: MOST[name],
  why: given.why,
  path: given.path,
})

const unknown = (name: BlastFactorName, why: string): BlastFactor =>
  factor(name, { value: 'unknown', why, path: `${name}: not known (${why})` }, null)

/** Points by least count, the greatest first. */
type Steps = readonly (readonly [least: number, points: number])[]

const stepOf = (steps: Steps, count: number): number => steps.find(([least]) => count >= least)?.[1] ?? 0

const many = (count: number, thing: string): string =>
  `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`

/** People who are invited or members. An owner alone is one of them. */
const PEOPLE: Steps = [
  [1_001, 22],
  [101, 18],
  [11, 12],
  [2, 6],
  [0, 2],
]
/** Members whose number is not known: as many as a workspace of a hundred or more, and as no number of people exceeds. */
const SOME_WORKSPACE = 22
/** Not all members have the link, and any of them may be given it. */
const WITH_LINK_LESS = 2
const BY_PUBLIC_LINK = 28

export function audienceFactor(input: BlastInput): BlastFactor {
  const { visibility, shares, workspaceMembers: members } = input
  const invited = shares === null ? null : stepOf(PEOPLE, shares)
  const workspace = Math.max(members === null ? SOME_WORKSPACE : stepOf(PEOPLE, members), invited ?? 0)
  const inWorkspace = members === null ? 'the members of the workspace' : many(members, 'member')
  switch (visibility) {
    case PUBLIC_STORE:
      return factor('audience', PUBLIC, MOST.audience)
    case PUBLIC_LINK:
      return factor('audience', LINKED, BY_PUBLIC_LINK)
    case 'workspace':
      return factor('audience', reaching(inWorkspace, 'can find and use it'), workspace)
    case 'workspace-with-link':
      return factor(
        'audience',
        reaching(inWorkspace, 'can use it once they have its link'),
        Math.max(workspace - WITH_LINK_LESS, invited ?? 0),
      )
    case 'invite-only':
      return invited === null
        ? unknown('audience', 'it is not known how many people were invited')
        : factor('audience', reaching(many(shares ?? 0, 'invited person'), 'can use it'), invited)
    default:
      return unknown('audience', 'OpenAI sent no visibility that is known here')
  }
}

const PUBLIC = {
  value: 'everybody',
  why: 'it is in the GPT store',
  path: 'anybody at all can find it in the GPT store and talk to it',
}
const LINKED = {
  value: 'everybody with the link',
  why: 'its link works for people outside of the workspace',
  path: 'anybody who has its link can talk to it, in the workspace or not',
}

const reaching = (who: string, how: string) => ({ value: who, why: `${who} ${how}`, path: `${who} ${how}` })

const TOOL_POINTS = { browsing: 6, code: 6, other: 3 } as const

const typesOf = (tools: readonly GptTool[]): readonly string[] =>
  [...new Set(tools.filter((tool) => !isCustomAction(tool)).map(({ type }) => type ?? 'unknown'))].toSorted()

const isBrowsing = (type: string): boolean => BROWSING_TOOLS.includes(type)

export function toolsFactor({ tools }: BlastInput): BlastFactor {
  if (tools === null) return unknown('tools', 'its configuration was not read or does not tell')
  const types = typesOf(tools)
  if (types.length === 0) return factor('tools', NO_TOOLS, 0)
  const points = [
    ...(types.some(isBrowsing) ? [TOOL_POINTS.browsing] : []),
    ...types
      .filter((type) => !isBrowsing(type))
      .map((type) => (type === CODE_TOOL ? TOOL_POINTS.code : TOOL_POINTS.other)),
  ].reduce((sum, each) => sum + each, 0)
  const doings = [
    ...(types.some(isBrowsing) ? ['reads web pages that anybody may have written'] : []),
    ...(types.includes(CODE_TOOL) ? ['runs code'] : []),
    ...types.filter((type) => !isBrowsing(type) && type !== CODE_TOOL).map((type) => `has the tool ${type}`),
  ]
  return factor(
    'tools',
    {
      value: types.join(', '),
      why: 'each tool is something that a misled GPT can be made to do',
      path: `it ${doings.join(', ')}`,
    },
    points,
  )
}

const NO_TOOLS = { value: 'none', why: 'it has no tools but actions, if any', path: 'it has no tools' }

const FILES: Steps = [
  [11, 15],
  [3, 11],
  [1, 7],
]

export function filesFactor({ files }: BlastInput): BlastFactor {
  if (files === null) return unknown('files', 'OpenAI did not tell of its knowledge files')
  const value = many(files, 'knowledge file')
  return factor(
    'files',
    { value, why: 'whoever can talk to it can have it repeat them', path: `it holds ${value}` },
    stepOf(FILES, files),
  )
}

const FIRST_HOST = 8
const EACH_MORE_HOST = 2
const HOSTS_AT_MOST = 14
const WRITING = 5
const BROAD = 3
const MANY_OPERATIONS = 3
/** As `gpt.action_broad` has it by default. */
const MANY = 20
const HOSTS_NAMED = 3
const NO_HOST = '(no host)'

export function actionFactor({ tools }: BlastInput): BlastFactor {
  if (tools === null) return unknown('actions', 'its configuration was not read or does not tell')
  const actions = tools.filter(isCustomAction)
  if (actions.length === 0) return factor('actions', NO_ACTIONS, 0)
  const hosts = hostsOf(actions)
  const operations = actions.reduce((sum, tool) => sum + (tool.operations ?? 0), 0)
  const isUnread = actions.some(isUnreadAction)
  const isWriting = actions.some((tool) => (tool.writing_operations ?? 0) > 0)
  const isBroad = actions.some(isBroadAction)
  // What could not be read may be anything.
  const points =
    Math.min(FIRST_HOST + EACH_MORE_HOST * (hosts.length - 1), HOSTS_AT_MOST) +
    (isWriting || isUnread ? WRITING : 0) +
    (isBroad || isUnread ? BROAD : 0) +
    (operations > MANY || isUnread ? MANY_OPERATIONS : 0)
  const breadth = [
    ...(isUnread ? ['a schema could not be read whole, so it is taken for the widest'] : []),
    ...(isWriting ? ['it writes'] : []),
    ...(isBroad ? ['some of it takes anything (wildcards, free-form parameters, open bodies)'] : []),
    ...(operations > MANY ? [`more than ${MANY} operations`] : []),
  ]
  return factor(
    'actions',
    {
      value: `${many(hosts.length, 'host')}, ${many(operations, 'operation')}${isUnread ? ' or more' : ''}`,
      why: breadth.length === 0 ? 'what it is told can leave through its actions' : breadth.join('; '),
      path: `it can ${isWriting || isUnread ? 'read from and write to' : 'call'} ${namesOf(hosts)}`,
    },
    points,
  )
}

const NO_ACTIONS = { value: 'none', why: 'it has no custom actions', path: 'it has no custom actions' }

const hostsOf = (actions: readonly GptTool[]): readonly string[] =>
  [
    ...new Set(
      actions.flatMap(({ action_domain, servers }) => {
        const hosts = [action_domain ?? '', ...(servers ?? [])].filter((host) => host !== '')
        return hosts.length === 0 ? [NO_HOST] : hosts.map((host) => host.toLowerCase())
      }),
    ),
  ].toSorted()

const isUnreadAction = ({ operations, schema_problem: problem }: GptTool): boolean =>
  operations === undefined || operations === null || (problem !== null && problem !== undefined)

const isBroadAction = (tool: GptTool): boolean =>
  (tool.wildcard_paths ?? 0) + (tool.wildcard_servers ?? 0) + (tool.open_bodies ?? 0) > 0 ||
  (tool.free_form_parameters ?? []).length > 0

function namesOf(hosts: readonly string[]): string {
  const more = hosts.length - HOSTS_NAMED
  const shown = hosts.slice(0, HOSTS_NAMED).join(', ')
  return more > 0 ? `${shown} and ${many(more, 'other host')}` : shown
}

/** Untrusted input, private data and a way out: `gpt.risky_combination`. */
export function combinationFactor({ tools, files }: BlastInput): BlastFactor {
  if (tools === null) return unknown('combination', 'its configuration was not read or does not tell')
  const [comesIn, goesOut] = [typesOf(tools).some(isBrowsing), tools.some(isCustomAction)]
  if (!comesIn || !goesOut || files === 0) return factor('combination', NOT_COMBINED, 0)
  if (files === null) return unknown('combination', 'OpenAI did not tell of its knowledge files')
  return factor('combination', COMBINED, MOST.combination)
}

const NOT_COMBINED = {
  value: 'no',
  why: 'it does not join web pages, files and actions',
  path: 'it does not join web pages, files and actions',
}
const COMBINED = {
  value: 'web pages, files and actions',
  why: 'a page can tell it to send its files away',
  path: 'so a web page can tell it to send what is in its files away',
}

/** Counting stops there: above, more is no difference. */
export const COUNTED_MESSAGES = 1_000

const MESSAGES: Steps = [
  [COUNTED_MESSAGES, 10],
  [100, 7],
  [10, 4],
  [1, 2],
]

export function useFactor({ use }: BlastInput): BlastFactor {
  if (!use.known) return unknown('use', use.why)
  const orMore = use.messages >= COUNTED_MESSAGES ? ' or more' : ''
  const value = `${use.messages.toLocaleString('en')}${orMore} message${use.messages === 1 ? '' : 's'} in ${use.days} days`
  return factor(
    'use',
    { value, why: 'what is used more is trusted more, and hears more', path: value },
    stepOf(MESSAGES, use.messages),
  )
}
