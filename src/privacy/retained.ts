import type { AssetDraft, EventDraft, MessageDraft } from '../model/core/records.ts'

declare const retained: unique symbol

/**
 * What may be written. The brand is declared and never exported as a value, so `retain` is its only
 * maker: a record that did not pass the gate does not fit any function that writes.
 */
export type Retained<T> = T & { readonly [retained]: true }

/** A draft's shape after the gate: the same fields, those left out that the mode does not allow. */
export type StreamRecord = AssetDraft | EventDraft | MessageDraft
