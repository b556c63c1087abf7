/** Every endpoint of the admin REST stands here; nothing registers itself. */
import type { Endpoint } from './endpoint.ts';
import { create as createApprovalCode } from './approval-codes/create.ts';
import { list as listApprovalCodes } from './approval-codes/list.ts';
import { checkpoint as auditCheckpoint } from './audit/checkpoint.ts';
import { list as listAudit } from './audit/list.ts';
import { approve as approveDevice } from './devices/approve.ts';
import { get as getDevice } from './devices/get.ts';
import { list as listDevices } from './devices/list.ts';
import { posture as reportPosture } from './devices/posture.ts';
import { reject as rejectDevice } from './devices/reject.ts';
import { resume as resumeDevice } from './devices/resume.ts';
import { suspend as suspendDevice } from './devices/suspend.ts';
import { wipe as wipeDevice } from './devices/wipe.ts';
import { get as getNetworks } from './networks/get.ts';
import { put as putNetworks } from './networks/put.ts';
import { live } from './operation/live.ts';
import { metrics } from './operation/metrics.ts';
import { openapiOf } from './operation/openapi.ts';
import { ready } from './operation/ready.ts';
import { get as getPolicy } from './policy/get.ts';
import { put as putPolicy } from './policy/put.ts';
import { simulate as simulatePolicy } from './policy/simulate.ts';
import { versions as policyVersions } from './policy/versions.ts';
import { create as createServiceKey } from './service-keys/create.ts';
import { list as listServiceKeys } from './service-keys/list.ts';
import { revoke as revokeServiceKey } from './service-keys/revoke.ts';
import { create as createUser } from './users/create.ts';
import { get as getUser } from './users/get.ts';
import { list as listUsers } from './users/list.ts';
import { lock as lockUser } from './users/lock.ts';
import { password as setPassword } from './users/password.ts';
import { patch as patchUser } from './users/patch.ts';
import { retire as retireUser } from './users/retire.ts';
import { unlock as unlockUser } from './users/unlock.ts';

const described: readonly Endpoint[] = [
  getPolicy, putPolicy, policyVersions, simulatePolicy,
  getNetworks, putNetworks,
  listDevices, getDevice, approveDevice, rejectDevice, suspendDevice, resumeDevice, wipeDevice, reportPosture,
  listApprovalCodes, createApprovalCode,
  listUsers, createUser, getUser, patchUser, retireUser, lockUser, unlockUser, setPassword,
  listServiceKeys, createServiceKey, revokeServiceKey,
  listAudit, auditCheckpoint,
  live, ready, metrics,
];

export const endpoints: readonly Endpoint[] = [...described, openapiOf(described)];
