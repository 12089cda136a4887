"""What people ask for: verbs and kinds of request, in the languages they write in.

English verbs count only where an imperative can stand (`Place.ORDER`), because most of them are nouns as well.
"""

from collections.abc import Mapping
from typing import Final

from services.classifier.core.lexicon.language import ConceptTable, Place, Term

_END: Final = r"(?:[\s,.:!?]|$)"


def _english(verbs: str) -> tuple[Term, ...]:
    """The verbs where an imperative or infinitive can stand."""
    return tuple(Term(verb, Place.ORDER, closed=True) for verb in _parted(verbs))


def _strict(verbs: str) -> tuple[Term, ...]:
    """Verbs that are nouns more often: not after a comma."""
    return tuple(Term(verb, Place.STRICT_ORDER, closed=True) for verb in _parted(verbs))


def _parted(verbs: str) -> list[str]:
    """At the bars that stand in no group."""
    found: list[str] = []
    for piece in verbs.split("|"):
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += f"|{piece}"
        else:
            found.append(piece)
    return found


_HEADS: Final[Mapping[str, tuple[Term, ...]]] = {
    "create": _english(
        r"write|implement|create|build|generate|develop|code|scaffold|bootstrap|produce|make (?:a|an|me|us)|give me (?:a|an)|set up|setup|provide|prepare|compose|introduce|define|hook up|wire up|wire|integrate|port|spin up"
    ),
    "add": _english(
        r"add|include|insert|append|expose|allow|enable|extend|attach|validate|emit|save|persist|disable|connect"
    )
    + _strict(
        "log|use|store|cache|show|display|export|handle|cover|register|raise|throw|read|parse|render|hide|output|paginate|index|name|test|benchmark|mock|stub|document|comment"
    ),
    "edit": _english(
        r"change|update|modify|edit|adjust|make|set|put|turn|switch|replace|convert|rename|move|swap|bump|increase|decrease|raise|lower|reduce|shorten|sort|reorder|alphabeti[sz]e|capitali[sz]e|lowercase|uppercase|indent|reformat|align|cent(?:er|re)|comment out|uncomment|flip|invert|toggle|correct|tidy|trim|pin|mark|prefix|suffix|tweak|relabel|point|pluralize|pluralise|remove|delete|drop|strip|revert|undo|clean up|get rid of|apply|merge|wrap|bold|underline|hide|silence|ignore|exclude|unpin|downgrade|upgrade|sync|regenerate|rerun|re-run"
    ),
    "fix": _english(
        r"fix|optimi[sz]e|speed up|repair|resolve|solve|debug|troubleshoot|mend|sort out|patch up|diagnose|get (?:it|them|this|the \S+(?: \S+)?) (?:green|working|to (?:pass|work|build|compile))|make (?:it|them|this|the \S+(?: \S+)?) (?:pass|work|build|compile|green)|profile and fix"
    ),
    "investigate": _english(
        r"investigate|find out|figure out|look into|work out|track down|analy[sz]e|find (?:the|where|why|what|which|out|a|it)|check (?:why|whether|if|what|where|the|this|it|that)|please check|have a look|identify|reproduce|bisect|determine|dig into|have a look|take a look|look at|see why|pinpoint|root[- ]cause|prove|chase|hunt"
    ),
    "transform": _english(
        r"migrate|refactor|rewrite|restructure|split|extract|decouple|modulari[sz]e|port|upgrade|reorgani[sz]e|break up|break (?:\S+ ){1,4}(?:into|up)|break (?:the |a |all |our )?(?:cyclic|circular|dependency|import|cycle)\S*|carve|untangle|unify|consolidate|rearchitect|re-architect|redesign|rework|convert|replace|switch|move|transition|swap|merge|deduplicate|dedupe|adopt|roll out|eliminate|phase out|rip out|deprecate|generalize|separate|divide|factor|internationali[sz]e|instrument|moderni[sz]e|overhaul|centrali[sz]e|standardi[sz]e|harmoni[sz]e|isolate|invert|thread|propagate|introduce|get rid of|make the (?:whole|entire)|change (?:all|every)|rename (?:all|every)|update (?:all|every)|add \S+ (?:\S+ )?(?:to|in) (?:all|every)|remove (?:all|every)"
    ),
    "review": _english(r"review|critique|code review|audit|assess|suggest improvements|double[- ]check|evaluate"),
    "design": _english(
        r"design|architect|propose|sketch|suggest|plan|outline|recommend|draft|lay out|think through|come up with|weigh|compare|evaluate|discuss|devise|specify|write (?:the|an|up an?|up the) (?:rfc|adr|design|proposal|design doc|spec|technical design)"
    ),
    "run": _english(
        r"run|execute|apply|deploy|roll back|restart|reboot|launch|ship|release|publish|push|start|stop|kill|scale|restore|promote|fail over|failover|drain|cut over|trigger|install|reinstall|clean|rebuild|commit|tag|merge|open a pr|perform|do (?:it|the|a|this|that)|rotate|revoke|drop|delete|wipe|purge|truncate|flush|reset|destroy|empty|nuke|erase|clear|remove|tear down|decommission|upgrade|resize|backfill|re-?index|vacuum|migrate|send|disable|shut down|terminate|rebase|force[- ]push|squash|prune"
    ),
    "explain": _english(
        r"explain|describe|tell me|walk me through|clarify|show me|what's|elaborate|define|teach me|remind me|say|give me the line|look up|help me understand|summari[sz]e|summary of|recap|outline what|paraphrase|estimate"
    )
    + _strict("list|print|count|show|display|read|open|cat|name|find all|search for|grep"),
    "text_work": _english(
        r"(?:classify|categori[sz]e|group|label|tag|bucket|rank) (?:(?:each|every one|all) of )?(?:these|this|the following|them|all these)|translate|proofread|proof-read|spell[- ]?check|rephrase|reword|paraphrase|summari[sz]e|shorten|condense|polish|copy[- ]?edit|improve the wording|fix the (?:grammar|wording|spelling|punctuation|tone|typos?)|correct the (?:grammar|spelling|wording|punctuation)|draft|rewrite (?:this|the|these|those) (?:paragraph|sentence|text|message|email|e-mail|note|announcement|section|comment|caption|title|label|error message|entr(?:y|ies)|wording|description)s?|make (?:it|this|them) sound|turn (?:\S+ ){1,5}into (?:\S+ ){0,3}(?:paragraph|bullets?|e-?mail|summary|sentences?|to-?dos?|list|table|title case|changelog|prose|markdown|haiku|slides?)"
    ),
}

_ANY_VERB: Final = "write|implement|create|build|generate|develop|add|include|insert|change|update|modify|edit|adjust|make|set|put|turn|switch|replace|convert|rename|move|swap|bump|remove|delete|drop|fix|repair|debug|investigate|find out|figure out|look into|migrate|refactor|rewrite|split|extract|port|upgrade|review|design|propose|run|execute|apply|deploy|restart|rotate|revoke|wipe|purge|truncate|flush|reset|destroy|expose|introduce|wire|integrate|export|show|hide|handle|use|allow|disable|enable|sort|clean|restore|roll|scale|configure|set up|setup|optimi[sz]e|reduce|speed up|test|cover"
HEADS: Final[Mapping[str, tuple[Term, ...]]] = {
    **_HEADS,
    "starts": (
        Term(
            rf"\W*(?:(?:please|pls|can|could|would|you|hi|hey|hello|ok|okay|now|then|just|also|so|and|kindly|we|i|need|want|to|let's|lets|should|must|have|us|help|me|go|next|thanks|first|i'd|like)[,.!:]* )*(?:{_ANY_VERB}){_END}",
            Place.START,
            closed=False,
        ),
    ),
}
"""Verbs by where they stand; they are no terms of a table, so they are made ready here."""

