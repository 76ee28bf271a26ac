/**
 * Preloaded into the lab under measurement: writes the longest time that its event loop stood still to the file that
 * LOOP_DELAY_FILE names, in milliseconds, when the lab ends. The first second, in which modules are loaded and nobody
 * is served, does not count.
 */
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
setTimeout(() => delay.reset(), 1000).unref()
const file = process.env.LOOP_DELAY_FILE ?? ''
process.once('exit', () => writeFileSync(file, String(delay.max / 1e6)))
