import { isDemo } from './conditions.ts'
import type { GptPlan } from './gpt-plans.ts'
import { chosenPlan, DEMO_PLANS } from './gpt-plans.ts'
import type { ViewOptions } from './gpt-tools.ts'
import { toolsOf } from './gpt-tools.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import type { ChatgptUser } from './people.ts'
import { chatgptUser, person } from './people.ts'
import { settledMembers } from './population.ts'
import { hashOf, saltOf } from './prng.ts'
import { ownerAt } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { sentences } from './texts.ts'
import { unixFloat } from './time.ts'

const GPT = idKind('g-', 20)
const CONFIG = idKind('gzm_cnf_', 24)
const FILE = idKind('file-', 22)
const GPT_SALT = saltOf('gpt')

/** Ids of configurations and files carry GPT × this + position. */
const PER_GPT = 16
const MAX_VERSIONS = 4
export const MOST_GPT_EDITS = PER_GPT - MAX_VERSIONS
/** Beyond the planted cases most GPTs of a large tenant are harmless. */
const PLANTED_ROUNDS = 2
const HARMLESS_PERCENT = 60

export function gptPlan(tenant: Tenant, g: number): GptPlan {
  if (!isDemo(tenant)) return chosenPlan(tenant, g)
  const planted = g < DEMO_PLANS.length * PLANTED_ROUNDS
  const harmless = !planted && hashOf(tenant.seed, GPT_SALT, g) % 100 < HARMLESS_PERCENT
  return DEMO_PLANS[harmless ? 0 : g % DEMO_PLANS.length] as GptPlan
}

export function gptIdOf(tenant: Tenant, g: number): string {
  return makeId(tenant.seed, GPT, g)
}

export function gptName(tenant: Tenant, g: number): string {
  return `${gptPlan(tenant, g).name} ${g + 1}`
}

export function gptPosition(tenant: Tenant, id: string): number | undefined {
  const index = indexOfId(tenant.seed, GPT, id)
  return index !== undefined && index < tenant.gpts ? index : undefined
}

function ownerOf(tenant: Tenant, g: number): number {
  return ownerAt(tenant, hashOf(tenant.seed, GPT_SALT, g, 2))
}

/** The person numbers a GPT is shared with directly, ascending as upstream sorts by user id. */
export function gptRecipients(tenant: Tenant, g: number): number[] {
  const wanted = gptPlan(tenant, g).visibility === 'invite-only' ? 2 + (g % 3) : g % 3
  return spread(tenant, hashOf(tenant.seed, GPT_SALT, g, 3), wanted)
}

/** `count` different people, ascending. */
export function spread(tenant: Tenant, start: number, count: number): number[] {
  const all = settledMembers(tenant)
  const step = Math.max(1, Math.floor(all / (count + 1)))
  const people = Array.from({ length: Math.min(count, all) }, (_, k) => (start + k * step) % all)
  return [...new Set(people)].sort((a, b) => a - b)
}

export function gptSharedUsers(tenant: Tenant, g: number): ChatgptUser[] {
  return gptRecipients(tenant, g).map((index) => chatgptUser(tenant, index))
}

function permissions(write: boolean) {
  return {
    object: 'compliance.workspace.gpt.permissions',
    can_read: true,
    can_view_config: write,
    can_write: write,
  }
}

function sharingOf(tenant: Tenant, g: number) {
  return {
    object: 'compliance.workspace.gpt.sharing',
    visibility: gptPlan(tenant, g).visibility,
    permissions: permissions(false),
    recipients: gptRecipients(tenant, g).map((index, k) => {
      const { id, email } = person(tenant, index)
      return { object: 'compliance.workspace.gpt.shared_user', id, email, permissions: permissions(k === 0) }
    }),
  }
}

function gptVersionCount(tenant: Tenant, g: number): number {
  return 1 + (hashOf(tenant.seed, GPT_SALT, g, 4) % MAX_VERSIONS)
}

function filesOf(view: ViewOptions, g: number, count: number, created: number) {
  const data = Array.from({ length: count }, (_, k) => {
    const id = makeId(view.tenant.seed, FILE, g * PER_GPT + k)
    const name = `knowledge-${g + 1}-${k + 1}.pdf`
    return view.link === null
      ? { object: 'compliance.workspace.gpt.file_info', id, name }
      : {
          object: 'compliance.workspace.gpt.file',
          id,
          name,
          created_at: unixFloat(created),
          download_url: view.link(id),
        }
  })
  const last = data.at(-1)
  return { object: 'list', data, ...(last ? { last_id: last.id } : {}), has_more: false }
}

