/**
 * What mail systems say of their reasons, as data. Asked from the top, on lower-case text with single spaces.
 *
 * Order is the rule: a policy that mentions "recipient" is no unknown recipient, and a full mailbox that is "not available" is full.
 */
import type { BounceReason } from "./bounce-reason.ts";

interface ReasonWording {
  readonly reason: BounceReason;
  readonly phrases: readonly RegExp[];
}

export const REASONS: readonly ReasonWording[] = [
  {
    reason: "system",
    phrases: [/(?:procmail|maildrop|deliver|mail\.local): (?:couldn['’]t|can['’]?t|cannot|unable to) /],
  },
  {
    reason: "network",
    phrases: [
      /malformed or unexpected name server reply|host not found, try again|name service error[^;]{0,120}(?:try again|timed? ?out|refused)|temporary (?:dns|lookup|name server) (?:error|failure)/,
    ],
  },
  {
    reason: "blocked",
    // A group that does not exist, or does not want to say so to strangers: told in forty languages, always with this link.
    phrases: [/\bgroups\.google\.com\b/],
  },
  {
    reason: "unknown-address",
    // Microsoft's answer for a recipient that is in no directory.
    phrases: [/recipient address rejected: access denied/],
  },
  {
    reason: "unknown-address",
    phrases: [/account or domain may not exist/],
  },
  {
    reason: "blocked",
    // What the recipient has chosen says that they are there.
    phrases: [
      /only accepting mail from|user rules|recipient preferences|user reject|blocked by the recipient|refuse[sd]? to receive|protected by|unverified address|grey ?list/,
    ],
  },
  {
    reason: "disabled",
    phrases: [
      /extended inactivity|bo[iî]te inactive|(?:is|was|are) (?:currently |temporarily )?disabled|not in service/,
    ],
  },
  {
    reason: "takes-no-mail",
    phrases: [
      /null ?mx|does(?:n['’]t| not) (?:receive|accept) (?:any )?(?:e-?mail|mail)|not accept (?:any )?mail (?:from|at) |no mail (?:is )?accepted|host does not accept|indicated no smtp service|no smtp service|does not accept mail|smtp protocol returned a permanent/,
    ],
  },
  {
    reason: "moved",
    phrases: [
      /(?:user|recipient|address|mailbox|account)(?: has)? (?:moved|changed)|has moved (?:to|and)|no longer (?:on this server|on server)|address changed|hasmoved|has been replaced by|moved to another|new e-?mail address is/,
    ],
  },
  {
    reason: "mailbox-full",
    phrases: [
      /(?:mail ?box|inbox|mailfolder|mail ?directory|mail ?spool|disk|account|storage|boîte|postfach)[^.;]{0,40}(?:is |was )?(?:full\b|over ?quota|exceed|too large|voll|pleine)|(?:over|exceed(?:s|ed|ing)?|beyond|out of)[^.;]{0,25}quota|quota[^.;]{0,30}(?:exceed|full|reached|violat|has been)|quota full|quota-issues|mailfull|mail ?boxfull/,
      /(?:not enough|insufficient|no|out of)[^.;]{0,24}(?:storage|disk) ?space|too many messages (?:in|on)|maximum (?:mail)?box size|storage (?:limit|allocation)|exceeded (?:the )?(?:max(?:imum)? )?(?:storage|mailbox|space)|account is (?:temporarily )?(?:over|full|overquota)|user is over|no space left|size of the mailbox/,
      /dépassé son quota|boite (?:aux lettres )?pleine|quota dépassé|buzón (?:está )?lleno|casella piena|caixa (?:postal|de correio) (?:está )?cheia|postvak (?:is )?vol|переполнен|превышен[аоы]? (?:квот|размер ящика)|容量(?:が)?(?:を)?(?:超|不足|オーバー|いっぱい)|メールボックス(?:が|の)[^。]{0,12}(?:一杯|いっぱい|満|超)|邮箱(?:已满|空间不足)|信箱已滿|메일함[^.]{0,10}(?:가득|초과)/,
    ],
  },
  {
    reason: "too-large",
    phrases: [
      /(?:message|mail|e-mail|email|attachment|header|content)s?(?: body| data| file)?(?:'s)? (?:size|length|is|was|larger|too|exceed|file|length|header)[^.;]{0,30}(?:too (?:large|big|long)|exceed|limit|larger|bigger)|(?:message|mail|mesg) (?:is )?too (?:big|large|long)|exceed(?:s|ed|ing)?[^.;]{0,40}(?:message|mail|max(?:imum)?)[^.;]{0,16}(?:size|length)|size limit|maximum (?:message|mail|file|attachment) size|over the maximum message/,
    ],
  },
  {
    reason: "too-fast",
    phrases: [
      /too many (?:(?:concurrent|simultaneous|open|smtp|active|recipient) )?(?:connections?|sessions?|messages from|errors from|mails? from|emails? from|requests)|rate[- ](?:limit|exceed)|ratelimit|sending (?:limit|rate)|receiving mail at a rate|at a rate that|throttl|slow down|connection (?:rate|limit|frequency)|too (?:fast|quickly|frequent)|try again (?:in a few|later)[^.;]{0,12} rate|too many recipients|(?:this|per) hour|exceed(?:s|ed) (?:the )?(?:rate|sending|daily|hourly|max(?:imum)? (?:number of )?(?:connections|messages))|max (?:message|conn)/,
    ],
  },
  {
    reason: "spam",
    phrases: [
      /\bspam(?!haus|cop)|mail content denied|unsolicited|\bbulk (?:mail|email)|\bube\b|\buce\b|\bvirus|malware|infected|phish|junk mail|looks like spam|advertis|sieve|content (?:filter|restriction)|blocked because its content|contains? (?:a )?(?:potential|suspicious)|potential security (?:issue|problem)|not allowed attachment|message content rejected|rejected (?:due to|because of) (?:its )?content|banned (?:file|attachment|content)|prohibited (?:file|attachment|content)|aup#|heuristics/,
    ],
  },
  {
    reason: "blocked",
    phrases: [
      /black ?list|block ?list|\brbl\b|\bdnsbl\b|denylist|spamhaus|spamcop|sorbs|barracuda|senderbase|reputation|\bpoor\b|\bbanned\b|access denied|client host (?:rejected|blocked)|blocked (?:by|using|due|-|for)|(?:ip|host|server|sender|client|network|domain|you|connection|mail)(?: address)?(?: \[?[0-9a-f.:]{3,40}\]?)? (?:is |are |has been |was |were |been )?(?:temporarily )?(?:blocked|blacklisted|banned|not allowed|not authori[sz]ed|denied|refused by)|s3150|s3140|not in (?:my|our) allow/,
      /\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|authentication|sender (?:id|verify|policy)|sender address (?:rejected|verification|does)|sender (?:rejected|not (?:exist|valid|allowed)|denied|domain|is (?:not|on)|verify)|domain of sender|reverse dns|\bptr\b|\brdns\b|cannot find your (?:host|reverse)|helo (?:command )?(?:rejected|name|must)|hostname (?:lookup|required|rejected)|unresolvable|does not resolve to/,
      /relay(?:ing)? (?:not|denied|is|access|prohibited|unavail)|relaying|not (?:permitted|allowed) to (?:relay|send)|not (?:a )?(?:local|relay)|open relay|must be authenticated|you must authenticate|not a member|only (?:authenticated|members|registered|subscribers)|not accepting (?:any )?(?:mail|messages) from @|(?:you|sender)(?:'re|'s)? (?:may |are |is )?(?:not|n['o’]t)[^.;]{0,24}(?:permission|permitted|allowed|authori[sz]ed|subscribed|on the)|permission (?:to post|denied)|restricted|security (?:policy|polic|settings)|policy (?:reasons?|violation|rejection|restrictions?)|polic(?:y|ies)\b|for policy|\bprohibit|administrative(?:ly)? prohibit|administratively (?:denied|blocked)|organization.?s? rejected|not accept(?:ed|ing)? (?:mail|messages?|connections?)? ?(?:from|for) (?:you|this|your)|not rfc|rfc ?(?:2822|5322|822)[^.;]{0,20}(?:compli|violat)|compliant|transport\.rules|tls (?:required|is required)|starttls|insecure|plaintext/,
      /unable to relay|sender is invalid|invalid helo|reverse lookup|(?:mail )?server is not permitted|attachment blocked|\b5\d\d blocked\b|requires? tls|(?:security|secure) (?:level|reason)|password|login|\bbad (?:sender|return|origin)|from address|verify your|return address|senderdenied|send-?as|user refused|recipient refused|refused to accept|does not (?:want|accept) (?:your|mail from|e-?mail from)|rejected by (?:the )?(?:recipient|user|filter)|filter(?:ed|s)?\b|受信拒否|拒否|権限|許可|permission to (?:post|send|write)|service refused?\b|no tienes permiso|pas (?:l['’])?autoris|nicht berechtigt|non (?:disponi|hai)[^.;]{0,30}autorizzazion|нет (?:прав|разрешен)/,
    ],
  },
  {
    reason: "disabled",
    phrases: [
      /(?:mail ?box|account|user|recipient|address|email|domain|customer|subscriber)(?: (?:name|address|account))?(?: that you tried to reach)?[^.;]{0,30} (?:is |was |has been |are |been |currently |temporarily )*(?:disabled|suspend|inactive|deactivat|locked|frozen|closed|blocked|expired|not active|out of service|discontinued|cancell?ed|terminated|(?:temporarily |temporary )?locked)|(?:disabled|suspended|inactive|deactivated|locked) (?:mail ?box|account|user|recipient|address|due)|inactive-mailbox|temporarily disabled|mailbox not (?:active|activated)|not activated|sorry,? (?:i wasn't able|this user|the user)[^.;]{0,30} (?:quota|blocked)|временно (?:заблокирован|отключен)|отключ[её]н|заблокирован|停止/,
    ],
  },
  {
    reason: "unknown-host",
    phrases: [
      /(?:host|domain|mx|dns|hostname|domain name)(?: name)?(?: or domain(?: name)?)?(?: [^ ;@]{1,80})?(?: is| was|:)? (?:unknown(?! (?:user|recipient|address))|not found|(?:could|can)(?: ?not|n['’]t) be (?:found|resolved)|does(?:n['’]t| not) exist|not exist|invalid|nonexistent|non-existent|lookup fail|unrouteable|not (?:be )?resolv)|nxdomain|bad-domain|unknown (?:host|domain|server|mail(?:er)? host)|no such (?:host|domain)|bad (?:host|domain|destination (?:host|system|mailbox system))|unrout(?:e)?able (?:mail )?domain|(?:couldn['’]t|could not|can(?:not|'t)|unable to) (?:find|resolve|route|locate|get)[^.;]{0,30}(?:host|domain|mx|name|exchange|dns)|no (?:mx|a|aaaa)[^.;]{0,14}(?:record|found|host|for)|all relevant mx|domain (?:does|is) not|illegal (?:host|domain)|host or domain|dns (?:error|lookup)|name service error|no route (?:to|found)|domain not found|(?:recipient|destination) (?:domain|server|host)[^.;]{0,20}(?:not|n['’]t)[^.;]{0,12}(?:found|exist|valid)|не найден[а-я]? (?:домен|сервер|хост)|домен[а-я]* не (?:существует|найден)|unable to resolve|can.?t resolve|lookup for/,
    ],
  },
  {
    reason: "unknown-address",
    phrases: [
      /(?:user|recipient|mailbox|mail ?box|address(?:ee)?|account|alias|local ?part|e-?mail|subscriber|login|receiver|member|username|name|person|destination)(?: (?:address|name|account|here|id))?(?: [^ ;]{1,120})?(?: (?:is|was|has been|seems|to be|rejected|in|at|you|specified|that you tried to reach|entered|for|,|:|;|-|-?>)){0,4} ?(?:unknown|not (?:be )?(?:found|known|valid|listed|exist|recogni[sz]ed|local|available|here|registered|present|in our|on this|on our|permitted)|does ?n[o'’]?t? ?(?:exist|have|seem)|doesn['’]t (?:exist|have)|doesnt|unavailable|invalid|undeliverable|no such|incorrect|nonexistent|non-existent|rejected|no longer|isn['’]t|is wrong|couldn['’]t be|wasn['’]t found|could not be)/,
      /unknown[^.;]{0,20}(?:user|recipient|address|mailbox|local|account|login|name|alias|receiver|rcpt|subscriber)|unkn?own user|(?:no|not a|isn['’]t a|is not a)(?: such| valid| known| local| real)*[^.;]{0,16} ?(?:user|recipient|mailbox|mail ?box|address|account|person|customer|member|subscriber|name here|alias|mail drop)|no such|invalid[^.;]{0,20}(?:user|recipient|mailbox|address|account|rcpt|local)|bad[^.;]{0,12}(?:recipient|destination (?:mailbox )?address|address|mailbox|user)|(?:non-?existent|nonexisting|not existing|does ?n[o'’]t exist|doesn't exist|do not exist|not exist)|unrouteable address|user_unknown|bad-mailbox|userunknown|unknownuser|recipnotfound|recipientnotfound|recipient not found|rcpt (?:rejected|not|invalid)|delivery to (?:the )?(?:following )?(?:user|recipient)s? (?:is )?(?:not|un)/,
      /(?:user|recipient|mailbox) you tried to reach is unknown|(?:utilisateur|destinataire|compte) (?:inconnu|inexistant)|dosn['’]t exist|undeliverable address|missing home directory|rejected as unknown/,
      /not (?:listed|found) in|(?:user|name|address)[^.;]{0,60}not listed|can(?:not|'t) (?:find|locate|accept (?:mail|messages) for)[^.;]{0,24}(?:user|address|mailbox|recipient|account)?|no (?:mailbox|account|one|user|recipient|valid recipients?|existe|longer (?:available|valid|exist|a |in use|with|work|active))|(?:mailbox|address) (?:is )?(?:unavailable|not (?:available|allowed))|ambiguous|not our customer|destinataire (?:invalide|inconnu)|adresse[^.;]{0,40}(?:invalide|inconnue|n'existe)|unbekannt|existiert nicht|desconocid|no existe|inesistente|sconosciut|não existe|inexistente|onbekend|bestaat niet|не (?:существует|найден|зарегистрирован)|несуществующ|neexistuje|nie istnieje|存在しな|存在しません|見つかりません|宛先(?:不明|が)|不存在|不明|リストにありません|ディレクトリに|존재하지|없는 (?:사용자|주소|계정)|غير موجود/,
    ],
  },
  {
    reason: "expired",
    phrases: [
      /(?:delivery|message|mail|retry|queue|deliver)[^.;]{0,30}(?:time ?out|timed? out|timeout|expired|exceeded|too long|time expired|retry)|expired|giv(?:en|ing) up|too (?:long|old)|could not be delivered (?:for|within|in)[^.;]{0,20}(?:hour|day|minute|\d)|(?:not |un)(?:been )?(?:able to )?deliver(?:ed)?[^.;]{0,20}(?:after|for|within|in) (?:more than )?[0-9]{1,4}|delivery (?:temporarily|has been delayed|delay|attempts? (?:failed|exceeded))|still (?:being )?(?:retr|try|attempt)|will (?:be retried|retry|continue|keep)|retry (?:time|limit|timeout)|timed? ?out|connection (?:expired|timed)|no (?:route to|response|answer)|delayed|failed [0-9]{1,4} attempts|maximum (?:retries|number of (?:attempts|retries)|delivery)|for the last [0-9]|recipient server did not accept our requests to connect|срок|истек|время ожидания|期限/,
    ],
  },
  {
    reason: "network",
    phrases: [
      /routing-errors|no-answer-from-host|connection (?:refused|reset|lost|failed|dropped|closed)|lost connection|network (?:error|problem|is|unreach|fail)|unreachable|loops?\b|looping|too many hops|hop count|routing|(?:conversation|connect)[^.;]{0,30}(?:fail|lost|time)|could not connect|unable to connect|hops/,
    ],
  },
  {
    reason: "content",
    phrases: [
      /lone cr|bare (?:cr|lf)|message (?:format|header|syntax)|8bit|8-bit|mime|charset|smtputf8|conversion|header[^.;]{0,20}(?:missing|invalid|bad|duplicate)|invalid (?:header|message)|malformed|line too long/,
    ],
  },
  {
    reason: "system",
    phrases: [
      /insufficient (?:system )?(?:storage|resources)|server down|transaction failed|system (?:error|problem|failure|config|resource|not)|local error|mailer (?:error|failure)|internal (?:server )?error|service (?:not available|unavailable|temporarily|currently)|temporar|configuration|i\/o error|command (?:died|failed|output|time)|unexpected|server error|mail system|out of memory|resources|cannot (?:open|create|write|append|update)|died/,
    ],
  },
];