ACTS: Final[ConceptTable] = {
    "tells": r"""
        ^(?:add|build|cache|checkout|create|delete|deploy|export|generate|implement|import|insert|install|lint|load|login|output|package|publish|read|run|save|search|setup|sync|test|update|upload|write) (?:fails?|failed|failing|is (?:red|broken|failing|down|stuck)|are (?:red|broken|failing)|returns?|returned|gives?|gave|throws?|threw|dies|died|crash(?:es|ed)|says|said|prints|printed|shows|showed|hangs|hung|breaks|broke|stops|stopped|complains|errors|errored|exits|exited|timed out|times out|blows up|ends (?:with|in)|reports|reported|doesn't|does not|won't|can't|didn't|goes wrong|went wrong|worked); ^(?:add|build|cache|checkout|create|delete|deploy|export|generate|implement|import|insert|install|lint|load|login|output|package|publish|read|run|save|search|setup|sync|test|update|upload|write) (?:(?:(?:to|on|in|of|from)(?: the)?|for|with|and|at|csv|api|app|pdf|xml|sql|s3|db|ui|url|cdn|aws|ios|[a-z-]{4,}) ){1,5}(?:fails?|failed|failing|is (?:red|broken|failing|down|stuck)|are (?:red|broken|failing)|returns?|returned|gives?|gave|throws?|threw|dies|died|crash(?:es|ed)|says|said|prints|printed|shows|showed|hangs|hung|breaks|broke|stops|stopped|complains|errors|errored|exits|exited|timed out|times out|blows up|ends (?:with|in)|reports|reported|doesn't|does not|won't|can't|didn't|goes wrong|went wrong|worked); ^(?:the|our|my|this|that|all|every) (?:[^ ,]+ ){1,6}(?:fails?|failed|failing|is (?:red|broken|failing|down|stuck)|are (?:red|broken|failing)|returns?|returned|gives?|gave|throws?|threw|dies|died|crash(?:es|ed)|says|said|prints|printed|shows|showed|hangs|hung|breaks|broke|stops|stopped|complains|errors|errored|exits|exited|timed out|times out|blows up|ends (?:with|in)|reports|reported|doesn't|does not|won't|can't|didn't|goes wrong|went wrong|worked);
        ^(?:build|test|lint|deploy\w*|ci|compiler|console|server|error|full|complete|nightly|raw|docker) (?:output|logs?|errors?|results?|failures?|reports?|run|traces?|dump); ^(?:build|test|lint|deploy|generate|publish|install|package) (?:step|stage|job|phase|task); ^(?:output|logs?|results?|errors?|traces?|dump|report) (?:of|from|for|is|are|says|below|attached);
        ^(?:when|whenever|after|trying to|every time|each time|as soon as|upon) [^ ]+; ^(?:al|cuando|despues de|desde que) [^ ]+; ^(?:quand|lorsque|des que|apres) [^ ]+; ^(?:beim|wenn|nachdem|sobald|seit) [^ ]+; ^(?:quando|dopo|appena|da quando|ao|depois|desde que) [^ ]+;
        ^когда; ^при \S+; ^после; ^как только; (?:的?时候|时|之后|后),?\S{0,6}(?:报错|失败|崩溃|出错|提示|显示|出现|抛)\S*; すると; したら; ときに; したところ; 하면; 할 때; 했더니; 하고 나서
    """,
    "report": r"""
        (?:when|once|after|as soon as) (?:you|it|that|everything|this|all|you're|you are|it's|that's|the \S+|they) (?:\S+ ){0,4}(?:done|finished|complete\w*|works?|working|fixed|ready|through|pass\w*|green|in place|over|merged),? .{0,30}(?:explain|tell|summari[sz]e|describe|report|say|write|show|let me know|give|list|note|mention);
        (?:finally|afterwards|at the end|in the end|after that|when done|once done|then|and then|when finished|lastly),? (?:please )?(?:briefly |shortly )?(?:explain|tell me|summari[sz]e|describe|report|say|let me know|give me (?:a|the)|list what|show me what|recap);
        (?:explain|tell me|summari[sz]e|describe|say|report|let me know) .{0,60}(?:when (?:you're|you are|it's|done|finished)|once (?:you're|you are|it's|done|finished)|afterwards|at the end|in the end|when done|after that);
        cuando termines; al (?:terminar|final); wenn du fertig bist; am ende; quand tu (?:as|auras) (?:fini|termine); a la fin;
        quando hai finito; alla fine; quando terminar; no final; ao terminar;
        когда закончишь; в конце;
        完成后; 做完后; 最后; 終わったら; 完了したら; 最後に; 끝나면; 완료되면; 마지막으로
    """,
    "greeting": """hi; hello; hey; hiya; yo; howdy; good (?:morning|evening|afternoon|day); greetings; hola; buenos dias; buenas(?: tardes| noches)?; bonjour; salut; bonsoir; coucou; hallo; guten (?:tag|morgen|abend); moin; servus;
        ciao; buongiorno; buonasera; ola; oi; bom dia; boa (?:tarde|noite); привет; здравствуй; добрый (?:день|вечер); доброе утро; 你好; 您好; 大家好; 早上好; こんにちは; こんばんは; おはよう; もしもし; お世話になっております; 嗨; 哈喽; 안녕; مرحبا; السلام; नमस्ते; merhaba; selam; czesc; hej; dzien dobry; hoi; hei""",
    "thanks": r"""
        thanks?; thank you; thx; ty; cheers; much appreciated; appreciate it; gracias; merci; danke; vielen dank; grazie; obrigad\w*; valeu;
        спасибо; благодарю;
        tnx; ty+; tysm; ta muchly; спс; дякую; благодарствую; 谢谢; 多谢; 谢啦; 感谢; ありがとう; 助かり; 고마워; 고맙; 감사; شكرا;
        dziekuje; bedankt; dank je; tack; tesekkurler;
        धन्यवाद
    """,
    "ack": r"""
        i'll take it from here; i can take it from here; take care; that's all; that is all; nothing else; all set; i'm good; we're good;
        we are good; cheers; ok; okay; okey; k; yes; yep; yeah; yup; no; nope; sure; perfect; great; nice; cool; awesome; excellent; wonderful;
        lovely; brilliant; amazing; good; fine; sounds good; looks good; lgtm; ship it; got it; understood; makes sense; well done; good job;
        nice work; works(?: now)?; it works(?: now)?; that works; works for me; that (?:did it|worked|helped|fixed it); all good; done; alright;
        never ?mind; nvm; no need; no worries; forget it; correct; right; exactly; agreed; approved; bye; goodbye; see you; great work; vale;
        perfecto; genial; listo; si; claro; de acuerdo; bien; estupendo; oui; d'accord; parfait; super; tres bien; c'est bon; ja; nein; gut;
        alles klar; passt; prima; toll; in ordnung; verstanden; sehr gut; perfekt; va bene; perfetto; ottimo; bene; certo; sim; perfeito; otimo;
        beleza; tudo bem; combinado; legal;
        да; нет; хорошо; отлично; понятно; ладно; супер; всё работает; окей;
        好的; 好; 可以; 行; 没问题; 明白了?; 完美; 不错; 收到; 太好了; はい; いいえ; 了解; 承知; わかりました; 完璧; 大丈夫; 直りました; 解決しました; 네; 예; 아니요; 알겠; 좋아; 완벽; 됐어; نعم; حسنا;
        tamam; dobra; dobrze;
        tx; ta; tyvm; top; crack; roger(?: that)?; noted; copy that; very good; love it; spot on; wunderbar; klasse; geil; spitze; nickel; genial merci; d'accordo; capito; grande; ottimo lavoro; show; massa; entendi; entendido;
        ясно; круто; класс; договорились; принято;
        好嘞; 好咧; 懂了; 知道了; 辛苦了; 厉害; 嗯+; なるほど; 承知(?:しました|です)?; 알겠\S*; 확인(?:했|됐)\S*; 넵; 넹; 굿; 오케이; 완벽하\S*;
        👍; 👌; 🙏; ✅; 🎉; 🙌; 💯; ❤; 👏; 🚀; 😊; 😀; 😄; 🙂; 😎; 🤝; 🔥; 💪; 🥳; ✔
    """,
    "self_done": r"""
        (?:oh |wow |yay |yes |yess |hey |ha ){1,3}(?:it |that )works?(?:[.!]|$|, (?:you|thanks|thank|awesome|great)); (?:zero|no) (?:more )?(?:crash\w*|drops|failures|errors|dupes|duplicates|complaints|alerts|timeouts) (?:all|the whole|since|for|over|in) (?:the |all )?(?:\S+ )?(?:weekend|night|day|week|month|morning|release|deploy|hours|days|then)(?:[.!]|$);
        (?:ни одного?|без) (?:падени\w*|ошиб\w*|сбо\w*|аварий)(?:[.!]|$); (?:kein|keine) (?:einziger |einzige |einziges )?(?:absturz\w*|abbruch\w*|fehler|alarme?) mehr(?:[.!]|$); plus (?:un seul|aucun) (?:plantage|bug|souci)(?:[.!]|$); ni un (?:solo )?(?:fallo|error|corte)(?: mas)?(?:[.!]|$); geen (?:enkele )?(?:crash|fout|storing)\w* meer(?:[.!]|$);
        (?:all|everything|everyone|both|every \S+) (?:\S+ ){0,3}(?:back|online|restored|recovered|refunded|closed|green|reachable|healthy|reverted|renewed|rotated)(?: again| now)?(?:[.,!]|$| and );
        ^(?:ok,? |yes,? |great,? )?(?:restored|recovered|refunded|renewed|rotated|all restored|all recovered|all refunded|deployed and fixed|fixed and deployed)(?:[.,!]|$| and );
        green (?:for|in|since|after) (?:\d\S*|all|the|five|ten|twenty|fifty) \S+; \d+ (?:of|/|out of) \d+ (?:are )?green; closing (?:this|it|the ticket|the issue)(?:[.,!]|$); we(?:'re| are) done here; (?:0|zero|none) (?:lost|duplicates?|dropped|crashes|timeouts|misses) (?:in|since|after|now|anymore|today|so far|over)\b;
        tout est (?:restaure|retabli|revenu|remis|en ordre|rentre)\w*; alles (?:wieder )?(?:online|grun|wiederhergestellt|zuruck|da|im grunen bereich)(?:[.,!]|$); todo (?:restaurado|recuperado|en orden|de vuelta)(?:[.,!]|$); tutto (?:ripristinato|tornato|a posto|recuperato)(?:[.,!]|$); tudo (?:restaurado|de volta|recuperado|em ordem)(?:[.,!]|$); wszystko (?:wrocilo|przywrocone|dziala)(?:[.,!]|$);
        (?:всё|все) (?:вернулось|на месте|снова работает|зел[её]н\w*); (?:全部|都)(?:恢复|回来|正常)了?; すべて(?:戻り|復旧|元に戻)\S*; (?:다|모두) (?:복구|돌아|정상)\S*;
        (?:confirmed|ok|okay|great|nice),? (?:it's |all )?(?:fixed|resolved|solved|sorted)(?:[.,!]|$| and ); incident (?:is )?(?:closed|over|resolved|done); (?:login|build|it|that|everything|deploy|upload|search|checkout) works[.!]; (?:did|done|fixed|merged|shipped) (?:both|all three|all of them|them all)(?:[.,!]|$);
        (?:is|are|'s|'re|was|were) (?:all )?(?:restored|recovered|resolved|re-?signed|reinstated|up again|online again|healthy(?: again)?)(?:[.,!]|$| and ); (?:we|everything|brokers?|nodes?|servers?|services?|site|prod|production|clusters?|database|db|login|logins|traffic|app|api|regions?|shards?|replicas?)(?:'re| are|'s| is)(?: all)? back(?: up| online| to normal| again)?(?:[.,!]|$| and );
        ya (?:esta|estan|quedo|quedaron) (?:todo )?(?:resuelt|arreglad|solucionad|restaurad|recuperad|list)\w*; se (?:arreglo|resolvio|soluciono)(?:[.,!]|$);
        (?:ist|sind|alles) (?:wieder (?:da|online|oben|gut|normal|im lot)|behoben|gelost|geklart|erledigt|repariert); (?:lauft|laeuft|geht|gehen|laufen) (?:jetzt )?wieder; erledigt[.,!];
        (?:c'est|tout est|ils sont|elles sont) (?:regle|repare|resolu|corrige|retabli|reinsere|rentre dans l'ordre|reparti)\w*; (?:e|tutto|ora e) (?:risolto|sistemato|a posto|tornato)(?: tutto)?;
        (?:ja |tudo |foi |esta )(?:resolvido|consertado|normalizado|corrigido|restaurado);
        (?:всё|все|уже) (?:восстановил\w*|восстановлено|исправлено|починено|решено|в порядке|поднялось);
        已经?恢复\S*; 恢复了; 修好了; 解决了[,，。！!]?; 全部搞定\S*; 復旧し(?:ました|た)\S*; 解消し(?:ました|た)\S*; 復旧済み; 복구(?:됐|되었|완료|했)\S*; 처리 ?(?:끝났|완료|됐)\S*; 정상화\S*;
        i (?:already |just |have |'ve |have already )?(?:fixed|solved|did|done|handled|sorted|found|figured|resolved|changed|merged|reverted|managed) (?:\S+ ){0,4}(?:myself|already|out|by hand|manually|now)?;
        i've (?:fixed|solved|done|handled|sorted|found|figured|resolved)(?: \S+)?;
        (?:all|everything|tests|it|they|ci|build) (?:\S+ )?(?:pass(?:es)? now|works? now|(?:is|are) (?:green|fine|good|fixed|working) now|green now|all green); no need(?: to)?(?: \S+)?;
        works (?:now|again|fine|great|perfectly); ya (?:lo )?(?:arregle|funciona|quedo)\w*; funktioniert (?:jetzt|wieder);
        hat (?:geklappt|funktioniert); ca (?:marche|fonctionne) (?:maintenant|bien)?; (?:ora|adesso) funziona;
        (?:agora )?(?:funcionou|deu certo);
        (?:всё |все )?(?:заработало|работает теперь|починил\w* сам\w*|уже исправил\w*);
        已经?(?:好了|解决了|修好了|可以了); 搞定了; 直りました; 解決しました; 動きました; 해결(?:됐|되었|했)\S*; 이제 (?:됩니다|돼요|잘)\S*
    """,
    "explain_only": r"""
        무슨 뜻\S*; 무슨 의미\S*; 뜻(?:이|은)? ?(?:뭔|무엇|뭐)\S*; どういう意味\S*; 何の意味\S*; 是什么意思; 什么意思;
        was (?:bedeutet|heisst); que significa; que signifie; que veut dire; cosa significa; o que significa;
        что (?:значит|означает);
        explain (?:this|the|that|what|how|to me)\b; explain; describe; summari[sz]e; what does (?:this|it|that|the|quoted) .{0,40}mean; what does \S+ mean; how many; meaning of;
        walk me through; eli5; translate; explica\w*; expliqu\w*; erklar\w*; spiega\w*;
        объясни\w*;
        解释; 説明; 설명
    """,
    "polite": r"""
        (?:can|could|would|will) (?:you|u)\b; would you mind; mind (?:adding|fixing|changing|writing|checking|making|removing|updating|renaming);
        (?:puedes|podrias|podes|puede|podria|podeis|podriais|pueden) (?:\S+ )?\S+; te importaria; me (?:ayudas|haces|echas);
        (?:kannst|konntest|wurdest|magst) du; (?:konnen|konnten|wurden) sie; (?:kann|konnte) (?:mal )?jemand; konntet ihr; konnt ihr;
        (?:peux|pourrais)-? ?tu; (?:pouvez|pourriez)-? ?vous; tu (?:peux|pourrais); vous (?:pouvez|pourriez); on (?:peut|pourrait);
        puoi; potresti; potrebbe; puo (?:sistemare|aggiungere|scrivere|correggere); riesci a; mi (?:aiuti|fai|scrivi|sistemi);
        (?:voce )?(?:pode|poderia|podia|consegue|podes) (?:\S+ )?\S+; da (?:pra|para) (?:voce )?\S+;
        (?:ты |вы )?(?:можешь|можете|сможешь|сможете|мог бы|могла бы|могли бы)(?: ты| вы)?; не мог(?:ли|ла)? бы;
        能不能; 能否; 可以帮; 可不可以; 能帮; 帮我; 帮忙; 麻烦; 可以\S{1,20}吗; もらえ(?:ます|ない|る)\S*; くれ(?:ます|ません|ない|る)か?; いただけ\S*; もらっていい\S*; 頂け\S*;
        주실 ?수; 줄 ?수 ?있\S*; 주시겠\S*; 줄래\S*; 주실래\S*; 해 ?주세요; 부탁\S*;
        kun je; kan je; zou je; mozesz; moglbys; czy mozesz; (?:edebilir|yapabilir|ekleyebilir|duzeltebilir|yazabilir) mi\S*; kan du; skulle du; bisa(?:kah)? (?:kamu )?\S+; tolong; co the
    """,
    "question": r"""
        what; what's; whats; which; why; how; when; where; who; whose; does; do (?:i|we|you|they|any); did;
        is (?:it|there|this|that|the|a|an|my|our|any|anybody|anyone); are (?:there|these|those|the|we|you|any|all|they);
        can (?:i|we|it|this|that|the|a); could (?:i|it|this); should (?:i|we|it|this); would (?:it|this|that|i|we); will (?:it|this|the); has;
        have (?:you|we|i); was; were; any idea; anyone know; am i; difference between; meaning of; c'est quoi; qu'est-ce; est-ce que; pourquoi;
        comment (?:faire|ca|on|je|fonctionne); quelle? est; was (?:ist|macht|bedeutet|sind|heisst); welche[rsnm]?; wie; warum; wieso; weshalb;
        wann; wozu; gibt es; kann man; cos'e; che cos'e; qual e; come (?:si|faccio|funziona); perche; o que (?:e|faz|significa|sao); por que;
        qual (?:e|a|o); que (?:es|hace|significa|diferencia); cual es; como (?:se|puedo|funciona|hago);
        что такое; что; какой; какая; какие; как; почему; зачем; когда; где; кто; сколько; есть ли; можно ли; в чем; чем;
        什么; 哪个; 哪些; 哪里; 怎么; 怎样; 如何; 为什么; 为何; 多少; 几个; 是不是; 有没有; 是否; 吗; 区别; 何ですか; 何が; 何の; とは; なぜ; どう; どこ; どの; いつ; 誰; いくつ; ですか; ますか; でしょうか; 教えて; 무엇;
        뭐; 뭔가; 왜; 어떻게; 어디; 언제; 누구; 몇; 인가요; 나요\?; 까요; 차이; ما هو; ما هي; كيف; لماذا; هل;
        nedir; nasil; neden; co to; jak; dlaczego; hva; hur; wat; hoe; waarom
    """,
    "explain": r"""
        是干什么的?; 干什么; 做什么; 有什么用; 何をして; 何をする; 무엇을 하는; 뭐 하는;
        eli5; in (?:one|two|three|a) (?:sentences?|words?|lines?); one (?:paragraph|sentence); yes or no; just (?:tell|give) me;
        quick (?:question|opinion); difference between; for (?:a )?beginners?; i'?m new here; overview; summary; tldr; tl[,:.]dr; what does;
        what is; what are; how does; explica(?:me|r)?; expliqu(?:e|er|ez|es)(?:-moi)?; resum[eai]\w*; describe(?:me)?; dime; muestra(?:me)?;
        lista(?:me)?; en una frase; en pocas palabras; decris; montre(?:-moi)?; dis-moi; liste; en une phrase; erklar\w*; beschreib\w*;
        fass\w* .{0,30}zusammen; zeig\w*; zusammenfass\w*; in einem satz; sag mir; nenn\w*; kurz bitte; spiega\w*; riassumi\w*; mostra(?:mi|me)?;
        elenca\w*; dimmi; descrivi; in una frase; explique; explica; resuma; descreva; diga(?:-me)?; em uma frase; numa frase;
        объясни; расскажи; опиши; покажи; перечисли; кратко; одним предложением; в двух словах; резюмируй; подытожь;
        解释; 说明(?:一下)?; 介绍; 总结; 概括; 列出; 是什么; 什么意思; 有什么区别; 啥区别; 区别是; 啥意思; 一句话; 告诉我; 看一下; 讲一下; 説明; 解説; 要約; まとめ; 一覧; 教えて; 意味; 違い; 一言で; 설명; 요약; 알려; 차이; 목록; 뜻; 무슨 의미;
        اشرح; ما معنى;
        acikla; wyjasnij; uitleg; leg uit; forklar; forklara
    """,
    "create": r"""
        i(?:'d| would) like (?:the|it|to|our|this|that|my|you to)\b; could (?:we|you) (?:have|add|make|write|create|build)\b;
        (?:it|the \S+) should (?:also )?(?:remember|support|allow|show|send|store|display|open|sort|filter|load|save|validate|accept|return|handle|export|import)\b;
        ^(?:need|wanted|want|looking for|require[ds]?) (?:an?|some|the)\b; \S+ wanted\b; wish; feature request; (?:i|we)(?: would|'d)? (?:need|want|like|could use) (?:to have )?(?:a|an|some|another)\b;
        (?:i|we) (?:need|want) (?:\S+ ){0,2}(?:script|function|component|endpoint|page|test|tests|workflow|tool|dashboard|migration|command);
        escrib[ea]\w*; implementa\w*; crea(?:r|me)?; genera(?:r|me)?; desarrolla\w*; construye; haz(?:me)? un\w*; programa\w* un\w*; ecris;
        ecrire; ecrivez; implement(?:e|er|ez|iere?n?); cree(?:r|z)?; genere\w*; developpe\w*; construis\w*; fais(?:-moi)? un\w*; schreib\w*;
        erstell\w*; implementier\w*; programmier\w*; entwickl\w*; bau(?:e|en)?; generier\w*; leg(?:e|en)? .{0,30} an; scrivi\w*; scrivere;
        crea\w*; genera\w*; sviluppa\w*; realizza\w*; costruisci; escrev\w*; cri(?:a|e|ar); implement(?:a|e|ar); ger(?:a|e|ar) um\w*;
        desenvolv\w*; faca um\w*; faz um\w*;
        напиши; написать; создай; создать; реализуй; реализовать; сделай; разработай; сгенерируй; добавь; добавить;
        写一?个?; 编写; 实现; 创建; 新建; 生成; 开发; 做一个; 添加; 增加; 加一个; 加上; 新增; 書いて; 書く; 作成; 作って; 実装; 追加; 生成して; 開発; 작성; 만들어; 구현; 생성; 추가; 개발; اكتب; أنشئ; أضف;
        yaz; olustur; ekle; napisz; stworz; utworz; dodaj; zaimplementuj; schrijf; maak een; voeg .{0,30} toe; skriv; skapa
    """,
    "add": r"""
        anad(?:e|ir|eme|a|es)\w*; agrega\w*; ajout(?:e|er|ez|es)\w*; fug\w* .{0,80} hinzu; hinzufug\w*; erganz\w*; aggiung\w*; adicion\w*;
        acrescent\w*; inclu[iay]\w*; insert(?:a|ar|e)\w*;
        支持; 导出; 対応; 支援; 지원
    """,
    "edit": r"""
        cambia\w*; renombra\w*; actualiza\w*; modifica\w*; elimina\w*; borra\w*; quita\w*; pon(?:er|le|lo|la)?; mueve; ordena\w*; corrige\w*;
        reemplaza\w*; sustituye\w*; chang(?:e|er|ez|es); renomm\w*; mets; mettre; mettez; modifi\w*; supprim\w*; retir\w*; enlev\w*; deplac\w*;
        remplac\w*; corrig\w*; tri(?:e|er|ez); ander\w*; umbenenn\w*; benenn\w* .{0,80} um; aktualisier\w*; losch\w*; entfern\w*; verschieb\w*;
        ersetz\w*; sortier\w*; korrigier\w*; setz\w*; mach\w*; stell\w*; vergrosser\w*; verkleiner\w*; cambi(?:a|are|o); rinomina\w*;
        aggiorna\w*; sposta\w*; rimuovi\w*; cancella\w*; togli\w*; sostituisci\w*; correggi\w*; ordina\w*; metti\w*; mud(?:a|e|ar); renomei\w*;
        atualiz\w*; alter(?:a|e|ar); remov(?:a|e|er); apagu?\w*; exclu\w*; troqu?\w*; substitu\w*; corrij\w*; mov(?:a|e|er); coloqu?\w*;
        orden\w*;
        поменяй; поменять; измени\w*; замени\w*; переименуй\w*; обнови\w*; удали\w*; убери\w*; перемести\w*; исправь; поправь; отсортируй;
        сделай; поставь; передвинь; подними;
        改成; 改为; 修改; 更改; 换成; 替换; 重命名; 更新; 删除; 删掉; 移除; 去掉; 移动; 排序; 调整; 更正; 设为; 设置为; 改一下; 変更; 変えて; 直して; 修正; 削除; 消して; 置き換え; リネーム; 名前を; 移動; 並べ替え; 設定;
        にして; 바꿔; 변경; 수정; 삭제; 지워; 제거; 교체; 이름; 이동; 정렬; 업데이트; 고쳐; 옮겨; غيّر; غير; احذف; عدل; أعد تسمية;
        degistir; sil; guncelle; zmien; usun; popraw; zaktualizuj; przenies; verander; wijzig; verwijder; hernoem; verplaats; andra; ta bort;
        byt
    """,
    "fix": r"""
        arregl\w*; soluciona\w*; corrig\w*; repara\w*; depura\w*; resuelve\w*; repar\w*; resous; resoudre; resolvez; debogue\w*; debugg\w*;
        regle[rz]?; beheb\w*; reparier\w*; fix(?:e|en)?; korrigier\w*; los(?:e|en) .{0,30} (?:fehler|problem); behoben; sistema\w*; corregg\w*;
        risolvi\w*; ripara\w*; consert\w*; resolv\w*; arrum\w*; corrij\w*;
        исправ\w*; почини\w*; устрани\w*; реши проблем\w*; поправь; отлад\w*;
        修复; 修一下; 修好; 修正; 解决; 修掉; 调试; 排查; 修理; 直して; 解決; 直す; デバッグ; 고쳐; 수정해; 해결; 디버그; أصلح; اصلح;
        duzelt; coz; napraw; repareer; los .{0,20} op; fixa
    """,
    "investigate": r"""
        investiga\w*; averigua\w*; busca (?:la causa|por que|el); encuentra\w*; analiza\w*; revisa por que; cherche (?:la cause|pourquoi|d'ou);
        trouve\w*; analyse\w*; enquete\w*; finde? (?:heraus|die ursache|den)?; herausfind\w*; untersuch\w*; analysier\w*;
        such\w* (?:die|den|nach); warum; prufe?n?; trova\w*; scopri\w*; indaga\w*; analizza\w*; cerca la causa; descubr\w*; encontr\w*;
        analis\w*; investig\w*;
        найди; найти; разберись; выясни; проанализируй; проверь; понять; почему;
        找出; 查找; 查一下; 排查; 调查; 分析; 定位; 检查; 看看; 調べ; 調査; 原因; 特定; 見つけ; 確認; 찾아; 조사; 원인; 분석; 확인; 알아봐; ابحث;
        arastir; znajdz; sprawdz; zoek uit; onderzoek
    """,
    "transform": r"""
        migra(?:r|n|mos|do|da|ndo|ra)?; refactori[sz]\w*; reescrib\w*; separar?; separa\w*; divid\w*; extra[ei]\w*; reemplaza\w*; sustitu\w*; convert\w*; conviert\w*;
        pasar? (?:de|todo|el|la|los|las)\b.{0,40}\ba; reestructura\w*; refactor\w*; reecri\w*; decoup\w*; separ\w*; extrai\w*; remplac\w*;
        migr(?:e|er|ez|ons|ieren?|are|ar)\w*; pass(?:er|e|ons) (?:de|tout); restructur\w*; umstell\w*; umbau\w*; umschreib\w*; aufteil\w*;
        zerleg\w*; trenn\w*; refaktorier\w*; portier\w*; ersetz\w*; uberfuhr\w*; auslager\w*; teil\w* .{0,60} auf; stell\w* .{0,80} um;
        sostitui\w*; suddivid\w*; divider\w*; riscriv\w*; rifattorizza\w*; estra[ie]\w*; spostare; migriamo; reescrev\w*; substitu\w*;
        refator\w*; extra(?:ia|ir|i);
        мигрир\w*; перевести; переведи; перенес\w*; перепиши\w*; переписать; разбить; разбей; разделить; раздели; рефактор\w*; отрефактор\w*;
        вынести; вынеси; замени\w*; заменить; выдели\w*;
        迁移; 重构; 重写; 拆分; 拆成; 替换; 改造; 抽取; 提取; 转换; 统一; 升级; 切换; 移植; 移行; 書き換え; リファクタ; 分割; 置き換え; 変換; 切り出; 分離; 統一; 刷新; 마이그레이션; 리팩터링; 리팩토링; 분리; 나누; 쪼개;
        전환; 교체; 변환; 재작성; 이전; 옮겨;
        przepisz; zmigruj; podziel; migreer; herschrijf; splits; tasi; yeniden yaz
    """,
    "review": r"""
        revis[ae]\w*; relis\w*; revue de code; uberpruf\w*; durchseh\w*; begutacht\w*; rivedi; revisiona\w*; revise;
        проверь код; ревью; отревьюй;
        审查; 评审; 代码审核; レビュー; 검토; 리뷰;
        kod review; przejrzyj
    """,
    "design": r"""
        disena\w*; propon\w*; plantea\w*; arquitectura; concoi\w*; concev\w*; propos\w*; architectur\w*; entwirf; entwerf\w*; konzipier\w*;
        architektur\w*; vorschlag\w*; progetta\w*; proponi; architettura; projet(?:a|e|ar)\w*; proponh\w*; arquitetura; desenh\w*;
        спроектируй; проектир\w*; предложи\w*; архитектур\w*; разработай (?:план|архитектур)\w*; сравни;
        设计; 方案; 架构; 规划; 提出; 比较; 设计一个; 設計; アーキテクチャ; 提案; 構成案; 方針; 比較; 설계; 아키텍처; 제안; 비교; 방안; صمم;
        zaprojektuj; tasarla; ontwerp
    """,
    "run": r"""
        ejecuta\w*; lanza\w*; despliega\w*; reinicia\w*; execut\w*; lance[rz]?; deploi\w*; redemarr\w*; fuhr\w* .{0,60} aus; ausfuhr\w*;
        starte\w*; deploy\w*; esegui\w*; avvia\w*; riavvia\w*; rod(?:a|e|ar); implant\w*; reinici\w*;
        запусти\w*; выполни\w*; разверни\w*; задеплой\w*; перезапусти\w*; откати\w*;
        (?:^|[^不别没勿用需])(?:运行|执行|部署|重启|回滚|上线); 発行; 実行; デプロイ; 再起動; ロールバック; 실행; 배포; 재시작; 롤백
    """,
    "exhibit": r"""
        (?:add|append|put|insert|include|paste|use|store|save|register) (?:this|these|those|the following(?: \S+){0,3}) (?:to|as|in|into|under|at|on|above|below)\b;
        (?:make|turn|convert|format|reformat|change|bring|wrap|split|sort|order|group|translate|rewrite|put|set|show) (?:this|these|those|that|the following) (?:\S+ ){0,5}(?:an?|into|to|as|more|less|by|alphabetical\w*|bold|italic|shorter|longer|plural|singular|lower ?case|upper ?case|block|list|table)\b;
        (?:in|of|from) (?:this|these|the following|those) (?:\S+ )?(?:chats?|lists?|threads?|tables?|texts?|mails?|e-?mails?|minutes|transcripts?|notes|lines|entries|messages|paragraphs?|sentences?|articles?|posts?|quotes?|words?|strings?|rows)\b; in (?:diesem|dieser|diesen) (?:text|liste|tabelle|chat|mail|satz|absatz|zeilen)\b; (?:de|en) est[ea] (?:lista|tabla|texto|chat|correo|frase)\b; (?:de|dans) cette? (?:liste|texte|tableau|conversation|mail|phrase)\b; (?:in|di|da) quest[ao] (?:lista|testo|tabella|chat|mail|frase)\b; (?:dessa|desta|nessa|nesta|desse|deste|nesse|neste) (?:lista|tabela|texto|conversa|frase)\b; (?:из|в) эт(?:ого|ом|ой) (?:списк\w*|текст\w*|таблиц\w*|переписк\w*|чат\w*);
        (?:which|what|how many|any|one|none|all|each) (?:one )?of (?:these|those|the following|them)\b; (?:is|are|does|do|has|have|would|should) (?:this|these|the following) (?:\S+ ){0,2}(?:sentences?|lines?|words?|titles?|names?|messages?|commits?|regex\w*|commands?|entr(?:y|ies)|options?)\b;
        (?:aus|mit|in|zu) (?:diesem|dieser|diesen|folgende[mnr]) \S+; (?:mach|setz|nimm|formatier|wandel|sortier|fug)\w* (?:diese[ns]?|folgende[ns]?|das folgende) \S+; welche[rs]? (?:davon|von (?:diesen|denen)|dieser) \S+;
        (?:anade|agrega|pon|convierte|pasa|ordena|formatea)\w* (?:est[aeo]s?|lo siguiente|l[ao]s siguientes) \S+; cual(?:es)? de (?:est[ao]s|l[ao]s siguientes)\b; (?:ajoute|mets|transforme|convertis|formate|trie)\w* (?:ce(?:s|t|tte|ci)?|les? suivante?s?) \S+; le(?:s)?quel(?:le)?s? de ces\b;
        (?:aggiungi|metti|trasforma|converti|ordina|formatta)\w* (?:quest[aeio]|i seguenti|le seguenti) \S+; (?:adicione?|coloque|transforme|converta|ordene|formate) (?:ess[ae]s?|est[ae]s?|[oa]s seguintes) \S+;
        (?:добавь|вставь|преврати|оформи|отсортируй|сделай)\w* (?:эт[иоу]\w*|следующ\w*) \S+; как(?:ое|ой|ая|ие) из (?:этих|них|следующих)\S*; (?:把|将)(?:这|下面|以下|上面)\S{0,12}(?:改|写|加|变|转|排|格式|放|做)\S*; (?:这些|下面|以下)\S{0,6}哪\S*;
        (?:これ|この|以下|次)(?:ら)?(?:の)?\S{0,10}を\S{0,12}(?:に(?:して|直|変|追加|入|整)|並べ|追加|整形)\S*; (?:どれ|どちら)が\S*; 이\S{0,3} ?(?:문장|목록|글|로그|코드|내용)?(?:을|를|들을) \S*(?:로 바꿔|에 넣|추가|정렬|표로)\S*; (?:이|다음) 중 \S*
    """,
    "text_work": r"""
        kurz(?:e|en) (?:\S+ ){0,4}(?:auf|um|das|den|die); raccourci\w*; abreg\w*; acort[ae]\w*; accorci\w*; encurt[ae]\w*; сократи\w*; 缩短; 精简; 短くして; 줄여\S*;
        make (?:this|that|the|my|our|these|it) (?:\S+ ){0,3}(?:e-?mails?|mails?|messages?|texts?|letters?|repl(?:y|ies)|answers?|sentences?|paragraphs?|notes?|posts?|notices?|announcements?|descriptions?|comments?|bio|abstract|intro\w*|summary|copy|apology|invitation|wording) (?:\S+ ){0,3}(?:more|less|shorter|longer|friendl\w+|politer|nicer|clearer|simpler|formal|concise|calmer|funnier|warmer);
        (?:pull|pick|get|extract|take|fish|list|copy) (?:only |just |all |out )*(?:the |every |each )?(?:\S+ ){1,3}(?:out of|from) (?:this|these|the following|the list|the text|the table|the mail|the transcript|the article|the notes) ?(?:lists?|texts?|tables?|mails?|e-?mails?|paragraphs?|notes|transcripts?|articles?|pages?|below)?\b;
        (?:does|has|is) (?:this|the|that|the following) (?:\S+ )?(?:sentences?|paragraphs?|phrases?|wording|headline)\b; (?:is|are) there (?:any )?(?:a )?(?:mistakes?|typos?) in (?:this|the|that|my);
        (?:hat|ist|stimmt|klingt) (?:der|dieser|folgender|mein|unser) (?:satz|absatz|text|titel)\b; (?:est|tiene|suena)\w* (?:bien )?(?:est[ea]|la|el) (?:frase|parrafo|texto); (?:cette|la|ma) phrase; quest[ao] (?:frase|testo|paragrafo); ess[ae] (?:frase|paragrafo|texto);
        (?:в этом|это|в следующем) предложени\w*; это(?:т|й)? (?:фраз\w*|абзац\w*); (?:这|那)(?:句话|段话|句)\S{0,6}(?:吗|对|通顺|毛病|语病|怎么)\S*; この(?:文|文章|一文|文面)(?:は|を|の|に)\S*; 이 (?:문장|글|문구)\S*;
        make (?:it|this|them|that|these) (?:sound )?(?:a (?:bit|little) )?(?:more |less )?(?:polite|politer|formal|friendly|friendlier|shorter|nicer|calm|calmer|readable|clearer|concise|neutral)\b; (?:sort|order) (?:\S+ ){0,6}alphabetical\w*; turn (?:\S+ ){1,9}into (?:\S+ ){0,3}(?:paragraphs?|bullets?|checkboxes|sentences?); (?:as|into) (?:checkboxes|a checklist); (?:put|add) (?:\S+ ){0,3}on (?:the|my|our) (?:to-?do )?list\b; (?:calmer|politer|friendlier|kinder|softer) (?:\S+ )?(?:example|version|title|message);
        (?:section|paragraph|text|article|passage|page|document) below; (?:put|paste|copy) (?:this|it|that|these) (?:\S+ ){0,2}(?:into|in|under|on) (?:the |our )?(?:\S+ ){0,2}(?:page|section|docs?|readme|wiki|changelog|guide|faq|chapter); minutes of (?:the|our|a) \S+; sentiment (?:of|analysis);
        (?:readme|文档|说明|注释|更新日志).{0,12}(?:加|写|补)上?一?(?:句|行|段|条); (?:英語|日本語|中国語|英文|和文)に(?:して|訳|直); (?:翻|译)(?:成|为)\S+; (?:영어|한국어|일본어)로 ?(?:번역|바꿔|옮겨)\S*;
        to-?do(?:s| list)? (?:list|for|with|item)s?; (?:write|note|jot) (?:\S+ )?down; ^note (?:(?:this|that|these|those|it) )?(?:for|pour); ^notier\w*; ^notez; ^anota\w*; ^apunta\w*; remind me; typos?; spelling; grammar; wording; rephrase;
        reword; proofread; translat(?:e|ion); traduc\w*; traduire?; traduis\w*; ubersetz\w*; tradu[czs]\w*;
        перевед[ие]\w* (?:на|текст|эт); перевод\w* (?:на|текст); орфограф\w*; опечатк\w*; грамматик\w*;
        翻译; 错别字; 语法; 润色; 拼写; 翻訳; 誤字; 文法; 誤植; 添削; 번역; 오타; 맞춤법; 문법; ترجم;
        cevir; przetlumacz; vertaal; ortografia; rechtschreibung\w*; tippfehler; grammatik\w*; orthographe; faute de frappe; coquille; errata;
        refuso; erro de digitacao; errores? (?:tipografico|ortografico)s?; release notes?; newsletter; blog ?post; tweet; talk; slides?;
        announcement; changelog entry; status (?:page )?update; press release; commit message; pr description;
        (?:draft|write|compose|send) (?:\S+ ){0,3}e-?mails?; runbook template; interview questions?; glossary; presentation; faq; quiz;
        (?:into|in|to|use|uses|using) (?:the )?(?:past|present|future) tense; (?:in|into|to) (?:the )?(?:first|second|third) person; (?:active|passive) voice; tone of voice; same tone; in plain (?:english|language|words);
        (?:friendlier|politer|more polite|more formal|less formal|plainer|clearer|simpler|nicer) (?:english|wording|language|tone|words|phrasing);
        (?:in der|in die) (?:vergangenheit|du-form|sie-form); hoflicher; formeller; freundlicher formul\w*; plus (?:poli\w*|formel\w*); vouvoiement; tutoiement; mas (?:formal|amable|educad[oa]); in modo piu (?:formale|gentile); mais (?:formal|educad[oa]);
        вежливее; более (?:вежлив|формальн)\w*; 丁寧語; 敬語; 丁寧な(?:表現|文|言い方); 礼貌; 书面语; 존댓말; 높임말; 정중하게
    """,
    "one_liner": r"""
        ^(?:sql|query|command|regex|jq|awk|sed|bash|shell|git|css|xpath|snippet|one liner|formula|excel formula|vim|tmux|kubectl|docker|curl|psql)\b.{0,60}\b(?:to|that|for|which);
        one[- ]?liner; in one line; single line; regex(?:p|es)?; regular expression; cron (?:expression|line|job syntax); expression;
        (?:shell|bash|git|kubectl|docker|sql|unix|linux|terminal|npm|psql|ffmpeg|find|awk|sed|jq|curl|aws|gcloud|az|helm|powershell|vim|css|tmux|ssh|rsync|tar|openssl|make|pip|cargo|go|xargs|mysql|redis-cli|gh|systemctl|journalctl)\b(?: \S+){0,2} (?:command|snippet|one-liner|expression|query|alias|syntax|shortcut|rule);
        (?:what's|what is|whats) the (?:\S+ ){0,3}(?:command|flag|option|shortcut|syntax); keyboard shortcut; shortcut;
        command (?:to|for|that|which); snippet (?:to|that|which|for); how (?:do|can|to|would) (?:i|you|we|one|\S+); css (?:to|for|rule);
        jq (?:expression|filter|query|to); awk; sed (?:command|one|expression|to|that); comando (?:para|di|per|de|que)?;
        commande (?:pour|git|shell)?; befehl\w*; einzeiler;
        команд[ау]\w*; однострочник\w*;
        命令; 一行; 正则; コマンド; 正規表現; ワンライナー; 명령어; 정규식;
        expresion regular; expression reguliere; regularer ausdruck; espressione regolare; expressao regular;
        регулярн\w*
    """,
}

