/**
 * Passwords that are guessed first (NIST SP 800-63B-4, 3.1.1.2), Japanese habits among them. Kept as stems: lower case, without
 * the digits and signs that people put around a word, and with the usual digits read as letters.
 */
const stems = new Set([
  'password', 'passwd', 'passw', 'passwort', 'pass', 'passpass', 'pasuwado', 'pasuwaado', 'passcode', 'secret', 'himitsu', 'letmein', 'welcome', 'welcom', 'login',
  'admin', 'administrator', 'adminadmin', 'kanri', 'kanrisha', 'root', 'user', 'guest', 'test', 'testtest', 'demo', 'changeme', 'default',
  'qwerty', 'qwertyui', 'qwertyuiop', 'asdf', 'asdfgh', 'asdfghjk', 'asdfghjkl', 'zxcvbnm', 'qazwsx', 'qazwsxedc', 'qweasd', 'qweasdzxc',
  'abc', 'abcd', 'abcde', 'abcdef', 'abcdefg', 'abcdefgh', 'abcabc', 'aiueo', 'kakikukeko', 'iroha', 'irohanihoheto',
  'iloveyou', 'loveyou', 'love', 'daisuki', 'aishiteru', 'arigato', 'arigatou', 'konnichiwa', 'ohayou', 'omedetou', 'ganbare', 'ganbaru', 'yoroshiku', 'onegai', 'onegaishimasu',
  'sakura', 'hanako', 'taro', 'tarou', 'yamada', 'yamadataro', 'yamadatarou', 'yamadahanako', 'suzuki', 'sato', 'satou', 'tanaka', 'takahashi', 'watanabe', 'ito', 'itou', 'nakamura', 'kobayashi',
  'nippon', 'nihon', 'japan', 'tokyo', 'osaka', 'kyoto', 'fujisan', 'heisei', 'showa', 'shouwa', 'reiwa', 'taisho',
  'shiyakusho', 'yakuba', 'yakusho', 'kencho', 'kenchou', 'shicho', 'shichou', 'jichitai', 'koumuin', 'komuin', 'shokuin', 'soumu', 'soumuka', 'kikaku', 'shimin', 'chosha', 'kinmu',
  'doraemon', 'pikachu', 'pokemon', 'totoro', 'anpanman', 'naruto', 'onepiece', 'dragonball', 'mario', 'hellokitty', 'kitty', 'snoopy', 'disney', 'michael', 'arashi', 'hanshin', 'tigers', 'giants',
  'sunshine', 'princess', 'football', 'baseball', 'yakyu', 'yakyuu', 'soccer', 'monkey', 'dragon', 'shadow', 'master', 'superman', 'computer', 'internet', 'windows', 'element', 'matrix', 'sekisho',
]);

const asLetters: Record<string, string> = { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '@': 'a', $: 's', '!': 'i' };
const rows = ['01234567890', '09876543210', 'abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba', 'qwertyuiop', 'poiuytrewq', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', '1q2w3e4r5t6y7u8i9o0p'];

/** Whether the password is among the first that anybody would try: a common word, one piece again and again, a run along the keys. */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  const stripped = lower.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const read = lower.replace(/[0-9!.,;?*#_-]+$/, '').replace(/[013458@$!]/g, (sign) => asLetters[sign] ?? sign);
  return stems.has(stripped) || stems.has(read) || /^(.{1,4})\1+.{0,3}$/s.test(lower) || isRun(lower);
}

/** Made of at most two stretches of neighbouring keys or letters, as `12345678`, `abcd1234`. */
function isRun(text: string): boolean {
  let at = 0;
  for (let stretches = 0; stretches < 2 && at < text.length; stretches++) {
    let length = text.length - at;
    while (length > 2 && !rows.some((row) => row.includes(text.slice(at, at + length)))) length--;
    if (length <= 2) return false;
    at += length;
  }
  return at >= text.length;
}
