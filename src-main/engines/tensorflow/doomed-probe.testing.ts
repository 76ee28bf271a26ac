/** For tests: `node doomed-probe.js LIBRARY` tries a library as the lab does. */
import { probeAddon } from './probe.ts'

await probeAddon(String(process.argv[2]), {
  entry: new URL('probe.js', import.meta.url),
  signal: new AbortController().signal,
})
