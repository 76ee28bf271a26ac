import packageJson from '../package.json' with { type: 'json' }

/** Lab, Node, V8, platform and so on, as they are recorded with every run. */
export function labVersions(): Record<string, string> {
  const { node, v8, electron } = process.versions
  return {
    lab182: packageJson.version,
    node,
    v8,
    platform: `${process.platform} ${process.arch}`,
    ...(electron === undefined ? {} : { electron }),
  }
}
