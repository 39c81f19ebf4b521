import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canBrowse, launch } from './support/browser.ts'
import { openStage, waiting } from './support/stage.ts'

let browser: Browser
beforeAll(async () => {
  if (canBrowse) browser = await launch()
}, 30_000)
afterAll(() => browser?.close())

describe.skipIf(!canBrowse)('on the screen', { timeout: 30_000 }, () => {
  test('what is said appears, with emotes as pictures, badges, names in color, and what it answers', async () => {
    const { page, problems, sandbox, shows } = await openStage(browser)
    const room = sandbox.kick.room('ann')
    const { id } = room.say({ from: 'zed', content: 'when? [emote:37226:KEKW]' })
    await shows(['zed: when? '])
    room.say({ from: 'ann', content: 'now', replyTo: id })
    await shows(['zed: when? ', '↩ @zed when? KEKW♛✓ ann: now'])
    const emote = page.locator('.emote')
    expect(await emote.getAttribute('alt')).toBe('KEKW')
    await expect
      .poll(() => emote.evaluate((img: HTMLImageElement) => img.naturalWidth > 0), waiting)
      .toBe(true)
    const color = await page
      .locator('.name')
      .first()
      .evaluate((name) => getComputedStyle(name).color)
    expect(color).not.toBe('rgb(255, 255, 255)')
    expect(problems).toEqual([])
  })

  test('a deleted message goes, and with it its quote', async () => {
    const { sandbox, shows } = await openStage(browser)
    const room = sandbox.kick.room('ann')
    const { id } = room.say({ from: 'eve', content: 'buy followers' })
    room.say({ from: 'zed', content: 'no', replyTo: id })
    room.say({ from: 'dan', content: 'hi' })
    await shows(['eve: buy followers', '↩ @eve buy followerszed: no', 'dan: hi'])
    room.deleteMessage(id)
    await shows(['zed: no', 'dan: hi'])
  })

  test('a ban and a timeout clear what their author said, a clear takes everything of its room', async () => {
    const { sandbox, shows } = await openStage(browser)
    const room = sandbox.kick.room('ann')
    for (const from of ['eve', 'zed', 'eve', 'mallory']) room.say({ from, content: 'x' })
    sandbox.kick.room('bazaar').say({ from: 'eve', content: 'elsewhere' })
    await shows(['eve: x', 'zed: x', 'eve: x', 'mallory: x', 'eve: elsewhere'])
    room.ban('eve')
    await shows(['zed: x', 'mallory: x', 'eve: elsewhere'])
    room.ban('mallory', { minutes: 5 })
    await shows(['zed: x', 'eve: elsewhere'])
    room.clear()
    await shows(['eve: elsewhere'])
  })

  test('hostile names and texts stay text, and nothing of them runs', async () => {
    const { page, problems, sandbox, shows } = await openStage(browser)
    const room = sandbox.kick.room('ann')
    const attacks = [
      '<img src=x onerror=alert(1)>',
      '<script>alert(2)</script>',
      '</li></ol><iframe srcdoc="<script>parent.alert(3)</script>">',
      '<svg/onload=alert(4)>',
      'javascript:alert(5) https://x.example/"onmouseover=alert(6)',
    ]
    for (const [index, content] of attacks.entries()) {
      room.say({ from: `<b onclick=alert(7)>${index}</b>`, content })
    }
    const said = room.say({ from: 'eve', content: attacks[0] ?? '' })
    room.say({ from: 'zed', content: '[emote:1"onerror=alert(8):<u>]', replyTo: said.id })
    await shows([
      ...attacks.map((content, index) => `<b onclick=alert(7)>${index}</b>: ${content}`),
      `eve: ${attacks[0]}`,
      expect.stringContaining('<u>') as string,
    ])
    const foreign = page.locator(
      '#chat :is(script, iframe, svg, b, u, a, li li, [onclick], [onerror], [srcdoc])',
    )
    expect(await foreign.count()).toBe(0)
    expect(await page.locator('#chat img').count()).toBe(0)
    expect(problems).toEqual([])
  })

  test('an attempt to run a script in the page is refused by its own policy', async () => {
    const { page } = await openStage(browser)
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "run"'
      document.body.append(script)
      return document.title
    })
    expect(ran).toBe('Chat')
  })

  test('Persian runs from right to left, with its name at the right, whatever script the name is in', async () => {
    const { page, sandbox, shows } = await openStage(browser)
    const room = sandbox.kick.room('ann')
    const lines = [
      ['zoe_x', 'قیمت این PlayStation 5 چنده؟'],
      ['علی', 'hello everyone'],
      ['علی', '@bob سلام'],
    ] as const
    for (const [from, content] of lines) room.say({ from, content })
    await shows(lines.map(([from, content]) => `${from}: ${content}`))
    const seen = await page.locator('.message').evaluateAll((items) =>
      items.map((item) => {
        const name = item.querySelector('.name')?.getBoundingClientRect()
        const text = item.querySelector('.text')?.getBoundingClientRect()
        const plate = item.getBoundingClientRect()
        return {
          direction: getComputedStyle(item).direction,
          isNameRight: (name?.left ?? 0) > (text?.left ?? 0),
          isPlateRight: plate.right > innerWidth - 20 && plate.left > 20,
        }
      }),
    )
    const rtl = { direction: 'rtl', isNameRight: true, isPlateRight: true }
    expect(seen).toEqual([rtl, { direction: 'ltr', isNameRight: false, isPlateRight: false }, rtl])
  })

  test('behind the words the picture shines through', async () => {
    const { page } = await openStage(browser)
    const colors = await page.evaluate(() =>
      [document.documentElement, document.body].map((each) => getComputedStyle(each).backgroundColor),
    )
    expect(colors).toEqual(['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'])
  })
})

