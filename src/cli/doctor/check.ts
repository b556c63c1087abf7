/** What a check of `sekisho doctor` is: it looks, and says what is wrong and what cures it. */
import type { Config } from '#config/schema.ts';
import type { Clock } from '#lib/clock.ts';

export interface Patient {
  config: Config;
  configFile: string;
  clock: Clock;
}

export interface Finding {
  /** 日本語 / English. */
  what: string;
  cure: string;
}

export interface Check {
  name: string;
  /** Nothing found: healthy. What it throws is a finding too. */
  run(patient: Patient): Promise<Finding[]>;
}
