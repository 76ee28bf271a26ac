import { z } from 'zod'

const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** Single-key shortcuts can be switched off (WCAG 2.1.4). */
  hasShortcuts: z.boolean().catch(true),
  /** What leads the eyes of an audience in presenter mode. */
  hasPointerRing: z.boolean().catch(true),
  hasSpotlight: z.boolean().catch(false),
  areKeysShown: z.boolean().catch(true),
  isSidebarOpen: z.boolean().catch(true),
  /** Columns of the run table by their ids; null: as many as fit. */
  runColumns: z.array(z.string()).nullable().catch(null),
})
export type SettingsValues = z.infer<typeof settingsSchema>
const key = 'lab182.settings'

/** What a reader of this page chose; kept by the browser, and the defaults where it keeps nothing. */
class Settings {
  values: SettingsValues = $state(settingsSchema.parse(stored()))

  change(values: Partial<SettingsValues>): void {
    Object.assign(this.values, values)
    try {
      localStorage.setItem(key, JSON.stringify(this.values))
    } catch {
      // A page that may not keep anything still works; it only forgets.
    }
  }
}

function stored(): unknown {
  try {
    // Whatever is no object ("null", a list) counts as nothing kept.
    return z.looseObject({}).parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return {}
  }
}

export const settings = new Settings()
