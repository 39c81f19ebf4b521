/** Emotes as they stand in the text of a message. */
export const emotes = [
  '[emote:37226:KEKW]',
  '[emote:37227:LULW]',
  '[emote:37225:KEKLEO]',
  '[emote:37232:PeepoClap]',
  '[emote:4148074:HYPERCLAP]',
  '[emote:39251:beeBobble]',
  '[emote:37221:EZ]',
  '[emote:37217:Clap]',
  '[emote:28633:SenpaiWhoo]',
  '[emote:1730752:emojiFire]',
  '[emote:1730756:emojiHeart:big]',
  '[emote:37236:ratJAM]',
] as const

/** Short reactions, the bulk of any busy chat. */
export const reactions = [
  'lol',
  'no way',
  'gg',
  'hahahaha',
  'W',
  'L take',
  'that was clean',
  'what just happened',
  'first time here, hi all',
  'lets gooo',
  'rip',
  'one more!',
  'true',
  'nah he is cooking',
  'clip it',
  'who is this guy',
  'so close',
  '???',
  'hello chat',
  'good evening everyone',
  'wait what',
  'he did NOT just do that',
  'ok that was actually nice',
  'music is too loud',
] as const

/** Whole sentences. */
export const sentences = [
  'how long have you been playing this game already?',
  'the last round was so much better than yesterday, keep that up',
  'can someone tell me what the settings are, my screen looks nothing like that',
  'I was here when there were only forty people in chat, look at it now',
  'turn left at the bridge, there is a chest behind the waterfall',
  'my internet died exactly at the best moment, did he win or not?',
  'greetings from a very rainy evening, the stream makes it better',
  'do you read chat or are we just talking among ourselves here?',
  'that is the third time in a row, it cannot be luck any more',
  'pls play the song from last week again, the one with the long intro',
  'the schedule says eight, it is half past nine, classic',
  'if you win this one I will finally subscribe, promise',
] as const

/** Persian. */
export const persianLines = [
  'سلام به همه، شب بخیر',
  'دمت گرم داداش',
  'عالی بود، یه بار دیگه!',
  'وای چقدر خندیدم 😂😂',
  'از کجا داری استریم می‌کنی؟',
  'این بازی رو از کجا گرفتی؟',
  'کیفیت تصویر امشب خیلی بهتره',
  'بچه‌ها کسی می‌دونه آهنگ چی بود؟',
  'من تازه اومدم، چی شد؟',
  'خسته نباشی، فردا هم هستی؟',
] as const

/** Arabic. */
export const arabicLines = [
  'السلام عليكم يا شباب',
  'الله يعطيك العافية',
  'هههههههه مو طبيعي',
  'متى البث الجاي؟',
  'والله لعب نظيف 🔥',
  'صوت المايك واطي شوي',
  'مساء الخير من جدة',
  'ايش اسم اللعبة؟',
] as const

/** Emoji, plain and joined. */
export const emojiLines = [
  '😂😂😂',
  '🔥🔥',
  '❤️',
  '👏👏👏',
  '🫡',
  '💀',
  '👨‍👩‍👧‍👦 hi',
  '🇮🇷 ❤️ 🇧🇷',
  'gg 🏆',
  '🤔🤔',
  '👋🏽',
] as const

/** What one answers with. */
export const replies = [
  'exactly',
  'no you are wrong',
  'thanks!',
  'yes, since yesterday',
  'haha same',
  'ask him after the round',
  'دقیقا',
  'نه بابا',
  'صح لسانك',
  'I think so too',
  'not even close',
  'welcome!',
  'look at the panel below the stream',
  '❤️',
] as const

/** What celebrations say; they may say nothing. */
export const celebrationLines = [
  '',
  '',
  'another month!',
  'still here',
  'worth every cent',
  'عاشقتم',
  'love this place ❤️',
] as const

export const pollQuestions = [
  { title: 'Which map next?', options: ['Harbor', 'Old town', 'Sky base'] },
  { title: 'Keep playing or cook?', options: ['Play', 'Cook'] },
  { title: 'کدوم بازی؟', options: ['فوتبال', 'مسابقه', 'ترسناک', 'هیچ‌کدوم'] },
] as const

export const predictionQuestions = [
  { title: 'Does he win this round?', outcomes: ['Yes', 'No'] },
  { title: 'Deaths before midnight?', outcomes: ['0 to 5', '6 or more'] },
] as const

export const rewardTitles = [
  'Hydrate',
  'Choose the next song',
  'Say hello',
  'Unban Request',
  'یه جوک بگو',
] as const

export const streamTitles = [
  'Chill evening, come in',
  'Ranked until I drop',
  'استریم شبانه 🌙',
  'New game, no idea',
] as const

export const hostNames = ['MidnightMaya', 'CaptainKebab', 'tea_and_rust', 'Okan_TV', 'lofi_lena'] as const

/** Events no client can know: the feed grows without notice. */
export const unknownEvents = [
  { name: 'App\\Events\\SandboxNoveltyEvent', data: { shape: 'new', nested: { list: [1, 2, 3] } } },
  { name: 'MysteryBoxOpened', data: { opened: true } },
  { name: 'App\\Events\\EmptyNoveltyEvent', data: '' },
] as const
