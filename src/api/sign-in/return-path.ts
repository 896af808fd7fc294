/** Characters: the sealed cookie that it travels in may have four thousand. */
const LONGEST = 1_024

/**
 * Where to go after signing in, as `next` asks for it: a path of this Casbah. Null for anything that could lead elsewhere:
 * `//evil.example`, `https:evil.example`, `/\evil.example` are addresses of other hosts to a browser. It is read here as a
 * browser reads it (a backslash is a slash, tabs and line ends are nothing), and what was read is answered, not what was sent.
 */
export function returnPath(next: string, publicUrl: URL): string | null {
  if (!next.startsWith('/') || next.length > LONGEST) return null
  if (!URL.canParse(next, publicUrl.href)) return null
  const { origin, pathname, search, hash } = new URL(next, publicUrl)
  // A path like `/.//evil.example` is read as `//evil.example` once its dots are gone.
  if (origin !== publicUrl.origin || pathname.startsWith('//')) return null
  return pathname + search + hash
}
