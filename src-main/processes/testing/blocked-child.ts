/**
 * For tests: a child that goes, when asked, into one call which never returns to its event loop. Its number, on
 * standard error, is the last thing it says.
 */
import { writeSync } from 'node:fs'
import { openParentLink } from '../parent-link.ts'

openParentLink().onMessage((how) => {
  writeSync(2, `${process.pid}\n`)
  if (how === 'waits') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  for (;;);
})
