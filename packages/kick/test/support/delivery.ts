/** A delivery that Kick signed in April 2025, as published in the tests of another library. */
export const realDelivery = {
  messageId: '01JQR5KV0QC94HMETWYNBWRW4Z',
  subscriptionId: '01JQ79DGGK8C9117GJN8EHCYGG',
  timestamp: '2025-04-01T07:56:19Z',
  type: 'livestream.status.updated',
  body: '{"broadcaster":{"is_anonymous":false,"user_id":4809577,"username":"FusedChat","is_verified":null,"profile_picture":"https://files.kick.com/images/user/4809577/profile_image/conversion/9028f795-f3ef-42dc-9cfc-7cb7ba6f32fa-medium.webp","channel_slug":"fusedchat"},"is_live":true,"title":"Multiplatform bot!","started_at":"2025-04-01T07:56:18Z","ended_at":null}',
  signature:
    'fpZCxfE8lojfMhDPvSpmEjHbJH4+6OFVSLStKgiTxH7QXQw/M3sdWWl0o/pxBz0vA9xXP8x3l+z7WNkT3C+6K7MkEZBtvv+88IAgWyJ2uTLKJtuFn5FIIQKTv1tAqOeFIp1A56DJR9eJ/yzG+flj9RwSNcvMPXBHS3X5jisBiKhYrqUUAW6HYuYKMq5cTcxb1IX0hyN5jEkFv2BuWAIlriyVztdXBX1aHENBxCSf1qbFzQ26VCaZNCOGPpLS+4kHzuU8Zkju+o4nAUm+DIC8c1CjYfPIwu/tZb2HPGklXt1ZMQXpnP+F/Oo+NaW8Z0fBl1ZG8wanIVjPClkoDR4QZQ==',
} as const

/** The same as Kick's own request. */
export function toRequest({
  messageId,
  subscriptionId,
  timestamp,
  type,
  body,
  signature,
}: typeof realDelivery): Request {
  return new Request('http://localhost/webhook', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'Kick-Event-Message-Id': messageId,
      'Kick-Event-Subscription-Id': subscriptionId,
      'Kick-Event-Signature': signature,
      'Kick-Event-Message-Timestamp': timestamp,
      'Kick-Event-Type': type,
      'Kick-Event-Version': '1',
    },
    body,
  })
}
