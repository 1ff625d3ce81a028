/** The language tables as the rules need them: one lookup for all languages, made once. */
import { phrases, plain, words } from "../words.ts";
import { asian } from "./asian.ts";
import { germanic } from "./germanic.ts";
import type { Language } from "./language.ts";
import { others } from "./others.ts";
import { romance } from "./romance.ts";
import { slavic } from "./slavic.ts";

export type HeaderField = "from" | "sent" | "date" | "to" | "cc" | "subject";

export const languages: readonly Language[] = [...germanic, ...romance, ...slavic, ...asian, ...others];

const all = (list: (language: Language) => readonly string[]): readonly string[] => languages.flatMap(list);

/** First words of lines that introduce a quote, in lower case. */
export const openers: ReadonlySet<string> = new Set(all((l) => l.opens).map((one) => words(plain(one)).trim()));
export const wrotePhrases = phrases(all((l) => l.wrote));
export const originalPhrases = phrases(all((l) => l.original));
export const forwardedPhrases = phrases(all((l) => l.forwarded));
export const sentFromMyPhrases = phrases(all((l) => l.sentFromMy));
export const sentFromPhrases = phrases(all((l) => l.sentFrom));
export const sentAfterPhrases = phrases(all((l) => l.sentAfter ?? []));

const FIELDS: readonly HeaderField[] = ["from", "sent", "date", "to", "cc", "subject"];

/** Header names of all languages, plain and in lower case. The first language to claim a name wins: none differ in what they prove. */
export const headerFields: ReadonlyMap<string, HeaderField> = new Map(
  languages
    .flatMap((l) => FIELDS.flatMap((field) => l[field].map((name) => [plain(name).toLowerCase(), field] as const)))
    .toReversed(),
);

/** Phones and programs that sign mail for the person. A brand alone is an answer ("a Samsung Galaxy"); with "sent from" it is not. */
export const devices = phrases(
  (
    "iphone|ipad|ipod|apple watch|mac|macbook|imac|android|blackberry|samsung|galaxy|huawei|honor|xiaomi|redmi|poco|oppo|" +
    "realme|vivo|oneplus|nokia|lumia|htc|lg|sony|xperia|motorola|moto|pixel|wiko|zte|alcatel|fairphone|windows phone|" +
    "windows mail|mobile|mobil|móvil|móbil|celular|cellulare|telefonino|smartphone|handy|phone|telefon|telefone|teléfono|" +
    "téléphone|telefoon|mobiltelefon|mobilní telefon|tablet|tablette|телефона|смартфона|мобильного|手机|手機|スマートフォン|携帯|outlook|" +
    "hotmail|yahoo|gmail|gmx|web de|aol|mail ru|myMail|yandex|яндекс|почты|proton|protonmail|proton mail|tutanota|tuta|" +
    "thunderbird|mailspring|spark|airmail|newton|typeapp|bluemail|aqua mail|aquamail|k 9|k 9 mail|fairemail|zoho|zoho mail|" +
    "mailtrack|mailsuite|mixmax|yesware|streak|shortwave|mimestream|missive|hubspot|shift|wavebox|notion mail|spike|boomerang|right inbox|" +
    "icloud|zimbra|fastmail|superhuman|mailbird|edison|canary|polymail|sparrow|acompli|boxer|em client|posteo|t online|" +
    "freenet|naver|nate|daum|qq|网易|アイフォン|아이폰|갤럭시|айфона|iphonesta|ipadista|androidista|puhelimesta|iphoneumdan|iphonetik|" +
    "foxmail|rediffmail|sogo|roundcube|webmail|windows 10|windows 11|for windows|für windows|pour windows|para windows|" +
    "per windows|voor windows|til windows|för windows|dla windows|pro windows|для windows"
  ).split("|"),
);

/** Words that tell an advertisement of a mail program for a phone: with its name they are no sentence of the person. */
export const outlookPlatforms = phrases(["ios", "android", "mac", "iphone", "ipad", "mobile"]);

/** How Outlook's line for phones says "get", by language. */
export const gettingPhrases = phrases(
  (
    "get|download|télécharger|télécharge|obtenez|obtenir|obtener|obtén|descargar|holen|hol dir|laden sie|herunterladen|scarica|ottieni|haal|" +
    "downloaden|hent|få|hämta|skaffa|hanki|lataa|pobierz|uzyskaj|získat|stáhnout|získajte|stiahnuť|letöltés|szerezze be|descărcați|obțineți|" +
    "изтегляне|загрузить|скачать|получить|отримати|завантажити|baixar|obter|obtenha|λήψη|αποκτήστε|indir|edinin|alın|الحصول على|تنزيل|" +
    "احصل على|קבל|הורד|دریافت|ดาวน์โหลด|รับ|tải|dapatkan|unduh|を入手|ダウンロード|获取|下載|下载|取得|다운로드|받기|preuzmi|preuzmite|" +
    "prenesite|hangi|iegūt|gauti"
  ).split("|"),
);
