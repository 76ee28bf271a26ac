// @ts-check
/** The deb and the tar.gz, made of the program's folder with Debian's own tool and with tar: neither needs a network. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, chmod, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { create } from 'tar'

const run = promisify(execFile)

/** What Electron needs of the system, as Debian 12 and later and Ubuntu 22.04 and later call it. */
const needed = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libdrm2',
  'xdg-utils',
]
/** @type {Readonly<Record<string, string>>} */
const debianNames = { x64: 'amd64', arm64: 'arm64' }

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Lab 182
Comment=A deep-learning teaching laboratory for EECS 182 Homework 4
Exec=/opt/lab182/lab182 %f
Icon=lab182
Terminal=false
Categories=Education;Science;
MimeType=application/x-labrun;application/x-labdemo;
StartupWMClass=Lab 182
`
const mimeType = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-labrun">
    <comment>Run of Lab 182</comment>
    <glob pattern="*.labrun"/>
  </mime-type>
  <mime-type type="application/x-labdemo">
    <comment>Demo of Lab 182</comment>
    <glob pattern="*.labdemo"/>
  </mime-type>
</mime-info>
`

/**
 * @typedef {object} LinuxPackage
 * @property {string} root the project folder
 * @property {string} folder the program's folder
 * @property {string} output
 * @property {string} version
 * @property {string} arch
 * @property {number} bytes of the program's folder
 */

/**
 * Makes the deb: the program in /opt/lab182, the command lab182, its place in the menus, the type of its files. Throws
 * one sentence where Debian's tool is missing or refuses.
 * @param {LinuxPackage} made
 * @param {{ readonly compression?: readonly string[] }} [options] words for dpkg-deb
 */
export async function buildDeb(
  { root, folder, output, version, arch, bytes },
  { compression = ['-Zxz'] } = {},
) {
  const stage = await mkdtemp(join(output, 'deb-'))
  const path = join(output, `lab182-${version}-linux-${arch}.deb`)
  try {
    await chmod(stage, 0o755)
    const place = async (/** @type {string} */ at, /** @type {string} */ text) => {
      await mkdir(join(stage, at, '..'), { recursive: true })
      await writeFile(join(stage, at), text)
    }
    await cp(folder, join(stage, 'opt/lab182'), { recursive: true, verbatimSymlinks: true })
    // Set so by the package and owned by root: Chromium's sandbox then works on every kernel.
    await chmod(join(stage, 'opt/lab182/chrome-sandbox'), 0o4755)
    await mkdir(join(stage, 'usr/bin'), { recursive: true })
    await symlink('/opt/lab182/lab182', join(stage, 'usr/bin/lab182'))
    await place('usr/share/applications/lab182.desktop', desktopEntry)
    await place('usr/share/mime/packages/lab182.xml', mimeType)
    for (const [size, file] of [
      ['512x512', 'icon.png'],
      ['scalable', 'icon.svg'],
    ]) {
      const icons = join(stage, 'usr/share/icons/hicolor', size ?? '', 'apps')
      await mkdir(icons, { recursive: true })
      await cp(join(root, 'resources', file ?? ''), join(icons, `lab182${file?.slice(4)}`))
    }
    await place(
      'DEBIAN/control',
      [
        'Package: lab182',
        `Version: ${version}`,
        `Architecture: ${debianNames[arch] ?? arch}`,
        'Maintainer: Lab 182 <lab182@localhost>',
        `Installed-Size: ${Math.ceil(bytes / 1024)}`,
        `Depends: ${needed.join(', ')}`,
        'Section: education',
        'Priority: optional',
        'Description: Deep-learning teaching laboratory for EECS 182 Homework 4',
        ' Six problems on dropout, regularisation, convolutional networks, their',
        ' inductive bias and GPU memory, measured live on this machine.',
        '',
      ].join('\n'),
    )
    await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', stage, path])
    return path
  } catch (error) {
    const isMissing = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT'
    const said = error instanceof Error ? (error.message.split('\n').at(-2) ?? error.message) : String(error)
    throw new Error(
      isMissing
        ? 'The deb needs dpkg-deb; make it on Debian or Ubuntu.'
        : `The deb could not be made: ${said}`,
      { cause: error },
    )
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

/**
 * Makes the tar.gz: the program's folder under the name of the lab and its version.
 * @param {Pick<LinuxPackage, 'folder' | 'output' | 'version' | 'arch'>} made
 */
export async function buildTar({ folder, output, version, arch }) {
  const path = join(output, `lab182-${version}-linux-${arch}.tar.gz`)
  await create(
    {
      gzip: true,
      file: path,
      cwd: join(folder, '..'),
      portable: true,
      onWriteEntry: (entry) => {
        entry.path = entry.path.replace(basename(folder), `lab182-${version}`)
      },
    },
    [basename(folder)],
  )
  return path
}