SMALL: Final[ConceptTable] = {
    "interface": r"""
        buttons?; dialogs?; modals?; labels?; menus?; pages?; screens?; forms?; tooltips?; banners?; checkbox\w*; toggles?; css; html;
        components?; icons?; headings?; titles?; placeholders?; links?; tabs?; dropdowns?;
        \S+\.(?:tsx|jsx|css|scss|html|vue|svelte|md|mdx|txt|rst|json|ya?ml|toml)
    """,
    "tiny_change": r"""
        bump \S+; bump \S+ to \S+; (?:change|replace|rename|swap|update|turn|switch|correct) quoted (?:to|with|by|for|into) quoted;
        (?:change|replace|swap) \S+ (?:to|with|by|for) \S+ (?:in|on|everywhere|across) .{0,40}$; turn (?:on|off) (?:the )?\S+(?: \S+)?[.!]?$;
        (?:enable|disable|toggle|activate|deactivate) (?:the )?\S+(?: \S+)?[.!]?$; (?:lower|upper)case \S+;
        add (?:\S+ ){1,3}to (?:the |our )?(?:\S+ ){0,2}(?:list|enum|array|allow-?list|white-?list|deny-?list|gitignore|\.gitignore|constants?|readme|changelog|package\.json|dependencies|ignore file|env file)\b;
        rename \S+;
        (?:set|change|increase|decrease|raise|lower|bump|reduce|update|switch) (?:the )?(?:\S+ ){1,8}(?:to|from) (?:\d\S*|true|false|on|off|yes|no|null|utc|utf-8|latest|\S+ to \S+);
        un-?comment; comment out; (?:re)?order of; swap the order; alphabeti[sz]\w*; (?:de)?capitali[sz]\w*; (?:re)?indent\w*; prettier; gofmt;
        renombra\w*; renomm\w*; benenn\w* .{0,60} um; umbenenn\w*; rinomina\w*; renomei\w*;
        переименуй\w*;
        重命名; 改名; 改成; 改为; リネーム; 名前を; 이름을
    """,
    "tiny_object": r"""
        改行; 換行; 换行; 줄바꿈;
        saltos? de linea; zeilenumbruch\w*; retours? a la ligne; a capo; quebras? de linha;
        перенос\w* строк\w*;
        return type; type annotation; lignes?(?: vide)?; fichier; espaces?; virgules?; lineas?(?: en blanco)?; comas?; zeilen?; leerzeichen;
        komma\w*; rig(?:a|he)(?: vuota)?; virgol\w+; linhas?(?: em branco)?; virgulas?;
        пуст\w+ строк\w*; пробел\w*; запят\w*; верси\w*;
        版本号?; 逗号; 空格; バージョン; 空白; カンマ; 버전; 공백;
        minimap; theme; dark mode; word wrap; line numbers?; typos?; spelling; misspell\w*; wording; grammar; comments?; docstring;
        trailing (?:whitespace|comma|spaces?|newline)s?; whitespace; newline; blank lines?; empty lines?; line ?break; indentation;
        tabs?(?: size)?; spaces; imports?; semicolons?; quotes; labels?; titles?; headings?; headlines?; h[1-6]; tooltips?; placeholder text;
        captions?; icons?; logo; favicon; colou?rs?; red; green; blue; grey; gray; yellow; orange; purple; black; white; (?:dark|light)(?:er)?;
        (?:bigger|smaller|wider|narrower|taller|shorter|bolder|brighter|larger|thinner|thicker|uppercase|lowercase|bold|italic)s?;
        (?:error|help|info|success|warning|confirmation|welcome) (?:message|text|string)s?; messages?; tagline; greeting; font(?: size)?;
        margins?; paddings?; border(?: radius)?; backgrounds?; width; height; text; copyright; badges?; links?; url; urls; word; words; letters?;
        year; date format; version(?: number)?; port; timeouts?; retries; limit; constant; default(?: value)?; names?; variable; symbol; key;
        string; console\.log\w*; print (?:statement|line)s?; log (?:line|statement|level)s?; debugger; todo comments?; todos?; fixmes?; entry;
        entries; description; readme(?:\.md)?; changelog; \.gitignore; \.editorconfig; license; footer; header (?:text|background|color|colour)?;
        menu (?:entry|item); order of; column order; lint warning; unused (?:import|variable|function|constant|file|line)s?; dead code; line \d+;
        the ternary; condition; button (?:text|label|colou?r)s?; file ?name; file extension; emoji; alt (?:text|attributes?); brackets?;
        apostrophe; capital letters?; first letter; plural; sentence; paragraph; bullet(?: points?)?; alphabetical(?:ly)?; executable bit;
        a flag in package\.json; env(?:ironment)? names?; prefix; suffix; underscore; boton; botones; texto; titulo; color; encabezado;
        comentario; nombre; enlace; fuente; bouton; texte; titre; couleur; commentaire; nom; lien; police; en-tete; uberschrift; farbe;
        schrift\w*; titel; kommentar\w*; schaltflache; knopf; leerzeile; einruckung; beschriftung; pulsante; testo; titolo; colore; commento;
        nome; botao; cor; cabecalho; rodape;
        кнопк\w*; текст\w*; цвет\w*; заголов\w*; комментари\w*; переменн\w*; порядок; шрифт\w*; ссылк\w*; опечатк\w*;
        按钮; 文字; 标题; 颜色; 注释; 变量名?; 文案; 字体; 链接; 错别字; 空行; 缩进; 拼写; ボタン; タイトル; 見出し; 色; コメント; 変数名?; 文言; フォント; リンク; 誤字; インデント; 버튼; 텍스트; 제목; 색상?; 색깔; 주석;
        변수; 글꼴; 링크; 오타; 들여쓰기; لون; الزر; النص;
        dugme; renk; baslik; przycisk; kolor; tytul; nazw\w*; knop; kleur; tekst
    """,
    "built_object": r"""
        functions?; methods?; class(?:es)?; modules?; components?; hooks?; endpoints?; routes?; apis?; handlers?; middleware; services?;
        clients?; librar(?:y|ies); packages?; scripts?; clis?; commands?; subcommands?; flags?; options?; arguments?; parameters?; tests?;
        test cases?; unit tests?; integration tests?; fixtures?; mocks?; benchmarks?; workflows?; pipelines?; dockerfiles?; makefiles?;
        compose files?; helm charts?; charts?; manifests?; terraform modules?; migrations?; schemas?; models?; tables?; index(?:es)?; columns?;
        quer(?:y|ies); views?; pages?; screens?; forms?; dialogs?; modals?; banners?; widgets?; dashboards?; alerts?; filters?; search(?: box)?;
        pagination; sorting; validation; validators?; parsers?; serializers?; caches?; queues?; workers?; cron ?jobs?; jobs?; schedulers?;
        algorithms?; data structures?; iterators?; generators?; decorators?; plugins?; extensions?; webhooks?; bots?; rate limit\w*; logging;
        metrics; retr(?:y|ies) logic; authentication; login (?:page|form)?; upload\w*; download\w*; export\w*; import\w*; csv; pdf;
        pre-commit hook; checklist; issue template; template; runbook; game; app; application; website; site; server; daemon; tool; program;
        linter rule; state machine; converter; crawler; scraper; calculator; simulator; enum; interface; struct; trait; type definitions?;
        loader; toggle; dropdown; tabs; table component; tree view; confirmation; notification; email template; getting started section; section;
        documentation; docs page; guide; tutorial; story; stories; context menu; shortcut; headers?; policy; rule; trigger; stored procedure;
        dag; notebook; exporter; importer; seeder; seed data; health ?check; feature flag; config(?:uration)? file; entity; dto; repository;
        scenarios?; szenari\w*; escenarios?; scenar(?:io|ii); cenarios?; シナリオ; 场景; 시나리오; 用例;
        adapter; wrapper; provider; store; slice; reducer; selector; funcion(?:es)?; componente; clase; prueba; pruebas; fonction; composant;
        classe; test; funktion\w*; klasse\w*; komponente\w*; skript\w*; funzione; funzioni; funcao; funcoes; teste; testes;
        функци\w*; класс\w*; компонент\w*; тест\w*; скрипт\w*; эндпоинт\w*; метод\w*;
        函数; 组件; 类; 接口; 脚本; 测试; 模块; 页面; 方法; 関数; コンポーネント; クラス; スクリプト; テスト; 画面; エンドポイント; メソッド; 함수; 컴포넌트; 클래스; 스크립트; 테스트; 엔드포인트; 페이지; 메서드; دالة;
        fonksiyon; bilesen; funkcj\w*; komponent\w*; skrypt\w*; functie; component
    """,
    "bug_word": r"""
        (?:don't|doesn't|do not|does not|won't) (?:add up|match|line up|work|load|show|open|close|save|update|respond|render|fire|appear|scroll|submit|refresh|sync|send|trigger|display|start|stop|happen|react|resize|fit|align|change|stick|persist|sort|filter|play|connect);
        off by one; bugs?; broken; wrong; weird; strange; off; incorrect\w*; doesn'?t work; not work\w*; does nothing; fails?; failing; failed;
        crash\w*; errors?; exceptions?; problems?; issues?; stuck; hangs?; freez\w*; slow; glitch\w*; flicker\w*; missing; unexpected\w*;
        misbehav\w*; wonky; odd; regression; no longer; stopped working; blank; double; duplicat\w*; error(?:es)?; fallo; falla\w*; roto; rota;
        no funciona; lento; raro; erreur\w*; bug; casse\w*; marche pas; fonctionne pas; lent; bizarre; fehler\w*; kaputt; funktioniert nicht;
        geht nicht; langsam; komisch; seltsam; errore; errori; rotto; non funziona; strano; erro; erros; quebrad\w*; nao funciona; estranho;
        ошибк\w*; сломал\w*; не работает; падает; тормозит; странн\w*; баг\w*;
        错误; 报错; 出错; 失败; 崩溃; 不工作; 有问题; 不对; 异常; 卡住; 慢; 失灵; エラー; 失敗; 壊れ; 動かない; 動作しない; おかしい; 遅い; バグ; 不具合; 落ちる; 오류; 에러; 실패; 안 돼; 안돼; 작동하지; 느려; 버그; 이상;
        깨졌; خطأ; لا يعمل;
        hata; calismiyor; blad; nie dziala; fout; werkt niet
    """,
}
