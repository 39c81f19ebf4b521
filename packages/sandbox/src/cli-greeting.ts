import { defaultAccessToken } from './kick/api/access-token.js'
import type { Sandbox } from './sandbox.js'

/** What the command prints once it listens: every address and key a client has to be given. */
export function greet({ url, pusher, centrifugo, kick }: Sandbox): string {
  const lines = [
    `Wireloom sandbox listens on ${url}`,
    '',
    `Pusher      ws://${pusher.host}:${pusher.port}/app/${pusher.key}?protocol=7`,
    `            app id ${pusher.appId}, key ${pusher.key}, secret ${pusher.secret}`,
    `            HTTP API ${url}/apps/${pusher.appId}, channel authorization ${pusher.authUrl}`,
    `Centrifugo  ${centrifugo.url}`,
    `Kick site   ${kick.siteUrl}, in place of https://kick.com`,
    `Negotiation ${kick.realtimeUrl}, in place of https://web.kick.com`,
    `Kick API    ${kick.apiUrl}, in place of https://api.kick.com; bearer token ${defaultAccessToken}`,
    `Kick OAuth  ${kick.oauth.url}, in place of https://id.kick.com`,
    `            client id ${kick.oauth.clientId}, secret ${kick.oauth.clientSecret}`,
    ...kick.rooms.flatMap((room) => [
      `Room        ${room.slug}: chatroom ${room.chatroomId}, channel ${room.channelId}, user ${room.userId}`,
      `            ${kick.siteUrl}/api/v2/channels/${room.slug}, messages on ${room.channels.chat}`,
      `            ${kick.siteUrl}/api/v2/channels/${room.channelId}/messages, its history`,
    ]),
    '',
    'Ctrl+C ends it.',
    '',
  ]
  return lines.join('\n')
}
