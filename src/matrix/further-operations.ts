/**
 * What today's Element clients ask for beside the specification, or in another form of it (4.1.3): decided like its operations.
 * Taken from matrix-js-sdk 43, matrix-rust-sdk and Synapse 1.163; whatever stands neither here nor there is refused.
 */
import type { OperationForm } from './operations.ts';

const unstable = '/_matrix/client/unstable';

export const furtherOperations = {
  // The empty state key without its slash, which the specification allows; with the slash it is the specification's own form.
  setRoomState: { method: 'PUT', path: '/_matrix/client/v3/rooms/{roomId}/state/{eventType}', chapter: 'room_state', deprecated: false },
  getRoomStateByType: { method: 'GET', path: '/_matrix/client/v3/rooms/{roomId}/state/{eventType}', chapter: 'rooms', deprecated: false },

  // Simplified sliding sync (MSC4186): Element X's only way to sync.
  slidingSync: { method: 'POST', path: `${unstable}/org.matrix.simplified_msc3575/sync`, chapter: 'sliding_sync', deprecated: false },
  slidingSyncV4: { method: 'POST', path: '/_matrix/client/v4/sync', chapter: 'sliding_sync', deprecated: false },

  // OAuth 2.0 discovery before it was in the specification (MSC2965); login by QR code (MSC4108, MSC4388); tokens for it (MSC3882).
  getAuthMetadataUnstable: { method: 'GET', path: `${unstable}/org.matrix.msc2965/auth_metadata`, chapter: 'oauth_server_metadata', deprecated: true },
  getAuthIssuerUnstable: { method: 'GET', path: `${unstable}/org.matrix.msc2965/auth_issuer`, chapter: 'oauth_server_metadata', deprecated: true },
  createRendezvous: { method: 'POST', path: `${unstable}/org.matrix.msc4108/rendezvous`, chapter: 'rendezvous', deprecated: false },
  discoverRendezvousMsc4388: { method: 'GET', path: `${unstable}/io.element.msc4388/rendezvous`, chapter: 'rendezvous', deprecated: false },
  createRendezvousMsc4388: { method: 'POST', path: `${unstable}/io.element.msc4388/rendezvous`, chapter: 'rendezvous', deprecated: false },
  generateLoginTokenUnstable: { method: 'POST', path: `${unstable}/org.matrix.msc3882/login/token`, chapter: 'login_token', deprecated: true },

  // Delayed events (MSC4140). Making one is an ordinary send or state operation with the query `org.matrix.msc4140.delay`.
  getDelayedEvents: { method: 'GET', path: `${unstable}/org.matrix.msc4140/delayed_events`, chapter: 'delayed_events', deprecated: false },
  getDelayedEvent: { method: 'GET', path: `${unstable}/org.matrix.msc4140/delayed_events/{delayId}`, chapter: 'delayed_events', deprecated: false },
  updateDelayedEvent: { method: 'POST', path: `${unstable}/org.matrix.msc4140/delayed_events/{delayId}`, chapter: 'delayed_events', deprecated: true },
  cancelDelayedEvent: { method: 'POST', path: `${unstable}/org.matrix.msc4140/delayed_events/{delayId}/cancel`, chapter: 'delayed_events', deprecated: false },
  restartDelayedEvent: { method: 'POST', path: `${unstable}/org.matrix.msc4140/delayed_events/{delayId}/restart`, chapter: 'delayed_events', deprecated: false },
  sendDelayedEvent: { method: 'POST', path: `${unstable}/org.matrix.msc4140/delayed_events/{delayId}/send`, chapter: 'delayed_events', deprecated: false },

  // Dehydrated devices (MSC3814): clients look for one while they set up cross-signing.
  getDehydratedDevice: { method: 'GET', path: `${unstable}/org.matrix.msc3814.v1/dehydrated_device`, chapter: 'dehydrated_device', deprecated: false },
  putDehydratedDevice: { method: 'PUT', path: `${unstable}/org.matrix.msc3814.v1/dehydrated_device`, chapter: 'dehydrated_device', deprecated: false },
  deleteDehydratedDevice: { method: 'DELETE', path: `${unstable}/org.matrix.msc3814.v1/dehydrated_device`, chapter: 'dehydrated_device', deprecated: false },
  getDehydratedDeviceEvents: { method: 'POST', path: `${unstable}/org.matrix.msc3814.v1/dehydrated_device/{deviceId}/events`, chapter: 'dehydrated_device', deprecated: false },
  uploadCrossSigningKeysUnstable: { method: 'POST', path: `${unstable}/keys/device_signing/upload`, chapter: 'cross_signing', deprecated: true },

  // Calls: where the SFU is (MSC4143) and its tokens (MSC4195).
  getRtcTransports: { method: 'GET', path: `${unstable}/org.matrix.msc4143/rtc/transports`, chapter: 'rtc', deprecated: false },
  getLivekitToken: { method: 'POST', path: `${unstable}/io.element.msc4195/rtc/livekit/get_token`, chapter: 'rtc', deprecated: false },
  delegateDelayedLeave: { method: 'POST', path: `${unstable}/io.element.msc4195/rtc/livekit/delegate_delayed_leave`, chapter: 'rtc', deprecated: false },

  // Forms from before the specification had them, which clients choose by what `/versions` says.
  getMutualRoomsUnstable: { method: 'GET', path: `${unstable}/uk.half-shot.msc2666/user/mutual_rooms`, chapter: 'mutual_rooms', deprecated: true },
  getRoomSummaryUnstable: { method: 'GET', path: `${unstable}/im.nheko.summary/summary/{roomIdOrAlias}`, chapter: 'room_summary', deprecated: true },
  getExtendedProfileUnstable: { method: 'GET', path: `${unstable}/uk.tcpip.msc4133/profile/{userId}`, chapter: 'profile', deprecated: true },
  getProfileFieldUnstable: { method: 'GET', path: `${unstable}/uk.tcpip.msc4133/profile/{userId}/{keyName}`, chapter: 'profile', deprecated: true },
  setProfileFieldUnstable: { method: 'PUT', path: `${unstable}/uk.tcpip.msc4133/profile/{userId}/{keyName}`, chapter: 'profile', deprecated: true },
  deleteProfileFieldUnstable: { method: 'DELETE', path: `${unstable}/uk.tcpip.msc4133/profile/{userId}/{keyName}`, chapter: 'profile', deprecated: true },

  // How long the server keeps messages (MSC1763), shown by Element Web; threads muted and followed (MSC4306, MSC4308).
  getRetentionConfiguration: { method: 'GET', path: `${unstable}/org.matrix.msc1763/retention/configuration`, chapter: 'retention', deprecated: false },
  getThreadSubscription: { method: 'GET', path: `${unstable}/io.element.msc4306/rooms/{roomId}/thread/{threadRootId}/subscription`, chapter: 'thread_subscriptions', deprecated: false },
  setThreadSubscription: { method: 'PUT', path: `${unstable}/io.element.msc4306/rooms/{roomId}/thread/{threadRootId}/subscription`, chapter: 'thread_subscriptions', deprecated: false },
  deleteThreadSubscription: { method: 'DELETE', path: `${unstable}/io.element.msc4306/rooms/{roomId}/thread/{threadRootId}/subscription`, chapter: 'thread_subscriptions', deprecated: false },
  getThreadSubscriptions: { method: 'GET', path: `${unstable}/io.element.msc4308/thread_subscriptions`, chapter: 'thread_subscriptions', deprecated: false },

  // Element X asks it of every server before the login (which application the server wants).
  getElementWellKnown: { method: 'GET', path: '/.well-known/element/element.json', chapter: 'wellknown', deprecated: false },
} as const satisfies Record<string, OperationForm>;

export type FurtherOperation = keyof typeof furtherOperations;
