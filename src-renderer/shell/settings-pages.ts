/** The pages of the lab itself, under one entry of the side bar. */
export const settingsPages = [
  { id: 'engines', title: 'Engines' },
  { id: 'data', title: 'Data' },
  { id: 'storage', title: 'Storage' },
  { id: 'doctor', title: 'Doctor' },
  { id: 'help', title: 'Help' },
  { id: 'about', title: 'About' },
] as const

export const isSettingsPage = (page: string): boolean => settingsPages.some(({ id }) => id === page)
