import type { ServiceAccountView } from './find.ts'

const DAY_END = 10

/** `enabled`, `disabled 2026-11-30`. */
export const describeStanding = ({ disabled_at }: Pick<ServiceAccountView, 'disabled_at'>): string =>
  disabled_at === null ? 'enabled' : `disabled ${disabled_at.slice(0, DAY_END)}`
