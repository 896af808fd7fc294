import { z } from 'zod'
import { mapLogActor } from './mapping/actors.ts'
import { flag, id, ignored, text, texts } from './mapping/fields.ts'
import { parsedJson } from './mapping/json-value.ts'
import { logEnvelope } from './mapping/log-records.ts'
import { present } from './mapping/present.ts'
import { logStream } from './paging/log-stream.ts'

const file = z.looseObject({ id: text, name: text })

const annotation = z.looseObject({
  type: text,
  urls: texts,
  files: z.array(file).nullish(),
  action_domain: text,
  action_name: text,
})

const content = z
  .looseObject({
    type: text,
    value: text,
    annotations: z.array(annotation).nullish(),
    file_id: text,
    file_name: text,
    quote: text,
  })
  .nullish()

const schema = z.looseObject({
  ...logEnvelope,
  previous_message_id: text,
  message: z.looseObject({
    id,
    created_at: text,
    author: z
      .looseObject({
        type: text,
        client_type: text,
        model: text,
        tools_used: texts,
        skills_used: texts,
      })
      .nullish(),
    content,
    files: z.array(file).nullish(),
  }),
  conversation: z.looseObject({
    id,
    title: text,
    gpt_id: text,
    gpt_name: text,
    project_id: text,
    project_name: text,
    created_at: text,
    is_pinned: flag,
    is_temporary_chat: flag,
    mode: text,
  }),
  agent: ignored,
})
type MessageRecord = z.infer<typeof schema>

/** Everything that upstream wrote, text too: the gate drops what the mode does not allow. */
function attributesOf({ message, conversation, previous_message_id }: MessageRecord) {
  const author = message.author ?? {}
  const started = { conversation_created_at: conversation.created_at }
  return {
    ...present({ previous_message_id }, ['previous_message_id']),
    ...present(message, ['created_at']),
    ...present(author, ['client_type', 'model', 'tools_used', 'skills_used']),
    ...(message.content === undefined ? {} : { content: parsedJson(message.content) }),
    ...(message.files === undefined ? {} : { files: parsedJson(message.files) }),
    ...present(conversation, ['title', 'gpt_id', 'gpt_name', 'project_id', 'project_name']),
    ...present(conversation, ['is_pinned', 'is_temporary_chat', 'mode']),
    ...present(started, ['conversation_created_at']),
  }
}

export const logsConversationMessage = logStream({
  name: 'logs.CONVERSATION_MESSAGE',
  eventType: 'CONVERSATION_MESSAGE',
  schema,
  draft: (record) => ({
    type: 'message',
    messageId: record.message.id,
    eventId: record.event_id,
    occurredAt: record.timestamp,
    conversationId: record.conversation.id,
    // Upstream writes the human owner as the actor of an assistant's message too.
    actor: mapLogActor(record.actor),
    authorKind: record.message.author?.type ?? 'unknown',
    attributes: attributesOf(record),
  }),
})
