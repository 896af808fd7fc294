/** Who asked for something. Every command carries one; it holds ids and labels, never secrets. */
export type Actor =
  | { readonly kind: 'token'; readonly id: string; readonly label: string }
  | { readonly kind: 'user'; readonly id: string; readonly label: string }
  | { readonly kind: 'schedule'; readonly id: string; readonly label: string }
  | { readonly kind: 'system'; readonly id: string; readonly label: string }

export const SYSTEM_ACTOR: Actor = { kind: 'system', id: 'casbah', label: 'Casbah' }
