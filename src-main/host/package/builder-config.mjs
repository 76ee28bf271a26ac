// @ts-check
/** How electron-builder makes the program and its installers. */
import { addonSources, packagedFiles, unpackedFiles } from './contents.mjs'

/**
 * @typedef {object} Packaging
 * @property {import('./contents.mjs').Platform} platform
 * @property {string} arch
 * @property {string} output the folder that the installers are written to
 * @property {string | null} electronDist a folder with an unpacked Electron, or with its zip archives; null: fetched
 * @property {string} notices the file of third-party notices
 * @property {string} bill the software bill of materials
 * @property {Readonly<Record<string, string | undefined>>} env
 */

/** The switches in Electron's program that are set once and for all when it is packaged. */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
}

/** Signing and notarisation of the macOS program, where the environment names an Apple developer account. */
const appleAccount = (/** @type {Packaging['env']} */ env) =>
  env['APPLE_ID'] !== undefined &&
  env['APPLE_APP_SPECIFIC_PASSWORD'] !== undefined &&
  env['APPLE_TEAM_ID'] !== undefined

/**
 * @param {Packaging} packaging
 * @returns {import('electron-builder').Configuration}
 */
export function builderConfig({ platform, arch, output, electronDist, notices, bill, env }) {
  return {
    appId: 'lab182',
    productName: 'Lab 182',
    copyright: 'MIT licence; see LICENSE and the third-party notices',
    directories: { output, buildResources: 'resources' },
    ...(electronDist === null ? {} : { electronDist }),
    // The native libraries that ship come prebuilt for Node-API, which Electron shares.
    npmRebuild: false,
    nodeGypRebuild: false,
    asar: true,
    asarUnpack: unpackedFiles,
    files: packagedFiles(platform, arch),
    extraFiles: [
      { from: 'LICENSE', to: 'LICENSE' },
      { from: notices, to: 'THIRD-PARTY-NOTICES.txt' },
      { from: bill, to: 'sbom.spdx.json' },
      ...(platform === 'win32' ? [{ from: 'resources/windows/lab182.cmd', to: 'lab182.cmd' }] : []),
    ],
    extraResources: [{ from: addonSources, to: `app.asar.unpacked/${addonSources}` }],
    electronLanguages: ['en-US'],
    electronFuses: fuses,
    artifactName: 'lab182-${version}-${os}-${arch}.${ext}',
    fileAssociations: [
      {
        ext: 'labrun',
        name: 'Lab 182 run',
        description: 'A run of Lab 182',
        role: 'Viewer',
        mimeType: 'application/x-labrun',
      },
      {
        ext: 'labdemo',
        name: 'Lab 182 demo',
        description: 'A demo of Lab 182',
        role: 'Viewer',
        mimeType: 'application/x-labdemo',
      },
    ],
    publish: null,
    // The deb and the tar.gz are made in debian.mjs.
    linux: {
      // Only here: elsewhere the program and its folder are called as the product is.
      executableName: 'lab182',
      target: ['AppImage'],
      category: 'Education',
      icon: 'resources/icon.png',
      maintainer: 'Lab 182 <lab182@localhost>',
      synopsis: 'A deep-learning teaching laboratory for EECS 182 Homework 4',
    },
    win: { target: ['nsis', 'zip'], icon: 'resources/icon.png' },
    nsis: {
      // The installer asks whether it is for one user or for all; silent: /S, /allusers or /currentuser, /D=folder.
      oneClick: false,
      perMachine: false,
      allowElevation: true,
      allowToChangeInstallationDirectory: true,
      // Runs and worksheets stay unless the uninstaller is told otherwise (--delete-app-data).
      deleteAppDataOnUninstall: false,
      shortcutName: 'Lab 182',
    },
    mac: {
      target: ['dmg', 'zip'],
      icon: 'resources/icon.png',
      category: 'public.app-category.education',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      notarize: appleAccount(env),
      ...(env['CSC_LINK'] === undefined && env['CSC_NAME'] === undefined ? { identity: null } : {}),
    },
  }
}
