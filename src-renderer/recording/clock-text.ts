const two = (value: number): string => String(value).padStart(2, '0')

/** Seconds as a recorder shows them: "0:07", "12:34", "1:02:03". */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
