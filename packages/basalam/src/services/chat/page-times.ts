type Times = Readonly<Partial<Record<'updatedAt' | 'modifiedAt', string | null | undefined>>>

/**
 * The earliest time on a page that is later than that of its end; `undefined` where all share one. The page after it is
 * asked for by this, since chats that share the last time may not all have been on the page.
 */
export function lastTimeButOne(
  page: readonly Times[],
  member: 'updatedAt' | 'modifiedAt' = 'updatedAt',
): string | undefined {
  const end = page.at(-1)?.[member]
  return page.findLast((chat) => chat[member] !== end)?.[member] ?? undefined
}
