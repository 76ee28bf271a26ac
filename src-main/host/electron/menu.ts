import { app, clipboard, dialog, Menu, shell, type MenuItemConstructorOptions } from 'electron'
import { arch, release } from 'node:os'
import type { MenuCommand } from '#contract/messages.ts'

/** Lines for the about box: the lab, and what it runs on. */
export function versionLines(lab: string, versions: Readonly<Record<string, string | undefined>>): string[] {
  const of = (name: string): string => versions[name] ?? 'unknown'
  return [
    `Lab 182 ${lab}`,
    `Electron ${of('electron')}, Chromium ${of('chrome')}`,
    `Node ${of('node')}, V8 ${of('v8')}`,
    `${process.platform} ${arch()}, ${release()}`,
  ]
}

async function showAbout(): Promise<void> {
  const detail = versionLines(app.getVersion(), process.versions).join('\n')
  const { response } = await dialog.showMessageBox({
    type: 'info',
    title: 'About Lab 182',
    message: 'Lab 182',
    detail: `A deep-learning teaching laboratory for EECS 182 Homework 4.\n\n${detail}`,
    buttons: ['OK', 'Copy versions'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (response === 1) await clipboard.writeText(detail)
}

/** Run control with accelerators; each is also a single key on the page. */
const runItems: readonly { command: MenuCommand; label: string; accelerator: string }[] = [
  { command: 'toggle', label: '&Run or pause', accelerator: 'CmdOrCtrl+Return' },
  { command: 'step', label: '&Single step', accelerator: 'CmdOrCtrl+.' },
  { command: 'reset', label: 'R&eset, same seed', accelerator: 'CmdOrCtrl+Backspace' },
  { command: 'newSeed', label: 'Reset, &new seed', accelerator: 'CmdOrCtrl+Shift+Backspace' },
  { command: 'stop', label: 'S&top', accelerator: 'CmdOrCtrl+Shift+.' },
]

/** The application menu. `home` is the folder of the runs; `tell` has the page carry out a command. */
export function menuTemplate(
  home: string,
  platform: NodeJS.Platform,
  tell: (command: MenuCommand) => void,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const about: MenuItemConstructorOptions = { label: 'About Lab 182', click: () => void showAbout() }
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const appMenu: MenuItemConstructorOptions = {
    label: 'Lab 182',
    submenu: [
      about,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      {
        label: 'Open &data folder',
        accelerator: 'CmdOrCtrl+Shift+O',
        click: () => void shell.openPath(home),
      },
      separator,
      isMac ? { role: 'close' } : { role: 'quit', accelerator: 'CmdOrCtrl+Q' },
    ],
  }
  const run: MenuItemConstructorOptions = {
    label: '&Run',
    submenu: runItems.map(({ command, ...item }) => ({ ...item, click: () => tell(command) })),
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  }
  const help: MenuItemConstructorOptions = {
    label: '&Help',
    role: 'help',
    submenu: [
      { label: '&Keyboard shortcuts', accelerator: 'CmdOrCtrl+/', click: () => tell('shortcuts') },
      about,
    ],
  }
  return [
    ...(isMac ? [appMenu] : []),
    file,
    { role: 'editMenu' },
    run,
    view,
    { role: 'windowMenu' },
    ...(isMac ? [] : [help]),
  ]
}

/** Puts the menu in place. */
export function setMenu(home: string, tell: (command: MenuCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(home, process.platform, tell)))
}
