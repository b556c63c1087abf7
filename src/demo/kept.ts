/** A program that is started again when it ends without being asked to. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';

export interface Kept {
  readonly pid: number;
  stop(): Promise<void>;
  kill(): void;
}

const firstPauseMs = 500;
const lastPauseMs = 10_000;

/** @throws what `start` throws the first time; later failures are told and tried again. */
export async function keepRunning(name: string, start: (signal: AbortSignal) => Promise<Child>, { signal, onRestart, tell }: { signal: AbortSignal; onRestart: () => void; tell: (line: string) => void }): Promise<Kept> {
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  let child = await start(either);
  const watching = watch();

  async function watch(): Promise<void> {
    let pause = firstPauseMs;
    for (;;) {
      await child.ended;
      if (either.aborted) return;
      tell(`${name} が止まったので、起動し直します / ended unexpectedly and is started again`);
      while (!await again()) {
        if (either.aborted) return;
        await sleep(pause);
        pause = Math.min(pause * 2, lastPauseMs);
      }
      pause = firstPauseMs;
      onRestart();
    }
  }

  async function again(): Promise<boolean> {
    try {
      child = await start(either);
      return true;
    } catch (error) {
      if (!either.aborted) tell((error as Error).message);
      return false;
    }
  }

  return {
    get pid() {
      return child.pid;
    },
    async stop() {
      ending.abort();
      await child.stop();
      await watching;
    },
    kill: () => child.kill(),
  };
}
