import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { AcquisitionError, type Acquisition } from './acquisition.ts'
import { runProgram } from './program.ts'

type Environment = Acquisition['env']

/** Folders that may hold Node-API's headers, the likeliest first. */
function headerFolders(env: Environment): string[] {
  const packaged = (): string[] => {
    try {
      const manifest = createRequire(import.meta.url).resolve('node-api-headers/package.json')
      return [join(dirname(manifest), 'include')]
    } catch {
      return []
    }
  }
  const nodedir = env['npm_config_nodedir']
  const cache = join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'node-gyp', process.versions.node)
  return [
    ...packaged(),
    ...(nodedir ? [join(nodedir, 'include', 'node')] : []),
    join(dirname(process.execPath), '..', 'include', 'node'),
    join(cache, 'include', 'node'),
  ]
}

/** What the addon is compiled with. */
export interface Toolchain {
  readonly compiler: string
  readonly headers: string
}

/** Finds the compiler and Node's headers before anything is fetched. Throws AcquisitionError with what to install. */
export async function findToolchain({
  env,
  signal,
}: Pick<Acquisition, 'env' | 'signal'>): Promise<Toolchain> {
  const headers = headerFolders(env).find((folder) => existsSync(join(folder, 'node_api.h')))
  if (headers === undefined)
    throw new AcquisitionError(
      `Node's headers (node_api.h) were not found; run "npx node-gyp install" to fetch them, or install your system's Node headers.`,
    )
  const compilers = env['CXX'] ? [env['CXX']] : ['g++', 'c++', 'clang++']
  for (const compiler of compilers) {
    try {
      await runProgram(compiler, compiler, ['--version'], { signal, silenceMs: 20_000 })
      return { compiler, headers }
    } catch {
      signal.throwIfAborted()
    }
  }
  throw new AcquisitionError(
    `No C++ compiler was found (${compilers.join(', ')}); install g++ (on Debian and Ubuntu: "sudo apt install g++"), or use "--from archive".`,
  )
}

/**
 * CUDA's libraries that came as wheels. TensorFlow opens them by their short names when it starts; an addon that
 * is linked to them has them loaded by then, so that no LD_LIBRARY_PATH is needed.
 */
function cudaLibraries(folder: string): { folders: string[]; files: string[] } {
  const parent = join(folder, 'nvidia')
  if (!existsSync(parent)) return { folders: [], files: [] }
  const folders = readdirSync(parent).filter((name) => existsSync(join(parent, name, 'lib')))
  const files = folders.flatMap((name) =>
    readdirSync(join(parent, name, 'lib')).filter((file) => /\.so\.\d+$/.test(file)),
  )
  return { folders: folders.map((name) => join('nvidia', name, 'lib')), files }
}

/**
 * Compiles the addon from the sources in the TensorFlow.js package against the wheel's library in
 * `folder`/tensorflow, for Node-API 8, which every Node since 12.22 loads. Returns the addon's name in `folder`.
 */
export async function compileAddon(acquisition: Acquisition, toolchain: Toolchain): Promise<string> {
  const { folder, jsPackage, signal } = acquisition
  const name = 'tfjs_binding.node'
  // In an installed program the sources lie beside its archive, which no compiler reads.
  const packageFolder = jsPackage.folder.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
  const sources = join(packageFolder, 'binding')
  const cuda = cudaLibraries(folder)
  const libraryFolders = ['tensorflow', ...cuda.folders]
  const words = [
    ...['-shared', '-fPIC', '-std=c++17', '-O2', '-w', '-DNAPI_VERSION=8'],
    ...[`-I${packageFolder}`, `-I${join(folder, 'tensorflow', 'include')}`, `-I${toolchain.headers}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(sources, file)),
    ...libraryFolders.map((path) => `-L${join(folder, path)}`),
    ...['-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    ...(cuda.files.length > 0 ? ['-Wl,--no-as-needed', ...cuda.files.map((file) => `-l:${file}`)] : []),
    ...libraryFolders.map((path) => `-Wl,-rpath,$ORIGIN/${path}`),
    ...['-o', join(folder, name)],
  ]
  try {
    await runProgram('the compiler', toolchain.compiler, words, { signal, silenceMs: 600_000 })
  } catch (error) {
    signal.throwIfAborted()
    const why = error instanceof Error ? error.message : String(error)
    throw new AcquisitionError(
      `TensorFlow's addon could not be compiled (${why}); update g++, or use "--from archive".`,
      { cause: error },
    )
  }
  return name
}
