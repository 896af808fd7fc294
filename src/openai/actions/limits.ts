/**
 * Bounds of what is read of one action's schema. Whoever may build a GPT writes that text, so each bound is
 * there for one thing: that no text, however made, holds up a collection for longer than about a second.
 */

const MEBIBYTE = 1_048_576

/** Bytes of UTF-8. JSON is parsed at more than 50 MB a second; actions seen in the wild stay under 1 MB. */
export const JSON_BYTES = 8 * MEBIBYTE
/** Bytes of UTF-8. YAML's parser is some fifty times slower than JSON's. */
export const YAML_BYTES = 2 * MEBIBYTE
/** Lexical tokens of a YAML text: what its parser's time really grows with, about 4 µs each. */
export const YAML_TOKENS = 200_000
/** Aliases in a YAML text. Finding what one stands for means walking the document, so time grows with their square. */
export const YAML_ALIASES = 100
/** Times that aliases may multiply what they stand for: `yaml`'s own measure against bombs, its usual value. */
export const YAML_ALIAS_GROWTH = 100

/** Entries of `paths`. Most have at least one operation; this bounds those that have none. */
export const PATHS = 10_000
/** Operations of a document. OpenAI shows a model 30 of a GPT's action; this leaves room for whole products' APIs. */
export const OPERATIONS = 2_000
/** Parameters and named properties of one operation. */
export const INPUTS_PER_OPERATION = 500
/** References followed from one place to what it stands for. Real documents use one or two. */
export const REFERENCE_HOPS = 16
/** Characters of a reference; a real one is a name in `components`. */
export const REFERENCE_LENGTH = 1_000
/** Levels of a schema within a schema. Deeper ones are data structures, not what a model is asked to fill in. */
export const SCHEMA_DEPTH = 16
/** Alternatives of one schema (`oneOf`, `anyOf`, `allOf`) and types of one value that are looked at. */
export const ALTERNATIVES = 20
/** Schemas looked at in one document, those that several operations share counted each time: about 200 ms. */
export const SCHEMA_VISITS = 200_000
/** Media types of one request body. */
export const MEDIA_TYPES = 20
/** Entries of one list of servers, and values of one of their variables. */
export const SERVERS_PER_LIST = 50
/** Servers read in one document, whatever lists they stand in, at about 10 µs each. */
export const SERVERS_READ = 20_000
/** Distinct hosts of a document. */
export const HOSTS = 200
/** Characters of a server's address; browsers and proxies agree on no longer one. */
export const ADDRESS_LENGTH = 2_048
/** Characters of a host: DNS allows no more. */
export const HOST_LENGTH = 253
/** Security schemes of a document. */
export const SECURITY_SCHEMES = 100
/** Ways of one operation to prove who calls, and schemes of one such way. */
export const SECURITY_REQUIREMENTS = 10

/** Values (objects, lists, texts) looked at in search of texts that a model reads. */
export const TEXT_VALUES = 500_000
/** Characters of those texts. OpenAI cuts an operation's description after 300. */
export const TEXT_CHARACTERS = 2_000_000

/** Operations kept, sealed, for people to see what an action can do. All are counted; nobody reads more than this. */
export const SHOWN_OPERATIONS = 200
/** Characters of a path or an operation's id that are kept. */
export const SHOWN_TEXT = 300
/** Hosts of one operation that are kept. */
export const SHOWN_HOSTS = 10
