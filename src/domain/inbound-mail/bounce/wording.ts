/** The words mail systems use, as data. A new system means a new line here, not new code. */

/** Subjects under which mail comes back. Anchored: a person's `Re: …` or `Fwd: …` in front is not one of them. */
export const FAILURE_SUBJECTS: readonly RegExp[] = [
  /^(?:\[[^\]]{1,40}\] ?)?(?:e?mail |message )?(?:delivery|delivered)[ -](?:status|failure|failed|problem|error|report|delayed|unsuccessful|has failed|incomplete|notification)/i,
  /^(?:permanent|temporary|final|e?mail|message|possible|warning:? ?(?:-+ ?)?(?:mail|message)?)[ :-]{0,3}(?:delivery|delivering|deliver|could not|failed|failure|delayed|not delivered|undeliver|system error|returned)/i,
  /^(?:mail|e-mail|email|message|your (?:mail|e-mail|email|message)) (?:was |has been |could |can |is )?(?:not |un)(?:be )?(?:delivered|deliverable|deliver|sent)/i,
  /^(?:failure|failed|fail|failed delivery|delivery fail|failure delivery|non[- ]?delivery|nondeliverable|unzustellbar)(?: |$|:)/i,
  /^undeliver(?:able|ed)/i,
  /^un-?deliverable/i,
  /^returned (?:e-?)?(?:mail|message)/i,
  /^(?:mail|message) (?:returned|failed|failure|failed, returning|system error|error|delivery|undeliverable)/i,
  /^(?:error sending|there was an error sending|unable to deliver|could not (?:send|deliver)|cannot deliver|delayed mail|mail could not|user unknown|address not found|rejected mail|rejected:|mail rejected|message rejected|delivery to)/i,
  /^considered unsolicited bulk|^\*\*message you sent|^\[bounce\]|^notice: mail delivery|^warning: (?:e?mail|message) \S{1,60} delayed|^mail system error/i,
  /^postmaster notify/i,
  /^(?:dsn|ndr|ndn)\b/i,
  /^postfix smtp server: errors/i,
  /^(?:bounced?|bounce (?:mail|message|notification))(?: |:|$)/i,
  /^(?:échec|echec|non remis|message non (?:remis|distribu|délivr)|(?:notification|avis) (?:d'état|d’état|de non)|non-remise|courrier non|remise (?:impossible|différée))/i,
  /^(?:unzustellbar|nicht zustellbar|zustell(?:ung|fehler)|fehler bei der zustellung|nachricht (?:nicht|konnte)|mail konnte nicht|rückläufer|zurückgesandte)/i,
  /^(?:no se (?:puede|pudo|ha podido) entregar|no entregad|error (?:de|en la) entrega|correo (?:devuelto|no entregado)|mensaje (?:no entregado|devuelto)|fallo (?:de|en la) entrega|notificación de (?:estado|entrega|error)|entrega (?:fallida|retrasada))/i,
  /^(?:não (?:é possível|foi) entreg|não entregue|falha (?:na|de) entrega|mensagem (?:não entregue|devolvida)|notificação de (?:status|falha|estado)|erro (?:de|na) entrega)/i,
  /^(?:non recapitabile|mancat[ao] (?:consegna|recapito)|messaggio non (?:consegnato|recapitato|recapitabile)|errore (?:di|nella) consegna|notifica (?:di|dello) (?:stato|mancat)|impossibile recapitare)/i,
  /^(?:onbestelbaar|niet (?:te bezorgen|bezorgd|afgeleverd)|bezorging (?:mislukt|vertraagd)|niet-bezorg)/i,
  /^(?:недоставлен|не доставлен|не удалось доставить|(?:ваше )?(?:сообщение|письмо) не (?:доставлено|было доставлено)|ошибка доставки|уведомление о (?:состоянии|недоставке)|сообщение не может быть)/i,
  /^(?:nie (?:można|udało się) dostarczyć|niedostarczon|zwrot (?:poczty|wiadomości)|błąd dostarcz|powiadomienie o (?:stanie|niedostarczeniu))/i,
  /^(?:nedoručiteln|nedoručen|vrácená|chyba (?:při )?doruč)/i,
  /^(?:teslim edilem|iletil(?:e|me)m|gönderilemedi|ileti teslim)/i,
  /^(?:olevererbar|kunde inte levereras|ikke levert|kunne ikke lever|leveringsfejl|leveransfel|leveringsfeil|toimitus (?:epäonnistui|ei)|ei voitu toimittaa|viestiä ei voi)/i,
  /^message status ?- ?(?:undeliver|not deliver|delay|fail)/i,
  /^delivery report \((?:failure|delay)/i,
  /^(?!(?:re|fwd?|fw)[:：]).{0,24}(?:不達|未達|配信(?:不能|エラー|失敗)|送信(?:エラー|失敗|不能)|配送(?:エラー|不能|失敗)|返送|お届けできません|届きません)/iu,
  /^(?:配信(?:不能|エラー|できません|失敗|に失敗)|未配信|メール(?:が)?(?:配信|送信)(?:エラー|できません|不能)|送信(?:エラー|失敗|できません)|配送(?:エラー|不能|失敗)|エラーメール|不達|戻りメール|配達)/,
  /^(?:无法(?:投递|送达|传递)|退信|系统退信|邮件(?:退回|投递失败|未送达)|投递失败|未送达|未传递|传递失败|無法(?:投遞|傳遞|送達)|退信通知|郵件(?:退回|傳遞失敗)|未傳遞)/,
  /^(?:배달(?:되지| 실패|할 수)|전송 실패|메일(?:이)? (?:반송|배달)|반송|전달되지)/,
  /^(?:تعذر (?:التسليم|تسليم)|فشل (?:التسليم|تسليم|إرسال)|لم يتم تسليم|غير قابل للتسليم)/,
  /^(?:לא ניתן (?:למסור|להעביר)|דואר שלא נמסר|הודעה שלא נמסרה|מסירה נכשלה)/,
];

/** The same said in the text of the notice; each is something only the system that gives up would say of a mail. */
export const FAILURE_PHRASES: readonly RegExp[] = [
  /(?:could|can) ?not be delivered|couldn['’]t be delivered|can['’]t be delivered|(?:was|were|been|is) not delivered|wasn['’]t delivered|undeliverable|not be able to deliver/i,
  /(?:unable|failed|not able|impossible) to deliver|delivery (?:has |have )?(?:failed|failure|delayed|temporarily|to the following)|permanent (?:fatal |delivery )?(?:failure|error)s?|transient non-fatal|fatal errors/i,
  /returned to sender|return(?:ing|ed) (?:your |the )?(?:message|mail)|mail delivery (?:system|subsystem|software|agent)|created automatically by mail delivery|this is the qmail|automatically generated delivery/i,
  /has not been (?:delivered|sent)|did not reach|(?:did|do|does) not (?:receive|exist)|problem(?:s)? (?:delivering|with delivery)|delivery (?:attempt|error|problem|report)|error sending|rejected your message|failure reason|was rejected|would not accept/i,
  /(?:user|recipient|mailbox|address|account|host|domain) (?:is )?(?:unknown|not found|unavailable|full|disabled|does ?n[o'’]t exist|over quota|has been|quota)/i,
  /no such (?:user|recipient|mailbox|address|domain|host)|quota exceeded|over quota/i,
  /no (?:se )?(?:ha |pudo |puede )?(?:podido )?(?:ser )?entreg|n['’](?:a pas (?:pu|été)|ont pas)|konnte nicht|nicht zugestellt|не (?:может быть |было |удалось )?доставл|non (?:è stato|può essere|è possibile)|não (?:foi|pôde|pode)|niet (?:worden )?(?:bezorgd|afgeleverd)|配信でき|配信され|届き?ません|送信でき|送達でき|存在しない|存在しません|お届け(?:する)?(?:こと)?(?:が)?できま|送り返|送信に失敗|送達不能|送り届け|受信(?:でき|拒否)|无法|無法|退信|배달|تعذر/i,
];

/** Lines after which the returned mail stands in the text. */
export const SEPARATORS: readonly RegExp[] = [
  /^[-=_* >]{0,20}(?:below this line|this) is (?:a|the) copy of (?:the|your) (?:original )?(?:message|mail)/i,
  /^[-=_*| ]{2,80}\s?(?:the |your )?(?:original|returned|undelivered|unsent|sent|failed|bounced|forwarded|enclosed)[a-z ]{0,10}(?:message|mail|e-mail|email)?(?: headers?| text| follows| begins| as follows| is)?[^a-z]{0,80}$/i,
  /^[-=_* ]{0,80}(?:the )?(?:header|text|copy|headers?|body|contents?|first [\d ,]{1,12}(?:bytes|lines|k))(?: and [a-z]{1,12})? of (?:the |your )?(?:original |returned )?(?:message|mail)/i,
  /^(?:your|the)? ?(?:original )?message(?: headers?)? (?:follows|is (?:below|attached)|reads|began|begins|as follows)/i,
  /^[-=_* ]{0,40}original message(?: headers?)?(?: follows)?[-=_* .:]{0,40}$/i,
  /^[-=_* ]{1,40}(?:включена|оригинал|исходное|message d'origine|message original|ursprüngliche|originalnachricht|mensaje original|mensagem original|messaggio originale|元のメッセージ|原始邮件|원본)/i,
  /^[-=_*| ]{2,80}(?:message|mail) (?:header|text|body|follows|copy)s?(?: follows)?[-=_*| .:]{0,80}$/i,
  /^(?:=+ ?\d* ?)?(?:received message|message text follows|original message text|unsent message below|undelivered message)[^a-z]{0,10}/i,
];