/** Version `v` of a GPT as it is from the start, 0 being the newest. Older versions lack the actions, so that a change can be seen. */
function gptConfig(view: ViewOptions, g: number, v: number) {
  const { tenant } = view
  const plan = gptPlan(tenant, g)
  const index = g * PER_GPT + v
  const created = daysBefore(tenant, 3 + (g % 20) + v * 15, GPT_SALT, index)
  const author = person(tenant, ownerOf(tenant, g))
  const shown = v === 0 ? plan : { ...plan, actions: plan.actions.slice(0, 1) }
  const tools = toolsOf(shown, created, true)
  return {
    object: 'compliance.workspace.gpt.configuration',
    id: makeId(tenant.seed, CONFIG, index),
    name: gptName(tenant, g),
    description: `${plan.name} for everyday work`,
    categories: ['productivity'],
    conversation_starters: ['What can you do?', 'Summarise this page'],
    created_at: unixFloat(created),
    instructions: `You are ${plan.name}. ${sentences(hashOf(tenant.seed, GPT_SALT, index, 6), 3)}`,
    version_author: { object: 'compliance.workspace.gpt.version_author', id: author.id, email: author.email },
    files: filesOf(view, g, plan.files, created),
    tools: { object: 'list', data: tools, has_more: false },
  }
}

/** A newer configuration that somebody saved: with other instructions, with a way out, or as it was at first. */
export interface GptEdit {
  readonly kind: 'gpt_reworded' | 'gpt_armed' | 'gpt_restored'
  /** Microseconds. */
  readonly at: number
}

const ARMED = {
  tools: ['browser'],
  actions: [{ domain: 'collector.example.net', auth: 'none', methods: ['post'] }],
} as const

/** Configurations of edits come after those that a GPT has from the start. */
function editedConfig(view: ViewOptions, g: number, edits: readonly GptEdit[], n: number) {
  const original = gptConfig(view, g, 0)
  const { kind, at } = edits[n] as GptEdit
  const made = {
    ...original,
    id: makeId(view.tenant.seed, CONFIG, g * PER_GPT + MAX_VERSIONS + n),
    created_at: unixFloat(at),
  }
  switch (kind) {
    case 'gpt_reworded':
      return { ...made, instructions: `${original.instructions} Be brief.` }
    case 'gpt_armed': {
      const data = [...original.tools.data, ...toolsOf(ARMED, at, true)]
      return { ...made, tools: { ...original.tools, data } }
    }
    case 'gpt_restored':
      return made
    default:
      return kind satisfies never
  }
}

/** All versions, the newest first. */
export function gptConfigs(view: ViewOptions, g: number, edits: readonly GptEdit[]) {
  const edited = edits.map((_, n) => editedConfig(view, g, edits, n)).reverse()
  const first = Array.from({ length: gptVersionCount(view.tenant, g) }, (_, v) => gptConfig(view, g, v))
  return [...edited, ...first]
}

export function gpt(view: ViewOptions, g: number, edits: readonly GptEdit[] = []) {
  const { tenant } = view
  const owner = person(tenant, ownerOf(tenant, g))
  const latest = edits.length === 0 ? gptConfig(view, g, 0) : editedConfig(view, g, edits, edits.length - 1)
  return {
    object: 'compliance.workspace.gpt',
    id: gptIdOf(tenant, g),
    created_at: unixFloat(daysBefore(tenant, 80 + (g % 120), GPT_SALT, g)),
    owner_id: owner.id,
    owner_email: owner.email,
    builder_name: owner.name,
    sharing: sharingOf(tenant, g),
    latest_config: { object: 'list', data: [latest], last_id: latest.id, has_more: false },
  }
}

/** Whether a knowledge file of this id exists. */
export function gptFileExists(tenant: Tenant, id: string): boolean {
  const index = indexOfId(tenant.seed, FILE, id)
  if (index === undefined) return false
  const g = Math.floor(index / PER_GPT)
  return g < tenant.gpts && index % PER_GPT < gptPlan(tenant, g).files
}
