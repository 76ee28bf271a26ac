/** What the archive of pack-gpu.mjs holds: pure lists, without a file read. */

/** The largest archive, in bytes: some ways onto a machine without a network take no more. */
export const mostBytes = 64 * 2 ** 20

/** Files of these packages that Linux on x64 needs for the CPU and WebGPU: Dawn is part of libonnxruntime. */
const wanted = {
  'onnxruntime-node': [/^package\.json$/, /^dist\/[^/]+\.js$/, /^bin\/napi-v\d+\/linux\/x64\/[^/]+$/],
  'onnxruntime-common': [/^package\.json$/, /^dist\/cjs\/.+\.(js|json)$/],
}
export const packedPackages = /** @type {(keyof typeof wanted)[]} */ (Object.keys(wanted))

/** Of a package's files, by path with "/", those that are packed. @param {keyof typeof wanted} name */
export const packedFiles = (name, paths) =>
  paths.filter((path) => wanted[name].some((pattern) => pattern.test(path)))

/** One sentence if an archive of so many bytes is too large, else null. */
export const tooLarge = (bytes) =>
  bytes < mostBytes
    ? null
    : `The archive takes ${(bytes / 2 ** 20).toFixed(1)} MiB; it must stay under ${mostBytes / 2 ** 20} MiB.`

/** Starts the bench from the folder that it lies in. The loader of the archive would hide that of the machine. */
export const runScript = `#!/bin/sh
# The GPU bench of Lab 182. Flags, or variables: README.txt.
here=$(cd "$(dirname "$0")" && pwd)
has_loader() {
  for folder in $(echo "$LD_LIBRARY_PATH" | tr ':' ' ') /usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib64 /lib64 /usr/lib /usr/local/lib; do
    if [ -e "$folder/libvulkan.so.1" ]; then return 0; fi
  done
  PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q 'libvulkan\\.so\\.1 '
}
if ! has_loader; then
  echo "This machine has no Vulkan loader; that of the archive is used."
  export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/vulkan"
fi
exec "$here/bin/node" "$here/bench/start.mjs" "$@"
`

/** The entry of the packed bench. */
export const startScript = `import { fileURLToPath } from 'node:url'
import { benchGpu } from './gpu-main.js'

await benchGpu(process.argv.slice(2), fileURLToPath(new URL('../pytorch/networks.py', import.meta.url)))
`
