import type { IdentityNote } from '../model/core/identities.ts'
import type { Plane } from '../model/core/planes.ts'
import type { DirectoryEntry, DirectoryStanding } from './bundles.ts'
import { isAdminRole } from './roles.ts'

export interface IdentityAccount {
  readonly plane: Plane
  readonly role: string | null
  /** False also where it is gone upstream. */
  readonly enabled: boolean
}

export interface IdentityFacts {
  readonly accounts: readonly IdentityAccount[]
  readonly owns: { readonly keys: number; readonly sharedGpts: number; readonly agents: number }
  readonly directory: DirectoryStanding & { readonly entry: DirectoryEntry | null }
}

/** What a person who looks at one human should see first. It opens no finding: those are rules', which can be tuned. */
export function identityNotes({ accounts, owns, directory }: IdentityFacts): readonly IdentityNote[] {
  const enabled = accounts.filter((account) => account.enabled)
  const admin = enabled.filter(({ role }) => isAdminRole(role))
  const owned = onlySome({ keys: owns.keys, shared_gpts: owns.sharedGpts, agents: owns.agents })
  const ownsAnything = Object.keys(owned).length > 0
  const leftPlane = (plane: Plane): boolean =>
    accounts.some((account) => account.plane === plane) && !enabled.some((account) => account.plane === plane)
  const hasLeft = directory.entry?.status === 'left'
  const isNobody = directory.loaded && directory.entry === null && directory.fillingSince === null
  const notes: [boolean, IdentityNote][] = [
    [hasLeft && enabled.length > 0, { code: 'left_but_active', counts: { accounts: enabled.length } }],
    [hasLeft && ownsAnything, { code: 'left_owns', counts: owned }],
    [leftPlane('chatgpt') && ownsAnything, { code: 'left_workspace_owns', counts: owned }],
    // What is in the workspace is not lost with an account of the platform.
    [leftPlane('platform') && owns.keys > 0, { code: 'left_platform_owns', counts: { keys: owns.keys } }],
    [isNobody && enabled.length > 0, { code: 'not_in_directory', counts: { accounts: enabled.length } }],
    [admin.length > 0, { code: 'has_admin_power', counts: { accounts: admin.length } }],
  ]
  return notes.flatMap(([holds, note]) => (holds ? [note] : []))
}

const onlySome = (counts: Readonly<Record<string, number>>): IdentityNote['counts'] =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
