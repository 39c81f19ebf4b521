import { defaultAccessToken } from './kick/api/access-token.js'
import type { Sandbox } from './sandbox.js'

/** What the command prints once it listens: every address and key a client has to be given. */
export function greet({ url, pusher, centrifugo, kick, basalam }: Sandbox): string {
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
    `Basalam     ${basalam.apiUrl}, in place of https://openapi.basalam.com`,
    `            token ${basalam.personalToken.accessToken} of the vendor, user ${basalam.userId}, vendor ${basalam.world.vendorId}`,
    `            token ${basalam.tokenOf(basalam.world.customer).accessToken} of a customer, user ${basalam.world.customer.id}`,
    ...basalam.world.orders.map(
      ({ id, parcelId }) =>
        `            order ${id} of the customer, parcel ${parcelId}; their chat has a message`,
    ),
    `            OAuth ${basalam.tokenUrl}, client ${basalam.app.clientId}, secret ${basalam.app.clientSecret}`,
    '',
    'Ctrl+C ends it.',
    '',
  ]
  return lines.join('\n')
}
