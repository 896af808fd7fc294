export const PLANES = ['chatgpt', 'platform'] as const

/** Which of OpenAI's two APIs something comes from. */
export type Plane = (typeof PLANES)[number]

/** What people read on screens and in messages, always in these words. */
export const PLANE_LABEL: Record<Plane, string> = {
  chatgpt: 'ChatGPT workspace',
  platform: 'API platform',
}
