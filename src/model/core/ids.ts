/**
 * Branded identifiers. A brand costs nothing at run time and stops a run's id from being
 * passed where an integration's is meant. All of Casbah's own ids are UUIDv7 made in the
 * application; upstream ids stay the opaque strings that OpenAI wrote.
 */
declare const brand: unique symbol
type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }

export type IntegrationId = Brand<string, 'IntegrationId'>
export type RunId = Brand<string, 'RunId'>
export type CredentialId = Brand<string, 'CredentialId'>
export type AssetId = Brand<string, 'AssetId'>
export type PersonId = Brand<string, 'PersonId'>
export type FindingId = Brand<string, 'FindingId'>
export type FindingEventId = Brand<string, 'FindingEventId'>
export type ExceptionId = Brand<string, 'ExceptionId'>
export type ApprovalId = Brand<string, 'ApprovalId'>
export type DestinationId = Brand<string, 'DestinationId'>
export type DeliveryId = Brand<string, 'DeliveryId'>
export type BatchId = Brand<string, 'BatchId'>
export type TicketId = Brand<string, 'TicketId'>
export type NoticeId = Brand<string, 'NoticeId'>
export type UserId = Brand<string, 'UserId'>
export type SessionId = Brand<string, 'SessionId'>
export type ServiceAccountId = Brand<string, 'ServiceAccountId'>
export type DirectoryPersonId = Brand<string, 'DirectoryPersonId'>

/** A run's number within its integration: 1, 2, 3 … It orders fences, so it never goes back. */
export type RunNo = Brand<number, 'RunNo'>

export const asIntegrationId = (value: string): IntegrationId => value as IntegrationId
export const asRunId = (value: string): RunId => value as RunId
export const asCredentialId = (value: string): CredentialId => value as CredentialId
export const asAssetId = (value: string): AssetId => value as AssetId
export const asPersonId = (value: string): PersonId => value as PersonId
export const asFindingId = (value: string): FindingId => value as FindingId
export const asFindingEventId = (value: string): FindingEventId => value as FindingEventId
export const asExceptionId = (value: string): ExceptionId => value as ExceptionId
export const asApprovalId = (value: string): ApprovalId => value as ApprovalId
export const asDestinationId = (value: string): DestinationId => value as DestinationId
export const asServiceAccountId = (value: string): ServiceAccountId => value as ServiceAccountId
export const asDeliveryId = (value: string): DeliveryId => value as DeliveryId
export const asBatchId = (value: string): BatchId => value as BatchId
export const asTicketId = (value: string): TicketId => value as TicketId
export const asUserId = (value: string): UserId => value as UserId
export const asSessionId = (value: string): SessionId => value as SessionId
export const asDirectoryPersonId = (value: string): DirectoryPersonId => value as DirectoryPersonId
export const asRunNo = (value: number): RunNo => value as RunNo
