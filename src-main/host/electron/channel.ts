/** The one IPC channel between the preload and the lab; each message is a text of JSON. */
export const channel = 'lab'
