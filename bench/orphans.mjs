/**
 * How long the trainers of a killed lab go on: a lab that trains ResNet-50 is killed while its trainer is in a
 * native call of many seconds, and every process under it is waited for. `BATCH=48` sets the length of the call
 * (about 0.13 s and 140 MB an image on 2 cores). Needs `npm run build` and ps: `npm run bench -- orphans`.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** Every process that is more than an entry nobody has waited for, and the processor time it has used. */
function processes() {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,cputimes=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n')
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state = 'Z']) => !state.startsWith('Z'))
    .map(([pid, parent, seconds]) => ({ pid: Number(pid), parent: Number(parent), seconds: Number(seconds) }))
}
const under = (parent, all = processes()) =>
  all.filter((found) => found.parent === parent).flatMap((child) => [child, ...under(child.pid, all)])

/** Prints how long the processes under a killed lab went on. */
export async function runOrphans() {
  const batch = process.env.BATCH ?? '48'
  /** Processor seconds of a trainer after which its first step is under way and not over. */
  const busyAfter = 10
  const home = mkdtempSync(join(tmpdir(), 'lab182-orphans-'))
  const settings = ['model=resnet50', 'side=224', `batchSize=${batch}`].flatMap((setting) => [
    '--set',
    setting,
  ])
  const lab = spawn(process.execPath, ['out/main/cli.js', 'run', '5a', ...settings], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, LAB182_HOME: home },
    stdio: 'ignore',
  })
  try {
    while (!under(lab.pid).some(({ seconds }) => seconds >= busyAfter)) {
      if (lab.exitCode !== null) throw new Error('The lab ended before its trainer was busy.')
      await sleep(100)
    }
    const children = under(lab.pid).map(({ pid }) => pid)
    const killedAt = performance.now()
    lab.kill('SIGKILL')
    while (processes().some(({ pid }) => children.includes(pid))) await sleep(50)
    const outlived = ((performance.now() - killedAt) / 1000).toFixed(2)
    console.log(
      `ResNet-50, batch ${batch}: ${children.length} processes outlived the killed lab by ${outlived} s.`,
    )
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
