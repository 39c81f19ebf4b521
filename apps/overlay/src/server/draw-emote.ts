/** A face in a color of its own, in the place of an emote that is on no machine of ours. */
export function drawEmote(id: string): string {
  let hue = 0
  for (const letter of id) hue = (hue * 31 + letter.charCodeAt(0)) % 360
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="hsl(${hue} 80% 62%)"/><circle cx="11" cy="13" r="2.5"/><circle cx="21" cy="13" r="2.5"/><path d="M9 19a7.5 7.5 0 0 0 14 0z"/></svg>`
}
