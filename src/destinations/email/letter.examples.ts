/** For tests of mails: what somebody may have called a thing, and the tags that a mail is made of. */

export const HOSTILE_NAMES = [
  'a\r\nBcc: evil@evil.example',
  '<img src=//evil.example>',
  '" onload="x',
  '&lt;b&gt;',
] as const

/** With links to `https://casbah.example` alone. */
export const TAG_OF_OURS =
  /^<(!doctype html|html lang="en"|meta charset="utf-8"|a href="https:\/\/casbah\.example\/[^"<>]*"|\/?(head|title|body|h3|ul|li|p|small|html|a))>$/
