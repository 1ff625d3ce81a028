/**
 * Mail programs' ways of quoting, written after the shapes of real ones: for each, what it puts below (or above) a
 * reply. Used to prove `extract(quote(reply)) = reply` in many languages.
 */
export interface Quoting {
  readonly name: string;
  readonly quote: (reply: string, quoted: string) => string;
}

const marked = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");

/** "…wrote:" lines as Gmail, Apple Mail and Thunderbird print them, by language. */
export const introductions: readonly (readonly [string, string])[] = [
  ["en gmail", "On Fri, Dec 8, 2017 at 6:30 PM Acme Support <help@acme.example> wrote:"],
  ["en apple", "On Dec 8, 2017, at 6:30 PM, Acme Support <help@acme.example> wrote:"],
  ["en thunderbird", "On 08/12/2017 18:30, Acme Support wrote:"],
  ["en mutt", "On Fri, Dec 08, 2017 at 06:30:00PM +0100, Acme Support wrote:"],
  ["en notes", "Acme Support <help@acme.example> wrote on 12/08/2017 06:30:00 PM:"],
  ["en yahoo", "On Friday, December 8, 2017, 6:30:12 PM GMT+1, Acme Support <help@acme.example> wrote:"],
  ["en proton", "On Friday, December 8th, 2017 at 6:30 PM, Acme Support <help@acme.example> wrote:"],
  ["en fastmail", "On Fri, 8 Dec 2017, at 18:30, Acme Support wrote:"],
  ["en zoho", "---- On Fri, 08 Dec 2017 18:30:00 +0100 Acme Support <help@acme.example> wrote ----"],
  ["fr gmail", "Le ven. 8 déc. 2017 à 18:30, Acme Support <help@acme.example> a écrit :"],
  ["fr apple", "Le 8 déc. 2017 à 18:30, Acme Support <help@acme.example> a écrit :"],
  ["fr thunderbird", "Le 08/12/2017 à 18:30, Acme Support a écrit :"],
  ["fr zimbra", "----- Le 8 Déc 17, à 18:30, Acme Support help@acme.example a écrit :"],
  ["de gmail", "Am Fr., 8. Dez. 2017 um 18:30 Uhr schrieb Acme Support <help@acme.example>:"],
  ["de apple", "Am 08.12.2017 um 18:30 schrieb Acme Support <help@acme.example>:"],
  ["es gmail", "El vie., 8 dic. 2017 a las 18:30, Acme Support (<help@acme.example>) escribió:"],
  ["es apple", "El 8 dic 2017, a las 18:30, Acme Support <help@acme.example> escribió:"],
  ["pt gmail", "Em sex., 8 de dez. de 2017 às 18:30, Acme Support <help@acme.example> escreveu:"],
  ["it gmail", "Il giorno ven 8 dic 2017 alle ore 18:30 Acme Support <help@acme.example> ha scritto:"],
  ["nl gmail", "Op vr 8 dec. 2017 om 18:30 schreef Acme Support <help@acme.example>:"],
  ["nl apple", "Op 8 dec. 2017 om 18:30 heeft Acme Support <help@acme.example> het volgende geschreven:"],
  ["da gmail", "Den fre. 8. dec. 2017 kl. 18.30 skrev Acme Support <help@acme.example>:"],
  ["nb gmail", "fre. 8. des. 2017 kl. 18:30 skrev Acme Support <help@acme.example>:"],
  ["sv gmail", "Den fre 8 dec. 2017 kl 18:30 skrev Acme Support <help@acme.example>:"],
  ["sv apple", "8 dec. 2017 kl. 18:30 skrev Acme Support <help@acme.example>:"],
  ["fi gmail", "pe 8. jouluk. 2017 klo 18.30 Acme Support (help@acme.example) kirjoitti:"],
  ["is gmail", "Þann fös., 8. des. 2017 kl. 18:30 skrifaði Acme Support <help@acme.example>:"],
  ["pl gmail", "pt., 8 gru 2017 o 18:30 Acme Support <help@acme.example> napisał(a):"],
  ["pl thunderbird", "W dniu 08.12.2017 o 18:30, Acme Support pisze:"],
  ["cs gmail", "pá 8. 12. 2017 v 18:30 odesílatel Acme Support <help@acme.example> napsal:"],
  ["sk gmail", "pi 8. 12. 2017 o 18:30 Acme Support <help@acme.example> napísal(a):"],
  ["hu gmail", "Acme Support <help@acme.example> ezt írta (időpont: 2017. dec. 8., P, 18:30):"],
  ["ro gmail", "vin., 8 dec. 2017 la 18:30, Acme Support <help@acme.example> a scris:"],
  ["bg gmail", "На пт, 8.12.2017 г. в 18:30 Acme Support <help@acme.example> написа:"],
  ["ru gmail", "пт, 8 дек. 2017 г. в 18:30, Acme Support <help@acme.example>:"],
  ["ru thunderbird", "08.12.2017 18:30, Acme Support пишет:"],
  ["ru mail.ru", "Пятница, 8 декабря 2017, 18:30 +03:00 от Acme Support <help@acme.example>:"],
  ["uk gmail", "пт, 8 груд. 2017 р. о 18:30 Acme Support <help@acme.example> пише:"],
  ["hr gmail", "pet, 8. pro 2017. u 18:30 Acme Support <help@acme.example> napisao je:"],
  ["sr gmail", "пет, 8. дец 2017. у 18:30 Acme Support <help@acme.example> је написао/ла:"],
  ["sl gmail", "V V pet., 8. dec. 2017 ob 18:30 je oseba Acme Support <help@acme.example> napisala:"],
  ["et gmail", "Acme Support (<help@acme.example>) kirjutas kuupäeval R, 8. detsember 2017 kell 18:30:"],
  ["lv gmail", "piektd., 2017. g. 8. dec., plkst. 18:30 — lietotājs Acme Support (<help@acme.example>) rakstīja:"],
  ["lt gmail", "2017-12-08, pn, 18:30 Acme Support <help@acme.example> rašė:"],
  ["el gmail", "Στις Παρ 8 Δεκ 2017 στις 6:30 μ.μ., ο χρήστης Acme Support <help@acme.example> έγραψε:"],
  ["tr gmail", "Acme Support <help@acme.example>, 8 Ara 2017 Cum, 18:30 tarihinde şunu yazdı:"],
  ["ar gmail", "في الجمعة، ٨ ديسمبر ٢٠١٧ في ٦:٣٠ م تمت كتابة ما يلي بواسطة Acme Support <help@acme.example>:"],
  [
    "he gmail",
    "\u202Bבתאריך יום ו׳, 8 בדצמ׳ 2017 ב-18:30 מאת \u202AAcme Support\u202C\u200F <\u202Ahelp@acme.example\u202C\u200F>:\u202C",
  ],
  ["fa gmail", "در تاریخ جمعه ۸ دسامبر ۲۰۱۷،\u200F ۱۸:۳۰ Acme Support <help@acme.example> نوشت:"],
  ["hi gmail", "शुक्र, 8 दिस॰ 2017 को 6:30 pm बजे को Acme Support <help@acme.example> ने लिखा:"],
  ["th gmail", "ในวันที่ ศ. 8 ธ.ค. 2017 เวลา 18:30 Acme Support <help@acme.example> เขียนว่า:"],
  ["vi gmail", "Vào Th 6, 8 thg 12, 2017 vào lúc 18:30 Acme Support <help@acme.example> đã viết:"],
  ["id gmail", "Pada tanggal Jum, 8 Des 2017 pukul 18.30 Acme Support <help@acme.example> menulis:"],
  ["ja gmail", "2017年12月8日(金) 18:30 Acme Support <help@acme.example>:"],
  ["ja apple", "2017/12/08 18:30、Acme Support <help@acme.example>のメール:"],
  ["ko gmail", "2017년 12월 8일 (금) 오후 6:30, Acme Support <help@acme.example>님이 작성:"],
  ["zh-Hans gmail", "Acme Support <help@acme.example> 于2017年12月8日周五 18:30写道："],
  ["zh-Hant gmail", "Acme Support <help@acme.example> 於 2017年12月8日 週五 下午6:30寫道："],
  ["zh netease", '在 2017-12-08 18:30:00，"Acme Support" <help@acme.example> 写道：'],
  ["ca gmail", "Missatge de Acme Support <help@acme.example> del dia dv., 8 de des. 2017 a les 18:30:"],
  ["gl gmail", "O ven., 8 dec. 2017 ás 18:30, Acme Support (<help@acme.example>) escribiu:"],
];

