import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

// `serve`, `cli` and `trainer` also run in plain Node, so the whole main side is built for Node 20.
const target = 'node20'

export default defineConfig({
  main: {
    build: {
      target,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: 'src-main/index.ts',
          serve: 'src-main/serve.ts',
          cli: 'src-main/cli.ts',
          trainer: 'src-main/trainer/child.ts',
          'engine-tensorflow': 'src-main/engine-tensorflow.ts',
          'tensorflow-probe': 'src-main/engines/tensorflow/probe-child.ts',
          'gpu-probe': 'src-main/telemetry/gpu-probe.ts',
          'data-job': 'src-main/data/job-child.ts',
        },
      },
    },
  },
  preload: {
    build: {
      target,
      // A sandboxed preload must be one CommonJS file.
      rolldownOptions: {
        input: { preload: 'src-main/host/electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte()],
    build: {
      outDir: 'out/renderer',
      assetsInlineLimit: 0, // the content security policy allows no data: scripts or fonts
      rolldownOptions: { input: 'src-renderer/index.html' },
    },
  },
})
