/**
 * How old something is its id says, which begins with the milliseconds of its making. So the primary key finds what was made from
 * a time on: before every UUIDv7 of that millisecond and of later ones.
 */
export function firstIdOf(ms: number): string {
  const digits = ms.toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`
}