/** Headers of the mail answered as Outlook prints them: from, sent, to, subject. */
export const headers: readonly (readonly [string, string])[] = (
  [
    ["en", "From", "Sent", "Friday, December 8, 2017 6:30 PM", "To", "Subject"],
    ["fr", "De ", "Envoyé ", "vendredi 8 décembre 2017 18:30", "À ", "Objet "],
    ["de", "Von", "Gesendet", "Freitag, 8. Dezember 2017 18:30", "An", "Betreff"],
    ["es", "De", "Enviado", "viernes, 8 de diciembre de 2017 18:30", "Para", "Asunto"],
    ["es el", "De", "Enviado el", "viernes, 8 de diciembre de 2017 18:30", "Para", "Asunto"],
    ["pt", "De", "Enviado", "sexta-feira, 8 de dezembro de 2017 18:30", "Para", "Assunto"],
    ["it", "Da", "Inviato", "venerdì 8 dicembre 2017 18:30", "A", "Oggetto"],
    ["nl", "Van", "Verzonden", "vrijdag 8 december 2017 18:30", "Aan", "Onderwerp"],
    ["da", "Fra", "Sendt", "8. december 2017 18:30", "Til", "Emne"],
    ["nb", "Fra", "Sendt", "fredag 8. desember 2017 18:30", "Til", "Emne"],
    ["sv", "Från", "Skickat", "den 8 december 2017 18:30", "Till", "Ämne"],
    ["fi", "Lähettäjä", "Lähetetty", "perjantai 8. joulukuuta 2017 18.30", "Vastaanottaja", "Aihe"],
    ["pl", "Od", "Wysłano", "piątek, 8 grudnia 2017 18:30", "Do", "Temat"],
    ["cs", "Od", "Odesláno", "pátek 8. prosince 2017 18:30", "Komu", "Předmět"],
    ["sk", "Od", "Odoslané", "piatok 8. decembra 2017 18:30", "Komu", "Predmet"],
    ["hu", "Feladó", "Elküldve", "2017. december 8., péntek 18:30", "Címzett", "Tárgy"],
    ["ro", "De la", "Trimis", "vineri, 8 decembrie 2017 18:30", "Către", "Subiect"],
    ["bg", "От", "Изпратено", "петък, 8 декември 2017 г. 18:30", "До", "Относно"],
    ["ru", "От", "Отправлено", "пятница, 8 декабря 2017 г. 18:30", "Кому", "Тема"],
    ["uk", "Від", "Надіслано", "пʼятниця, 8 грудня 2017 р. 18:30", "Кому", "Тема"],
    ["el", "Από", "Στάλθηκε", "Παρασκευή, 8 Δεκεμβρίου 2017 6:30 μμ", "Προς", "Θέμα"],
    ["tr", "Kimden", "Gönderildi", "8 Aralık 2017 Cuma 18:30", "Kime", "Konu"],
    ["hr", "Šalje", "Poslano", "petak, 8. prosinca 2017. 18:30", "Prima", "Predmet"],
    ["sl", "Od", "Poslano", "petek, 08. december 2017 18:30", "Za", "Zadeva"],
    ["et", "Saatja", "Saadetud", "reede, 8. detsember 2017 18:30", "Adressaat", "Teema"],
    ["lv", "No", "Nosūtīts", "piektdiena, 2017. gada 8. decembris 18:30", "Kam", "Tēma"],
    ["lt", "Nuo", "Išsiųsta", "2017 m. gruodžio 8 d., penktadienis 18:30", "Kam", "Tema"],
    ["ar", "من", "تاريخ الإرسال", "الجمعة، ٨ ديسمبر ٢٠١٧ ٠٦:٣٠ م", "إلى", "الموضوع"],
    ["he", "מאת", "נשלח", "יום שישי 8 דצמבר 2017 18:30", "אל", "נושא"],
    ["fa", "از", "ارسال‌شده", "جمعه ۸ دسامبر ۲۰۱۷ ۱۸:۳۰", "به", "موضوع"],
    ["th", "จาก", "ส่ง", "วันศุกร์ที่ 8 ธันวาคม 2560 18:30", "ถึง", "เรื่อง"],
    ["vi", "Từ", "Đã gửi", "Thứ Sáu, 8 tháng 12, 2017 18:30", "Đến", "Chủ đề"],
    ["id", "Dari", "Terkirim", "Jumat, 08 Desember 2017 18.30", "Kepada", "Subjek"],
    ["ja", "差出人", "送信日時", "2017年12月8日 18:30", "宛先", "件名"],
    ["ko", "보낸 사람", "보낸 날짜", "2017년 12월 8일 금요일 오후 6:30", "받는 사람", "제목"],
    ["zh-Hans", "发件人", "发送时间", "2017年12月8日 18:30", "收件人", "主题"],
    ["zh-Hant", "寄件者", "寄件日期", "2017年12月8日 下午 06:30", "收件者", "主旨"],
    ["ca", "De", "Enviat", "divendres, 8 de desembre de 2017 18:30", "Per a", "Assumpte"],
  ] as const
).map(([language, from, sent, when, to, subject]) => [
  language,
  `${from}: Acme Support <help@acme.example>\n${sent}: ${when}\n${to}: Marie Dupont <marie@example.org>\n${subject}: Your order`,
]);

