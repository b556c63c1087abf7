/**
 * What the city asks of a caller's device (4.5.1–4.5.3): the table by zone and class, then the exceptions. Of the exceptions
 * that fit, the last one counts; one without a word on posture leaves that question to those before it.
 */
import type { Caller } from './facts.ts';
import type { Settings } from './settings.ts';

type Admission = Settings['admission']['lgwan']['pc'];
type Exception = Settings['exceptions'][number];

export function mustOf(caller: Caller, settings: Settings): Admission['must'] {
  let must = settings.admission[caller.zone][caller.class].must;
  for (const exception of settings.exceptions) if (fits(exception, caller)) must = exception.must;
  return must;
}

export function postureOf(caller: Caller, settings: Settings): Admission['posture'] {
  let posture = settings.admission[caller.zone][caller.class].posture;
  for (const exception of settings.exceptions) if (exception.posture !== undefined && fits(exception, caller)) posture = exception.posture;
  return posture;
}

function fits(exception: Exception, caller: Caller): boolean {
  return (exception.zone === undefined || exception.zone === caller.zone)
    && (exception.class === undefined || exception.class === caller.class)
    && (exception.role === undefined || exception.role === caller.account.role)
    && (exception.group === undefined || caller.account.groups.includes(exception.group));
}
