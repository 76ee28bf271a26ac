import { spawn, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'

/**
 * A shell that keeps the numbers it is given (+) and not taken back (-), and kills those when its input ends: when the
 * process at the other end has gone, however it went. It costs the processes under watch nothing: a thread of their
 * own would take 845 MiB of address space, which labs limit.
 */
const script = `
left=' '
while read -r sign pid; do
  case $sign in
    +) left="$left$pid " ;;
    -) left="\${left%% $pid *} \${left#* $pid }" ;;
  esac
done
for pid in $left; do kill -9 "$pid"; done
`

const watched = new Set<number>()
let keeper: ChildProcess | null = null

const tell = (line: string): void => void keeper?.stdin?.write(`${line}\n`)

function startKeeper(): void {
  // A session of its own: Ctrl-C and a closed terminal do not reach it.
  const started = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  keeper = started
  const lost = (): void => {
    if (keeper === started) keeper = null
  }
  started.once('exit', lost).once('error', lost)
  started.stdin.on('error', lost)
  // It lives as long as this process, and holds it up no longer.
  started.unref()
  const input = started.stdin as Writable & Partial<Pick<Socket, 'unref'>>
  input.unref?.()
  for (const pid of watched) tell(`+ ${pid}`)
}

/**
 * Sees to it that the child `pid` ends at once when this process does, however either is busy: a killed lab tells
 * nobody, and a child in one native call of a minute hears nothing. Call what is returned when the child has ended.
 * On Windows, where there is no such shell, the child itself watches (watch-on-windows.ts).
 */
export function endWithLab(pid: number | undefined): () => void {
  if (pid === undefined || process.platform === 'win32') return () => undefined
  watched.add(pid)
  if (keeper === null) startKeeper()
  else tell(`+ ${pid}`)
  return () => {
    if (watched.delete(pid)) tell(`- ${pid}`)
  }
}