/** Dividers with a header below, as phones and older programs print them. */
export const dividers: readonly (readonly [string, string])[] = [
  [
    "samsung en",
    "-------- Original message --------\nFrom: Acme Support <help@acme.example>\nDate: 08/12/2017 18:30 (GMT+01:00)\nTo: marie@example.org\nSubject: Your order",
  ],
  [
    "samsung de",
    "-------- Ursprüngliche Nachricht --------\nVon: Acme Support <help@acme.example>\nDatum: 08.12.17 18:30 (GMT+01:00)\nAn: marie@example.org\nBetreff: Your order",
  ],
  [
    "outlook express es",
    "----- Mensaje original -----\nDe: Acme Support\nPara: Marie\nEnviado: viernes 8\nAsunto: Your order",
  ],
  ["outlook it", "-----Messaggio originale-----\nDa: Acme Support\nInviato: venerdì 8\nA: Marie\nOggetto: Your order"],
  [
    "qq",
    '------------------ 原始邮件 ------------------\n发件人: "Acme Support"<help@acme.example>;\n发送时间: 2017年12月8日(星期五) 晚上6:30\n收件人: "Marie"<marie@example.org>;\n主题: Your order',
  ],
  [
    "naver",
    '-----Original Message-----\nFrom: "Acme Support"<help@acme.example>\nTo: <marie@example.org>;\nCc:\nSent: 2017-12-08 (금) 18:30:00 (GMT+09:00)\nSubject: Your order',
  ],
  [
    "outlook web",
    "________________________________\nFrom: Acme Support <help@acme.example>\nSent: Friday, December 8, 2017 6:30 PM\nTo: Marie Dupont <marie@example.org>\nSubject: Your order",
  ],
  [
    "proton",
    "------- Original Message -------\nOn Friday, December 8th, 2017 at 6:30 PM, Acme Support <help@acme.example> wrote:",
  ],
  [
    "yahoo pl",
    "----- Oryginalna wiadomość -----\nOd: Acme Support\nDo: marie@example.org\nWysłano: piątek\nTemat: Your order",
  ],
  ["ja", "----- 元のメッセージ -----\n差出人: Acme Support\n宛先: Marie\n送信日時: 2017/12/08\n件名: Your order"],
];

