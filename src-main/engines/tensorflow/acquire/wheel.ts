import { readdirSync, statSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestOf } from '#files/download.ts'
import type { Download } from '../installation.ts'
import { AcquisitionError, requireSpace, withoutNetwork } from './acquisition.ts'
import type { Acquired, Acquisition } from './acquisition.ts'
import { compileAddon, findToolchain } from './compile-addon.ts'
import { extractWheelProgram } from './extract-wheel.ts'
import { bringsCuda, wheelNeeds } from './needed-space.ts'
import { runProgram } from './program.ts'

/** Versions whose C interface the addon's sources were tried against. */
const versions = '>=2.18,<2.22'
/** Minor versions of Python 3 that there are wheels for; the library inside is the same for all. */
const wheelPythons = [10, 11, 12, 13]
const otherwisePython = 12
const silenceMs = 120_000

/** The CUDA libraries that the wheel's metadata lists under its extra "and-cuda", as words for pip. */
const cudaRequirementsProgram = `
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
    for line in archive.read(name).decode().splitlines():
        found = re.match(r"Requires-Dist: (nvidia-[^;]+);.*and-cuda", line)
        if found:
            print(found.group(1).replace(" ", ""))
`

interface Python {
  readonly program: string
  /** The version whose wheel is fetched: its own where there is one. */
  readonly wheelVersion: string
}

const versionProgram = 'import pip, sys; print(sys.version_info[1])'

async function findPython({ env, signal }: Acquisition): Promise<Python> {
  const asked = env['LAB182_PYTHON']
  for (const program of asked ? [asked] : ['python3', 'python']) {
    try {
      const { lastLine } = await runProgram(program, program, ['-c', versionProgram], {
        signal,
        silenceMs: 30_000,
      })
      const minor = wheelPythons.includes(Number(lastLine)) ? Number(lastLine) : otherwisePython
      return { program, wheelVersion: `3.${minor}` }
    } catch {
      signal.throwIfAborted()
    }
  }
  throw new AcquisitionError(
    asked
      ? `The program "${asked}" named in LAB182_PYTHON is not a Python with pip; name one that is.`
      : 'No Python with pip was found; install python3-pip, or name a Python in LAB182_PYTHON.',
  )
}

/** pip ends with "no matching distribution" where it could not reach the index at all; its warnings say so. */
function pipReason(error: unknown, lines: readonly string[]): string {
  const unreached = lines.find((line) => /NewConnectionError|ConnectTimeout|ProxyError/.test(line))
  if (unreached !== undefined) {
    const host = /host='([^']+)'/.exec(unreached)?.[1]
    return `the package index${host === undefined ? '' : ` at ${host}`} cannot be reached`
  }
  return error instanceof Error ? error.message : String(error)
}

function bytesUnder(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
      (sum, entry) => (entry.isFile() ? sum + statSync(join(entry.parentPath, entry.name)).size : sum),
      0,
    )
  } catch {
    return 0 // pip moves its files about while they are counted
  }
}

/** Fetches wheels with pip, which compares each with the digest that the package index states. */
async function fetchWheels(
  acquisition: Acquisition,
  python: Python,
  requirements: readonly string[],
): Promise<string[]> {
  const { folder, signal, env } = acquisition
  const wheels = join(folder, 'wheels')
  // pip downloads into the temporary folder; inside ours it is watched, and thrown away with it.
  const temporary = join(folder, 'pip')
  await mkdir(temporary, { recursive: true })
  const before = new Set(await readdir(wheels).catch(() => []))
  let bytes = 0
  let total: number | null = null
  let fetching = requirements[0] ?? ''
  const lines: string[] = []
  const words = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-cache-dir']
  words.push('--disable-pip-version-check', '--no-input', '--progress-bar', 'off')
  words.push(
    '--python-version',
    python.wheelVersion,
    '--implementation',
    'cp',
    '--dest',
    wheels,
    ...requirements,
  )
  try {
    await runProgram('pip', python.program, words, {
      signal,
      silenceMs,
      env: { ...env, TMPDIR: temporary },
      onLine: (line) => {
        lines.push(line)
        const [, name, amount, unit] = /Downloading (\S+\.whl).*\(([\d.]+) (kB|MB)\)/.exec(line) ?? []
        if (name === undefined) return
        total = Number(amount) * (unit === 'MB' ? 1e6 : 1e3)
        fetching = name.split('/').at(-1) ?? name
        acquisition.say(`Fetching ${fetching} (${amount} ${unit}) ...`)
      },
      isAlive: () => {
        const now = bytesUnder(temporary)
        const hasGrown = now !== bytes
        bytes = now
        if (hasGrown && total !== null)
          acquisition.progress({ name: fetching, bytes: Math.min(now, total), total })
        return hasGrown
      },
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new AcquisitionError(
      `${requirements[0]} could not be fetched (${pipReason(error, lines)}); check the network and the package index, and try again; ${withoutNetwork(dirname(folder))}.`,
      { cause: error },
    )
  } finally {
    acquisition.progress(null)
    await rm(temporary, { recursive: true, force: true })
  }
  return (await readdir(wheels)).filter((name) => !before.has(name)).map((name) => join(wheels, name))
}

async function recordOf(file: string): Promise<Download> {
  const { size } = await stat(file)
  const name = file.split('/').at(-1) ?? file
  return { name, bytes: size, sha256: await digestOf(file, 'sha256'), checkedBy: 'pip' }
}

/** Fetches TensorFlow's wheel (and CUDA's libraries where there is a driver for them) and compiles the addon against it. */
export async function acquireWheel(acquisition: Acquisition): Promise<Acquired> {
  const { folder, signal, say } = acquisition
  if (process.platform !== 'linux')
    throw new AcquisitionError(
      'The TensorFlow wheel holds a usable library on Linux only; use "--from archive".',
    )
  const isCuda = bringsCuda()
  await requireSpace(folder, wheelNeeds())
  const toolchain = await findToolchain(acquisition)
  const python = await findPython(acquisition)
  const name = isCuda || process.arch !== 'x64' ? 'tensorflow' : 'tensorflow-cpu'
  say(`Asking the package index for ${name}${versions} ...`)
  const [wheel] = await fetchWheels(acquisition, python, [`${name}${versions}`])
  const version = /\/tensorflow(?:_cpu)?-(\d+\.\d+\.\d+)-[^/]*\.whl$/.exec(wheel ?? '')?.[1]
  if (wheel === undefined || version === undefined)
    throw new AcquisitionError(`pip fetched no wheel of ${name}; update pip, and try again.`)
  const wheels = [wheel]
  if (isCuda) {
    const { output } = await runProgram('python', python.program, ['-c', cudaRequirementsProgram, wheel], {
      signal,
    })
    wheels.push(...(await fetchWheels(acquisition, python, output.split('\n').filter(Boolean))))
  }
  say('Unpacking the native library ...')
  try {
    await runProgram('python', python.program, ['-c', extractWheelProgram, folder, ...wheels], {
      signal,
      silenceMs: 300_000,
    })
  } catch (error) {
    signal.throwIfAborted()
    const why = error instanceof Error ? error.message : String(error)
    throw new AcquisitionError(
      `The wheel of ${name} could not be unpacked (${why}); check the disk, and try again.`,
      {
        cause: error,
      },
    )
  }
  const downloads = await Promise.all(wheels.map(recordOf))
  await rm(join(folder, 'wheels'), { recursive: true })
  say('Compiling the addon ...')
  const addon = await compileAddon(acquisition, toolchain)
  await rm(join(folder, 'tensorflow', 'include'), { recursive: true })
  return { source: 'wheel', version, addon, downloads }
}
