/** The company's own word on who works there: read from a file, or told by its identity provider. */
export const DIRECTORY_SOURCES = ['csv', 'scim'] as const
export type DirectorySource = (typeof DIRECTORY_SOURCES)[number]

export const DIRECTORY_STATUSES = ['active', 'left'] as const
export type DirectoryStatus = (typeof DIRECTORY_STATUSES)[number]

/** What a file may say of a person beside who they are, by the names of its columns. */
export const DIRECTORY_FACTS = ['status', 'left_at', 'manager', 'department'] as const
export type DirectoryFact = (typeof DIRECTORY_FACTS)[number]

/** Bytes of a file. */
export const DIRECTORY_FILE_AT_MOST = 20 * 1024 * 1024
/** Rows of a file, its header aside. */
export const DIRECTORY_ROWS_AT_MOST = 500_000

/** Characters. RFC 5321: 64 before the @ and 255 behind it. */
export const ADDRESS_AT_MOST = 320
/** Characters of an id or a user name; identity providers write UUIDs and addresses. */
export const DIRECTORY_ID_AT_MOST = 320
/** Characters of a department's name. */
export const DEPARTMENT_AT_MOST = 256

/** Days: two years. Nobody gives notice for longer; what lies further ahead stands for a day that nobody knows. */
export const LEAVING_AHEAD_DAYS_AT_MOST = 731

/** One @ with something on both sides, and nothing that no address has. It is compared, never written to. */
const ADDRESS = /^[^\s\p{C}@<>"',;]+@[^\s\p{C}@<>"',;]+$/u

export const isAddress = (text: string): boolean => text.length <= ADDRESS_AT_MOST && ADDRESS.test(text)
