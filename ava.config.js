/** How the tests run: files in processes of their own, two at a time (some start a homeserver); Node strips the types itself. */
export default {
  extensions: ['ts'],
  files: ['test/**/*.test.ts'],
  timeout: '5m',
  concurrency: 2,
  workerThreads: false,
};
