import { visibleText } from './hidden-text.ts'

/**
 * Descriptions are for telling the model what an operation does; these tell it what else to do, or against whom.
 * Each pattern is a phrase that a description of an API has no use for. What is merely firm ("always pass the date
 * in UTC", "do not show ids to the user") is left alone: a warning that is wrong half of the time is read by
 * nobody.
 *
 * Held against lower case with single spaces. Nothing is repeated without an end, so time grows with the text.
 */
const PATTERNS: readonly RegExp[] = [
  // Setting aside what it was told before.
  /\b(?:ignore|disregard|forget|override|bypass) (?:all |any )?(?:of )?(?:the |your |my )?(?:previous|prior|above|earlier|preceding|other|existing|original|system) (?:instructions?|prompts?|messages?|rules|guidelines|directions)\b/,
  // Keeping something from the user.
  /\b(?:do not|don't|never) (?:ever )?(?:tell|inform|notify|alert|warn) (?:the |this |your )?users?\b/,
  /\b(?:do not|don't|never) (?:ever )?(?:mention|reveal|disclose) (?:this|it|that) to (?:the |your )?users?\b/,
  /\bwithout (?:asking|telling|informing|alerting|warning) (?:the |your )?users?\b/,
  // Calls that nobody asked for.
  /\byou must (?:always |first |also )(?:call|use|invoke|run|execute)\b/,
  /\balways (?:call|use|invoke|run) this (?:tool|action|function|endpoint|operation|api) (?:first|before|instead|after every|for every|on every)\b/,
  /\bbefore (?:using|calling|invoking) any other (?:tool|action|function)\b/,
  // What it was told, and what was said, sent elsewhere.
  /\b(?:your|the model's|the assistant's|chatgpt's|the gpt's) (?:system prompt|system message|hidden instructions|custom instructions)\b/,
  /\b(?:include|send|append|attach|pass|paste|copy|submit|forward|repeat|reveal|print|output|leak) (?:the |your )?(?:full |entire |whole |complete )?(?:system prompt|system message)\b/,
  /\b(?:include|send|append|attach|pass|paste|copy|submit|forward) (?:the |your )?(?:full|entire|whole|complete) (?:conversation|chat)\b/,
  // Another voice: who the model is, and the marks between speakers.
  /\byou are (?:now )?(?:chatgpt|an ai (?:assistant|model)|a large language model|in developer mode)\b/,
  /<\|(?:im_start|im_end|system|endoftext|eot_id|start_header_id)\|>|\[inst\]|<important>|<\/?system_prompt>/,
]

/** Whether a text that describes an operation speaks to the model that reads it. */
export function hasEmbeddedInstructions(text: string): boolean {
  const words = visibleText(text).replaceAll('\u2019', "'").toLowerCase().split(/\s/)
  const plain = words.filter((word) => word !== '').join(' ')
  return PATTERNS.some((pattern) => pattern.test(plain))
}
