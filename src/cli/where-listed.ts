/** Where people find what there is, by the path of what was not found: the first that fits. */
const LISTS: readonly (readonly [path: RegExp, list: string])[] = [
  [/\/custom-rules\//, 'casbah rules custom list <integration>'],
  [/\/exceptions\//, 'casbah exceptions list --state any'],
  [/\/gpts\//, 'casbah gpts list'],
  [/\/destinations\//, 'casbah destinations list'],
  [/\/deliveries\//, 'casbah deliveries list'],
  [/\/runs\//, 'casbah runs list'],
  [/\/service-accounts\//, 'casbah service-accounts list'],
  [/\/findings\//, 'casbah findings'],
  [/\/users\//, 'casbah users list'],
]

const OTHERS =
  'casbah integrations list, casbah runs list, casbah findings, casbah exceptions list, casbah rules custom list <integration>'

/** What to do next where the API knows no such thing. */
export function whereListed(path: string): string {
  const list = LISTS.find(([fits]) => fits.test(path))?.[1]
  return `List what there is: ${list ?? OTHERS}.`
}
