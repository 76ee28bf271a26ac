/** The lab in a terminal, without a page: in Node, or in the installed program without a window. */
import { ParamsError } from '#contract/params.ts'
import { engines } from '#engines/registry.ts'
import { problems } from '#experiments/problems.ts'
import { homeFolder, prepareHome } from '#host/home-folder.ts'
import { findingsText, isReady } from '#contract/doctor.ts'
import { examine } from '#host/doctor.ts'
import { findingsOf } from '#host/doctor-findings.ts'
import { guardedWriter, outputProblem } from '#host/guarded-writer.ts'
import { parseCommand } from '#host/terminal/arguments.ts'
import { usage, type Command } from '#host/terminal/command.ts'
import { answerCommand } from '#host/terminal/answer-command.ts'
import { checkPolicy, guidanceCommand } from '#host/terminal/guidance-command.ts'
import { dataCommand } from '#host/terminal/data-command.ts'
import { demoCommand } from '#host/terminal/demo-command.ts'
import { engineCommand } from '#host/terminal/engine-command.ts'
import { exportCommand } from '#host/terminal/export-command.ts'
import { groupCommand } from '#host/terminal/group-command.ts'
import { problemsJson, problemsText } from '#host/terminal/report.ts'
import { runAllCommand } from '#host/terminal/run-all-command.ts'
import { runsCommand } from '#host/terminal/runs-command.ts'
import { mayUseGpu, runCommand, type Terminal } from '#host/terminal/run-command.ts'
import { Stopping } from '#host/terminal/stopping.ts'
import { verifyCommand } from '#host/terminal/verify-command.ts'
import { readPolicy } from '#policy/policy.ts'
import { examinePolicy, policyLines } from '#policy/policy-report.ts'
import { setForProcesses } from '#policy/set-for-processes.ts'
import { worksheetCommand } from '#host/terminal/worksheet-command.ts'
import { UsageError } from '#processes/command-line.mjs'
import { usualSeed } from '#contract/runs.ts'
import { labCommand } from '#text/program-name.ts'
import { createLab, type Lab, type LabOptions } from '#main/lab.ts'
import { labVersions } from '#main/lab-versions.ts'

/** What a host gives the lab to start its processes and to print with. */
export type Means = Pick<LabOptions, 'startProcess' | 'printing'>

/**
 * Carries out the command that the words name, and resolves to its exit code: 0 completed, 1 failed, 2 wrong usage;
 * stopped: 130, 143, 129.
 */
export async function runTerminal(words: readonly string[], means: Means): Promise<number> {
  const stopping = new Stopping()
  // SIGHUP: the terminal was closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopping.stop)

  // Where standard error has gone too, nobody is left to be told.
  const complain = guardedWriter(process.stderr)
  const write = guardedWriter(process.stdout, (error) => {
    // `lab run ... | head` closes our output; that is a way to stop, not an error.
    if (error.code === 'EPIPE') return stopping.stop('EPIPE')
    complain(`${outputProblem(error)}\n`)
    process.on('exit', () => (process.exitCode ||= 1))
  })

  const terminal: Terminal = {
    print: (line) => write(`${line}\n`),
    onStop: stopping.onStop,
    ...(process.stderr.isTTY ? { progress: (line) => complain(`\r\u001b[K${line ?? ''}`) } : {}),
  }

  const open = (home: string): Promise<Lab> => createLab({ home, host: 'terminal', ...means })

  async function withLab(use: (lab: Lab) => Promise<number>): Promise<number> {
    const lab = await open(prepareHome())
    try {
      return await use(lab)
    } finally {
      await lab.close()
    }
  }

  /** For a command that has nothing of its own to stop: it ends where it stands, and the lab is closed in order. */
  const withLabUntilStopped = (use: (lab: Lab) => Promise<number>): Promise<number> =>
    withLab((lab) => stopping.orStopped(use(lab)))

  /** Nobody waits for a trial who wishes to stop: the command that follows hears of it at once. */
  const tryDevices = (lab: Lab): Promise<number> => stopping.orStopped(lab.tryDevices().then(() => 0))

  async function carryOut(command: Command): Promise<number> {
    switch (command.name) {
      case 'help':
        terminal.print(usage)
        return 0
      case 'version':
        terminal.print(labVersions()['lab182'] ?? '')
        return 0
      case 'list':
        terminal.print(
          command.isJson ? JSON.stringify(problemsJson(command.problems)) : problemsText(command.problems),
        )
        return 0
      case 'doctor': {
        if (command.isPolicyOnly) {
          const policy = examinePolicy()
          terminal.print(command.isJson ? JSON.stringify(policy) : policyLines(policy).join('\n'))
          return policy.problem === null ? 0 : 1
        }
        // As the lab would find them: no lab is opened here, which would write to the home.
        setForProcesses(process.env)
        const examined = examine(homeFolder(), means.startProcess).then((report) => {
          const findings = findingsOf(report)
          terminal.print(
            command.isJson
              ? JSON.stringify({ ...report, findings, isReady: isReady(findings) })
              : findingsText(findings),
          )
          return isReady(findings) ? 0 : 1
        })
        return stopping.orStopped(examined)
      }
      case 'data':
        return withLab((lab) => dataCommand(lab, command.action, command.isJson, terminal))
      case 'engine':
        return withLab((lab) => engineCommand(lab, command.action, command.isJson, terminal))
      case 'runs':
        return withLabUntilStopped((lab) => runsCommand(lab, command.action, command.isJson, terminal))
      case 'answer': {
        const { extent } = command
        checkPolicy(command.part, extent, readPolicy())
        if (extent !== 'answer') return guidanceCommand({ ...command, extent }, terminal)
        return withLabUntilStopped((lab) => answerCommand(lab, command, terminal))
      }
      case 'worksheet':
        return withLabUntilStopped((lab) => worksheetCommand(lab, command.action, command.isJson, terminal))
      case 'export':
        return withLabUntilStopped((lab) => exportCommand(lab, command, terminal))
      case 'demo':
        return withLab(async (lab) => {
          await tryDevices(lab)
          return stopping.orStopped(demoCommand(lab, command, terminal))
        })
      case 'resume':
        return withLab(async (lab) => {
          await tryDevices(lab)
          return runCommand(lab, { resume: command.run }, command.isJson, terminal)
        })
      case 'run-all':
        return withLab(async (lab) => {
          await tryDevices(lab)
          return runAllCommand(lab, command.order, command.isJson, terminal)
        })
      case 'verify':
        return verifyCommand(command.files, command.isJson, terminal, { home: homeFolder(), open })
      case 'run':
        return withLab(async (lab) => {
          if (command.requests.some(mayUseGpu)) await tryDevices(lab)
          for (const request of command.requests) {
            const { seeds, isJson } = command
            const code = await (seeds > 1
              ? groupCommand(lab, request, seeds, isJson, terminal)
              : runCommand(lab, { request }, isJson, terminal))
            if (code !== 0) return code
          }
          return 0
        })
    }
  }

  try {
    const command = parseCommand(words, {
      problems,
      engines,
      seed: readPolicy().seed ?? usualSeed,
    })
    return stopping.exitCode(await carryOut(command))
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof ParamsError
    complain(`${error instanceof Error ? error.message : String(error)}\n`)
    if (isUsage) complain(`Help: ${labCommand('help')}\n`)
    return isUsage ? 2 : 1
  }
}
