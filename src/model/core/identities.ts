/** What stands out about one human across both planes, as data: a code, and how many of what. */
export const IDENTITY_NOTE_CODES = [
  'left_but_active',
  'left_owns',
  'left_workspace_owns',
  'left_platform_owns',
  'not_in_directory',
  'has_admin_power',
] as const
export type IdentityNoteCode = (typeof IDENTITY_NOTE_CODES)[number]

export const IDENTITY_COUNTS = ['accounts', 'keys', 'shared_gpts', 'agents'] as const
export type IdentityCount = (typeof IDENTITY_COUNTS)[number]

export interface IdentityNote {
  readonly code: IdentityNoteCode
  /** What is not counted is absent; nothing is zero. */
  readonly counts: { readonly [Name in IdentityCount]?: number }
}

/** What the counts are put behind. */
const WORDS: Record<IdentityNoteCode, string> = {
  left_but_active: 'left the company but still has',
  left_owns: 'left the company but owns',
  left_workspace_owns: 'left the workspace but owns',
  left_platform_owns: 'left the API platform but owns',
  not_in_directory: 'is not in the company’s directory but has',
  has_admin_power: 'is an owner or admin in',
}

const NOUNS: Record<IdentityCount, readonly [one: string, many: string]> = {
  accounts: ['enabled account', 'enabled accounts'],
  keys: ['live key', 'live keys'],
  shared_gpts: ['shared GPT', 'shared GPTs'],
  agents: ['agent', 'agents'],
}

/** `left the workspace but owns 3 live keys and 2 shared GPTs` */
export function describeNote({ code, counts }: IdentityNote): string {
  const things = IDENTITY_COUNTS.flatMap((name) => {
    const count = counts[name]
    return count === undefined ? [] : [`${count} ${NOUNS[name][count === 1 ? 0 : 1]}`]
  })
  const last = things.pop() ?? ''
  return `${WORDS[code]} ${things.length === 0 ? last : `${things.join(', ')} and ${last}`}`
}
