// @ts-check
/**
 * What goes into the program, as electron-builder's file patterns: what is built, what it reads, and of the packages
 * only what the platform needs at run time. A test opens the archive and holds its list against `isAllowed`.
 */

/** @typedef {'linux' | 'win32' | 'darwin'} Platform */

/** Names of folders and files of packages that nobody reads at run time. */
const idle = [
  '.*',
  'binding.gyp',
  'coverage',
  'docs',
  'example',
  'examples',
  'test',
  'tests',
  '__tests__',
  '*.{map,ts,mts,cts,md,md~,markdown,flow,gyp,gypi,tsbuildinfo,proto,bnf,html,css,cmd,jsdoc}',
  '{tsconfig*.json,BUILD,yarn.lock,Makefile,CHANGELOG*,HISTORY*}',
]

/** Of TensorFlow.js: the bundles that Node loads. */
const tensorflow = [
  '!node_modules/@tensorflow/*/**',
  'node_modules/@tensorflow/*/package.json',
  'node_modules/@tensorflow/tfjs/dist/tf.node.js',
  'node_modules/@tensorflow/tfjs-*/dist/tf-*.node.js',
  'node_modules/@tensorflow/tfjs-node-gpu/dist/**/*.js',
  '!node_modules/@tensorflow/tfjs-node-gpu/dist/**/*_test.js',
  '!node_modules/@tensorflow/tfjs-node-gpu/dist/{run_tests,test_*}.js',
]

/** The sources of TensorFlow's addon, which a wheel's library is compiled with: a compiler reads no archive. */
export const addonSources = 'node_modules/@tensorflow/tfjs-node-gpu/binding'

/** Of ONNX Runtime: the one native library, and the one WebAssembly fallback. */
const onnx = (/** @type {Platform} */ platform, /** @type {string} */ arch) => [
  '!node_modules/onnxruntime-node/bin/**',
  `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/*`,
  // Its installer.
  '!node_modules/onnxruntime-node/script/**',
  '!node_modules/onnxruntime-node/node_modules/**',
  // The same library under a second name.
  '!node_modules/onnxruntime-node/bin/napi-v6/darwin/*/libonnxruntime.1.dylib',
  '!node_modules/onnxruntime-web/**',
  'node_modules/onnxruntime-web/package.json',
  'node_modules/onnxruntime-web/dist/ort.node.min.mjs',
  'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.{mjs,wasm}',
]

/**
 * @param {Platform} platform
 * @param {string} arch
 */
export const packagedFiles = (platform, arch) => [
  'package.json',
  // Not out/bench, which is there once a bench has run.
  'out/{main,preload,renderer}/**/*',
  '!out/**/{*.map,.*}',
  'resources/demos/**/*',
  'resources/icon.png',
  'resources/policy.schema.json',
  ...idle.map((name) => `!node_modules/**/${name}`),
  '!node_modules/{yargs/yargs,@mapbox/node-pre-gyp/bin/**}',
  ...tensorflow,
  ...onnx(platform, arch),
]

/** Kept beside the archive as files: the system's loader and Electron's threads read no archive, a compiler neither. */
export const unpackedFiles = ['node_modules/onnxruntime-node/bin/**', 'node_modules/onnxruntime-web/dist/**']

/** Paths in the archive that are right wherever they come from. */
const allowed = [
  /^package\.json$/,
  /^out\/(main|preload|renderer)\/.+\.(js|cjs|html|css|woff2?|ttf|svg|png|wasm|json)$/,
  /^resources\/(demos\/[\w-]+\.json|icon\.png|policy\.schema\.json)$/,
  /^node_modules\/onnxruntime-node\/(package\.json|LICENSE|dist\/.+\.js)$/,
  /^node_modules\/onnxruntime-web\/(package\.json|dist\/ort\.node\.min\.mjs|dist\/ort-wasm-simd-threaded\.(mjs|wasm))$/,
  /^node_modules\/@tensorflow\/tfjs(-[\w-]+)?\/(package\.json|dist\/tf[\w-]*\.node\.js)$/,
  /^node_modules\/@tensorflow\/tfjs-node-gpu\/dist\/.+\.js$/,
]
/** Of every other package: scripts, data and licences. */
const ofPackage =
  /^node_modules\/.+(\.(js|cjs|mjs|json|node)|\/(LICEN[CS]E|NOTICE|COPYING|AUTHORS)[\w.-]*|\/[\w.-]*xdg-open)$/i
const special = /^node_modules\/(onnxruntime-(node|web)|@tensorflow)\//

/**
 * Whether a path inside the archive belongs there.
 * @param {string} path with slashes, from the archive's root
 * @param {Platform} platform
 * @param {string} arch
 */
export function isAllowed(path, platform, arch) {
  if (path.startsWith('node_modules/onnxruntime-node/bin/'))
    return path.startsWith(`node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/`)
  if (allowed.some((pattern) => pattern.test(path))) return true
  if (/\.(map|ts)$/.test(path) || /(^|\/)(test|tests|__tests__)\//.test(path)) return false
  return ofPackage.test(path) && !special.test(path)
}