/** Lines at 72 columns, as text/plain alternatives are broken; long words stay whole. */
export function wrap(line: string, width = 72): string {
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join("\n");
}

export const quotings: readonly Quoting[] = [
  ...introductions.flatMap(([name, line]): readonly Quoting[] => [
    { name: `${name}, marked`, quote: (reply, quoted) => `${reply}\n\n${line}\n\n${marked(quoted)}\n` },
    { name: `${name}, marked, wrapped`, quote: (reply, quoted) => `${reply}\n\n${wrap(line)}\n\n${marked(quoted)}\n` },
    { name: `${name}, unmarked`, quote: (reply, quoted) => `${reply}\n\n${line}\n\n${quoted}\n` },
    { name: `${name}, unmarked, wrapped`, quote: (reply, quoted) => `${reply}\n\n${wrap(line)}\n\n${quoted}\n` },
    { name: `${name}, answered below`, quote: (reply, quoted) => `${line}\n${marked(quoted)}\n\n${reply}\n` },
  ]),
  ...headers.map(([name, header]): Quoting => ({
    name: `header ${name}`,
    quote: (reply, quoted) => `${reply}\n\n${header}\n\n${quoted}\n`,
  })),
  ...headers.map(([name, header]): Quoting => ({
    name: `header ${name}, bold`,
    quote: (reply, quoted) => `${reply}\n\n${header.replaceAll(/^([^:\n]+):/gm, "*$1:*")}\n\n${quoted}\n`,
  })),
  ...dividers.map(([name, header]): Quoting => ({
    name: `divider ${name}`,
    quote: (reply, quoted) => `${reply}\n\n${header}\n\n${quoted}\n`,
  })),
];
