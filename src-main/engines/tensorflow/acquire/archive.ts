import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { AcquisitionError, requireSpace, type Acquired, type Acquisition } from './acquisition.ts'
import { download } from './download.ts'
import { archiveNeeds } from './needed-space.ts'
import { unpackTar, unpackZip } from './unpack.ts'

/** TensorFlow's version in the archive that TensorFlow.js 4.22 is built for. */
const version = '2.9.1'

interface ArchiveFiles {
  /** TensorFlow's C library and, where it is known, its SHA-256 (Bazel's and Nixpkgs' rules state the same). */
  readonly library: string
  readonly sha256: string | null
  readonly addon: string
}
const files: Readonly<Record<string, ArchiveFiles>> = {
  'linux x64': {
    library: `libtensorflow-gpu-linux-x86_64-${version}.tar.gz`,
    sha256: '20c46f761d5905f592c4eac0812e8e50d9cb439f9440a9391912cf4c02ed8be8',
    addon: 'GPU-linux',
  },
  'win32 x64': {
    library: `libtensorflow-gpu-windows-x86_64-${version}.zip`,
    sha256: null,
    addon: 'GPU-windows',
  },
  // There is no CUDA on macOS, and no addon of the GPU package; that of the CPU package has the same sources.
  'darwin x64': {
    library: `libtensorflow-cpu-darwin-x86_64-${version}.tar.gz`,
    sha256: '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
    addon: 'CPU-darwin',
  },
}

const silenceMs = 20_000

/** Fetches TensorFlow's C library and the finished addon from where the TensorFlow.js package itself takes them. */
export async function acquireArchive(acquisition: Acquisition): Promise<Acquired> {
  const { folder, downloads, jsPackage, env, signal, progress, say } = acquisition
  const system = `${process.platform} ${process.arch}`
  const wanted = files[system]
  if (!wanted)
    throw new AcquisitionError(
      `TensorFlow.js has no archive for ${system}; on Linux use "--from wheel", and elsewhere the engine "onnx".`,
    )
  await requireSpace(folder, archiveNeeds)
  const host = env['TFJS_NODE_CDN_STORAGE'] || 'https://storage.googleapis.com/'
  const base = host.endsWith('/') ? host : `${host}/`
  const isZip = wanted.library.endsWith('.zip')
  const libraryFile = join(downloads, wanted.library)
  // The addon is small: a server that is not there shows before the long download.
  const addonName = `${wanted.addon}-${jsPackage.version}.${isZip ? 'zip' : 'tar.gz'}`
  const addonFile = join(downloads, addonName)
  say(`Fetching TensorFlow ${version} from ${new URL(base).host} ...`)
  const shared = { signal, progress, silenceMs }
  const addon = await download(
    `${base}tf-builds/pre-built-binary/napi-v8/${jsPackage.version}/${addonName}`,
    addonFile,
    { ...shared, sha256: null },
  )
  const library = await download(`${base}tensorflow/libtensorflow/${wanted.library}`, libraryFile, {
    ...shared,
    sha256: wanted.sha256,
  })
  say('Unpacking ...')
  // The addon looks for the library in ../../deps/lib; on Windows beside itself.
  const addonFolder = join('lib', 'napi-v8')
  await unpackTar(jsPackage, addonFile, join(folder, addonFolder), (path) => path.endsWith('.node'), 1)
  if (isZip)
    await unpackZip(jsPackage, libraryFile, join(folder, addonFolder), (path) => path.endsWith('.dll'))
  else await unpackTar(jsPackage, libraryFile, join(folder, 'deps'), (path) => path.startsWith('lib/'))
  signal.throwIfAborted()
  await rm(downloads, { recursive: true })
  const addonPath = join(addonFolder, 'tfjs_binding.node')
  if (!existsSync(join(folder, addonPath)))
    throw new AcquisitionError(
      `The archive ${addonName} holds no addon; report this, and use "--from wheel".`,
    )
  return { source: 'archive', version, addon: addonPath, downloads: [library, addon] }
}
