import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { mainEntries, pageEntry, preloadEntries, preloadFile } from './src-main/host/launch/entries.mjs'
import { noticesPlugin } from './src-main/host/package/notices-module.mjs'

// `serve`, `cli` and `trainer` also run in plain Node, so the whole main side is built for Node 20.
const target = 'node20'

export default defineConfig({
  main: {
    build: {
      target,
      sourcemap: true,
      rolldownOptions: {
        input: mainEntries,
      },
    },
  },
  preload: {
    build: {
      target,
      // A sandboxed preload must be one CommonJS file.
      rolldownOptions: {
        input: preloadEntries,
        output: { format: 'cjs', entryFileNames: preloadFile },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte(), noticesPlugin(import.meta.dirname)],
    build: {
      outDir: 'out/renderer',
      assetsInlineLimit: 0, // the content security policy allows no data: scripts or fonts
      minify: true,
      rolldownOptions: { input: pageEntry },
    },
  },
})
