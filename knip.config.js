import { mainEntries, preloadEntries } from './src-main/host/launch/entries.mjs'

/** What nobody imports is found by `npm run lint`; entries are what is started or found by its name. */
export default {
  entry: [
    ...Object.values(mainEntries),
    ...Object.values(preloadEntries),
    'src-main/host/launch/*.mjs',
    'src-main/**/{testing/*,*.testing}.ts',
    'src-main/experiments/*/{problem,parts/*}.ts',
    'src-renderer/{main.ts,experiments/*/*.svelte}',
    'src-renderer/**/*.testing.ts',
    'bench/*.mjs',
    'e2e/stub-electron/*',
  ],
  // Copied into a lab by e2e/added-part.spec.ts; what it imports lies there.
  ignore: ['e2e/added-part/*'],
  project: ['src-main/**', 'src-renderer/**', 'e2e/**', 'bench/**'],
  // A type that a schema or a function of its own file also uses is exported for whoever names it.
  ignoreExportsUsedInFile: true,
  // Types of a package that has none of its own.
  ignoreDependencies: ['@types/katex'],
  ignoreBinaries: ['apt-get', 'dpkg-deb', 'mkfifo', 'nvidia-smi', 'strip'],
}