describe.skipIf(!canBrowse)('by its address', { timeout: 30_000 }, () => {
  test('one room of several is shown', async () => {
    const { sandbox, shows } = await openStage(browser, { room: 'bazaar' })
    sandbox.kick.room('ann').say({ from: 'zed', content: 'here' })
    sandbox.kick.room('bazaar').say({ from: 'zed', content: 'there' })
    await shows(['zed: there'])
  })

  test('only so many messages are there, and they fade', async () => {
    const { sandbox, shows } = await openStage(browser, { max: '2', fade: '0.4' })
    const room = sandbox.kick.room('ann')
    for (const content of ['1', '2', '3']) room.say({ from: 'zed', content })
    await shows(['zed: 2', 'zed: 3'])
    await shows([])
  })

  test('a busy room is sampled, moderators are not, and the rest is counted in the corner', async () => {
    const { lines, notice, sandbox } = await openStage(browser, { rate: '1' })
    const room = sandbox.kick.room('ann')
    for (let count = 0; count < 60; count += 1) room.say({ from: 'zed', content: String(count) })
    room.say({ from: 'ann', content: 'calm down' })
    await expect.poll(lines, waiting).toContain('♛✓ ann: calm down')
    await expect.poll(notice, waiting).toMatch(/^\+5\d more$/u)
    expect((await lines()).length).toBeLessThan(10)
  })

  test('what cannot be taken is said on the screen', async () => {
    const { page } = await openStage(browser, { max: '20' })
    await page.goto(page.url().replace('max=20', 'max=none'))
    await expect.poll(() => page.locator('#notice').textContent(), waiting).toContain('max takes a number')
  })
})

describe.skipIf(!canBrowse)('when the relay is away', { timeout: 30_000 }, () => {
  test('it says so, and goes on by itself: nothing is lost, and nothing doubled', async () => {
    const { notice, page, relay, restart, sandbox, shows } = await openStage(browser)
    const room = sandbox.kick.room('ann')
    room.say({ from: 'zed', content: '1' })
    await shows(['zed: 1'])
    await relay.close()
    await expect.poll(notice, waiting).toBe('reconnecting')
    room.say({ from: 'zed', content: '2' })
    const { id } = room.say({ from: 'eve', content: 'deleted meanwhile' })
    room.deleteMessage(id)
    await restart()
    room.say({ from: 'zed', content: '3' })
    await shows(['zed: 1', 'zed: 2', 'zed: 3'])
    await expect.poll(() => page.locator('#notice').isHidden(), waiting).toBe(true)
  })

  test('a loss is told in its place, by one line', async () => {
    const { page, sandbox, shows } = await openStage(browser)
    const room = sandbox.kick.room('ann')
    room.say({ from: 'zed', content: '1' })
    await shows(['zed: 1'])
    // No history to fill it from.
    sandbox.faults.failRequests({ path: '/api/v2/channels', status: 404 })
    sandbox.faults.drop()
    room.say({ from: 'zed', content: 'lost' })
    await expect.poll(() => sandbox.connections.length, waiting).toBe(1)
    await expect.poll(() => page.locator('.gap').count(), waiting).toBe(1)
    room.say({ from: 'zed', content: '2' })
    await shows(['zed: 1', '⋯ some messages may be missing', 'zed: 2'])
  })

  test('a relay that wants another token is said', async () => {
    const { notice, page } = await openStage(browser)
    const address = page.url().replace(/#.*/u, '#token=wrong')
    // Another fragment alone would not load the page again.
    await page.goto('about:blank')
    await page.goto(address)
    await expect.poll(notice, waiting).toBe('the relay refuses this token')
  })
})
