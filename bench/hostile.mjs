/** The hostile messages, built for the bench; see hostile-run.mjs. */
export { hostileMessages } from '#main/host/hostile-messages.testing.ts'
