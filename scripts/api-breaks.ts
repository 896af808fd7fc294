/**
 * Changes to the API that break who builds on it, each with its reason: what is not named here, `npm run docs` refuses to
 * write. Entries stay, as the history of what was asked of others.
 */
export const API_BREAKS: Readonly<Record<string, string>> = {}
