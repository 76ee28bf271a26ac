import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './style/tokens.css'
import './style/base.css'
import './style/print.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { LabState } from './lab/lab.svelte.ts'
import { openPort } from './lab/open-port.ts'
import { fetchFonts } from './style/fetch-fonts.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app".')

const lab = new LabState(openPort)
void lab.connect()
mount(App, { target, props: { lab } })
// Electron's window and its files end together.
if (!window.lab) fetchFonts()
