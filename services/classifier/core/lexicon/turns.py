"""How people go on with a task, and how they leave it: the words of short turns."""

from typing import Final

from services.classifier.core.lexicon.language import ConceptTable

TURNS: Final[ConceptTable] = {
    "still": r"""
        still (?:\S+ ){0,3}(?:fail\w*|red|broken|there|not|the same|same|happen\w*|error\w*|crash\w*|get\w*|see\w*|doesn'?t|does not|down|wrong|hang\w*|throw\w*|no|nothing|an? |bad|slow|leak\w*|missing|flak\w*|reproduc\w*|stuck|does|present|occurs?|exists?|shows?|won'?t|can'?t|cannot|have|has|racing|out|blank|empty|unresponsive|off|times? out|timing out|return\w*|need\w*|\d+|one|two|three|some|nope|unfixed|open|on fire|dead|complain\w*|affected|too);
        still;
        (?:the )?same (?:\S+ )?(?:error|errors|thing|problem|issue|result|failure|failures|story|stack ?trace|traceback|exception|crash|message|output|test|tests|bug|here|again|spot|place|line|symptom\w*|behaviou?r|as before|one|deal|assertion|panic)(?: as before| again)?;
        no change(?: (?:at all|here|so far|yet|there|whatsoever|in|after|since|either|sadly|on|for|with|from)|[.,!]|$);
        no (?:luck|difference|effect|improvement|success|joy|dice|cigar|better); nope;
        nothing (?:changed|has changed|happened|works|happens);
        (?:did|does|do|is|was|has|have|had|could|would) ?n[o']t (?:\S+ )?(?:help|work|fix|change|apply|solve|take|do (?:it|anything|the trick)|make (?:a|any) difference|compile|build|pass|run|start|resolve|fixed|helped|worked|solved|stick|catch|matter|enough|right|it|good|gone|better);
        doesnt (?:work|help|fix|compile|build|pass); didnt (?:work|help|fix|change|apply);
        not (?:fixed|working|solved|resolved|there yet|quite|it|yet|good|enough|better|right|gone|what i (?:meant|wanted|asked)|the (?:fix|right|problem|cause))(?: \S+)?;
        (?:it|that|this|error|bug|race|problem|issue|crash|failure|they|leak|flake)(?:'s| is| has| are| was| just)? (?:came|come|comes|coming|is|back|returned|returns|reappeared|reappears|resurfaced)(?: \S+)? ?back;
        (?:it|they|that|this|the \S+)(?:'s| is| are) back; came back; comes back; it'?s back;
        (?:happened|happens|fails?|failed|failing|broke|breaks|crash(?:es|ed)|broken|errors?|red|hangs?|dies|died|segfaults?|timed out|panics?|panicked) (?:once )?(?:again|the same|same way|too|anyway|as well|on (?:run|the)|like before|exactly);
        again (?:the same|an error|a failure|failed|it fail\w*|red); yet again; once more (?:the )?(?:same|fail\w*|red);
        keeps? (?:on )?(?:fail\w*|crash\w*|happen\w*|break\w*|com\w+ back|hang\w*|throw\w*|return\w*|getting); persists?; worse(?: now| than)?;
        made (?:it|things) worse;
        (?:now|and now|but now|then|instead|ok now|okay now) (?:\S+ ){0,3}(?:another|a different|different|a new|new|other|more|i get|we get|i see|it (?:fails|says|crashes|throws|complains|hangs|breaks|is)|there'?s|there is|there are|\d+ (?:other|more|tests?|failures?|errors?|failed)|two|three|the (?:other|build|tests?|linter|next|second))(?: \S+)?;
        (?:another|a different|a new|yet another|one more|more|new) (?:\S+ )?(?:errors?|failures?|problems?|issues?|exceptions?|crash(?:es)?|one|traces?|bugs?|tests? (?:fail\w*|is|are|broke));
        (?:that|this|it|your (?:\S+ )?(?:fix|change|patch|edit|solution|version|approach|last change)|the (?:fix|patch|change|edit|workaround)) (?:\S+ )?(?:broke|breaks|fails?|failed|wrong|made|doesn'?t|didn'?t|did not|does not|isn'?t|wasn'?t|is not|was not|causes?|caused|only|reverts?|crash\w*|introduced|misses|missed|hasn'?t|also broke)(?: \S+)?;
        (?:patch|diff|edit|hunk|change|commit|merge) (?:did not|didn'?t|does not|doesn'?t|won'?t|could not|failed to|fails to) (?:apply|take|land|merge)(?: \S+)?;
        (?:tests?|build|ci|it|suite|pipeline|lint\w*|type ?check|check|compile|compilation|job|deploy\w*|spec) (?:is |are |'s )?(?:still |again |now )+(?:fail\w*|red|broken|crash\w*|error\w*)?;
        look (?:closer|again|harder|deeper); dig deeper; try harder; think (?:again|harder); check again;
        one of (?:them|the tests|those) (?:still |is |keeps )?(?:fail\w*|red|broken)?;
        (?:i|we) (?:still|keep|kept) (?:\S+ )?(?:get|see|have|getting|seeing|having|run|hit|hitting)(?: \S+)?;
        (?:ran|run|tried|tested|checked|reran|retried|rerun|built|deployed) (?:it|that|this|them|again|the \S+|your \S+) (?:\S+ ){0,5}(?:again|fail\w*|same|back|still|red|error\w*|crash\w*|no|not|but|times)(?: \S+)?;
        unchanged; as before; like before; zero (?:change|difference|effect);
        no,? (?:it|that|this|they|the) (?:\S+ ){0,2}(?:is|does|did|are|still|was|fail\w*|not|doesn'?t|didn'?t|isn'?t)(?: \S+)?; wrong again;
        (?:exact|very) same(?: \S+)?; (?:that|this|it) was(?:n'?t| not) (?:it|the)(?: \S+)?; siguen(?: \S+)*;
        sigue (?:igual|sin|\w+ndo|\w+d[oa]|fall\w*|roj\w*|rot\w*|mal|en|el|la|los|las|lo|ahi|todo|tal|muy|mas|tan|no|un|una|lent\w*|dand\w*|como|habiendo|estando|ese|esa|este|esta|aun|todavia)(?: \S+)*; todavia(?: \S+)*;
        aun(?: \S+)*; rien (?:n'a |ne )?(?:change|marche|fonctionne|bouge)\w*;
        nichts (?:\S+ ){0,3}(?:geandert|gebracht|geholfen|verandert|passiert);
        (?:hat|es) (?:\S+ ){0,2}nichts (?:\S+ )?(?:geandert|gebracht|geholfen|verandert); nada (?:cambio|ha cambiado|mudou|muda);
        niente (?:e )?cambiato; (?:el|la|los|las|lo|da|da el|sale el) mism[oa]s? (?:error|fallo|problema|resultado|cosa|de siempre|de antes)?\w*;
        mismo error; igual que antes;
        no (?:funciono|funciona|ayudo|sirvio|sirve|cambio|ha (?:funcionado|servido|cambiado|ayudado)|se ha (?:arreglado|solucionado)|va|arregla|esta arreglado|hubo (?:suerte|cambio))\w*(?: \S+)?;
        otra vez (?:el|la|lo|falla|error)?(?: \S+)?; de nuevo (?:el|la|falla|error)?(?: \S+)?; vuelve a (?:fallar|salir|pasar|romperse|dar)\w*;
        nada (?:ha cambiado|cambio); ahora (?:sale|me sale|da|falla|tengo|hay|aparece|me da) (?:otro|otra|un|una|el|la)?(?: \S+)?; otro error;
        peor; immer noch(?: \S+)*;
        (?:noch|weiterhin|nach wie vor|erneut|wieder) (?:\S+ ){0,2}(?:rot|fehl\w*|kaputt|derselbe|dasselbe|der gleiche|das gleiche|nicht|fehler|da|down|offline)\w*;
        (?:der|die|das|den)?(?:selbe|gleiche)[nrs]? (?:fehler|problem|ergebnis|meldung|spiel|mist|wie vorher|wie zuvor)\w*;
        (?:der|die|das) gleiche (?:fehler|problem|wie)\w*; gleicher fehler;
        (?:hat|das hat|hilft|half|geht|klappt|ging|funktioniert|klappte|funktionierte|laeuft|lauft) (?:\S+ ){0,2}nicht(?:s)?(?: geholfen| funktioniert| geklappt| gebracht)?;
        nicht (?:behoben|gelost|besser|gefixt|gefixed|geholfen); keine (?:anderung|besserung|veranderung); schon wieder;
        tritt (?:\S+ )?(?:wieder|weiterhin|immer) \S+; kommt (?:\S+ )?wieder; wieder da;
        jetzt (?:\S+ ){0,2}(?:ein anderer|anderer|ein neuer|neuer|kommt|ein|eine andere)(?: fehler)?\w*; neuer fehler; schlimmer; nee(?: \S+)*;
        toujours(?: \S+)*; encore (?:la|le|une|un|des|pareil|casse\w*|rouge|en|cette|ce|plante\w*|echou\w*|la meme)(?: \S+)?;
        (?:la|le|les) memes? (?:erreur|erreurs|probleme|chose|resultat|soucis?|message|bug|qu'avant)?\w*;
        meme (?:erreur|probleme|chose|resultat|souci|message)\w*;
        (?:ca|cela|ce|c'est|il|elle) (?:n')?(?:ne )?(?:\S+ ){0,2}(?:marche|fonctionne|change|aide|resolu|corrige|passe|regle|mieux)\w* (?:toujours )?(?:pas|rien|plus)(?: \S+)?;
        n'a (?:rien|pas) (?:change|aide|marche|resolu|corrige|fonctionne)\w*; pas (?:mieux|resolu|corrige|regle|bon|ca)\w*;
        aucun (?:changement|effet|succes)\w*; maintenant (?:\S+ ){0,2}(?:une autre|un autre|j'ai|il y a|ca)(?: \S+)?; une autre erreur; pire;
        rebelote; ancora(?: \S+)*; stess[oaie] (?:errore|errori|problema|cosa|risultato|messaggio|storia|di prima)\w*;
        (?:continua|continuano) (?:a|ad) (?:fallire|dare|non|crashare|rompersi|succedere|esserci|bloccarsi|comparire|uscire)(?: \S+)?;
        non (?:ha|e|funziona|va|cambia|si e) (?:\S+ )?(?:funzionato|servito|cambiato|aiutato|risolto|corretto|ancora|niente|nulla|bene|andato)\w*;
        nessun (?:cambiamento|effetto|miglioramento)\w*; niente da fare; come prima; di nuovo (?:lo|la|rosso|errore|fallit\w*)(?: \S+)?;
        (?:ora|adesso) (?:\S+ ){0,2}(?:un altro|un'altra|ho|c'e|esce|da|fallisce)(?: \S+)?; un altro errore; peggio;
        continua (?:\S+ ){0,2}(?:falhando|fora|dando|quebrad\w*|igual|com|o mesmo|a mesma|mesmo|acontecendo|vermelh\w*|errado|sem|caindo|travando)(?: \S+)?;
        continuam? (?:falhando|dando|quebrad\w*|igual|vermelh\w*|fora)(?: \S+)?; ainda(?: \S+)*;
        mesm[oa]s? (?:erro|erros|problema|coisa|resultado|falha|mensagem|de antes)\w*;
        (?:mesmo|mesma) (?:erro|problema|coisa|falha)\w*;
        nao (?:funcionou|ajudou|adiantou|resolveu|mudou|deu certo|foi|esta (?:resolvido|corrigido|funcionando)|funciona|corrigiu|mudou nada)(?: \S+)?;
        nada mudou; de novo (?:o|a|falh\w*|erro)?(?: \S+)?; voltou a (?:falhar|acontecer|quebrar|dar|cair)\w*;
        agora (?:\S+ ){0,2}(?:outro|outra|deu|da|aparece|tenho|falha)(?: \S+)?; outro erro; pior;
        все (?:ещ[её]|равно|так же|то же|по-прежнему)(?: \S+)*; всё (?:ещ[её]|равно|так же|то же|по-прежнему)(?: \S+)*; по-прежнему(?: \S+)*;
        (?:опять|снова)(?: \S+)*; (?:тот же|та же|то же|те же|такая же|такой же|то же самое)(?: \S+)*;
        не (?:помог\w*|сработал\w*|работает|исправ\w*|решил\w*|изменил\w*|получилось|вышло|прошл\w*|починил\w*)(?: \S+)?;
        ничего не (?:измен\w*|помог\w*|поменял\w*); без изменений;
        теперь (?:\S+ ){0,2}(?:друг\w*|нов\w*|ещ[её]|пада\w*|вылез\w*|ошибк\w*)(?: \S+)?; (?:друга|нова|ещ[её] одна) ошибк\w*; стало хуже; хуже;
        ошибк\w+ (?:осталась|та же|вернулась|не ушла|на месте)\w*; вс[её] (?:ещ[её] )?(?:падает|красн\w*|сломан\w*|лежит);
        还是(?:\S)*; 仍(?:然|旧)?(?:\S)*; 依(?:然|旧)\S*; 又(?:失败|报错|出现|挂|崩|不行|来|错|红)\S*; 再次(?:失败|报错|出现)\S*; 同样的?(?:错误|问题|报错|结果|异常)\S*;
        一样的?(?:错误|问题|报错|结果)\S*; (?:没|没有)(?:用|效果|变化|解决|修好|改善|起作用|区别|反应)\S*; 不(?:行|管用|起作用|对|工作|好使)(?:啊|呢|了|的)?$; 没修好; 没好;
        问题(?:依旧|依然|还在|仍在|没解决|还没)\S*; 错误(?:依旧|依然|还在|仍在|没变|一样)\S*; 现在(?:又|变成|出现|报|是)\S{0,6}(?:错误|报错|另|新|别的|失败)\S*; (?:另一个|新的|别的|其他)(?:错误|报错|问题)\S*;
        更糟\S*; 跟(?:刚才|之前|上次)一样\S*; 和(?:刚才|之前|上次)一样\S*; 再(?:看看|检查|查)(?:一下|一遍)?; まだ\S*; また(?:同じ|失敗|エラー|落ち|出|だめ|ダメ|赤|壊)\S*;
        同じ(?:エラー|問題|結果|です|まま|現象|症状|ところ|テスト)\S*; 相変わらず\S*; 変わ(?:らない|りません|らず|ってない|っていません)\S*; 直(?:って(?:い)?(?:ない|ません)|らない|りません|らなかった)\S*;
        治(?:って(?:い)?(?:ない|ません)|らない|りません)\S*; だめ(?:です|でした|だ)\S*; ダメ(?:です|でした|だ)\S*; うまくいか\S*; 効果(?:が)?(?:ない|ありません|なし)\S*;
        解決し(?:ない|ません|ていません|てない|ませんでした)\S*; 動(?:かない|きません|かなかった|きませんでした)\S*; 失敗し(?:ます|ました|続け|たまま)\S*; (?:別|違う|新しい|他)の?エラー\S*; 今度は\S*; 悪化\S*; 再発\S*;
        依然\S*; 落ちたまま\S*; 落ちます; もう一度(?:確認|見|調べ)\S*; 여전히\S*(?: \S+)*; 아직(?:도)?(?: \S+)*; 계속 (?:실패|에러|오류|같은|안|나|발생|죽|깨|빨간)\S*;
        또 (?:실패|같은|에러|오류|나|안|깨|죽|발생)\S*; (?:똑같|같은) ?(?:은)? ?(?:에러|오류|문제|결과|증상|현상)\S*; 똑같(?:아|은|이|습|네)\S*; 그대로(?:예요|입니다|네요|야|인데|에요|임)?;
        변(?:함|화)(?:이|가)? ?없\S*; 달라진 ?(?:게|것)?\S* ?없\S*; 안 ?(?:돼|됩니다|되네|되는|고쳐|바뀌|먹히|돼요|되요|됨)\S*; 해결(?:이|되지)? ?(?:안|않|못)\S*; 고쳐지지 않\S*;
        소용(?:이)? ?없\S*; 효과(?:가)? ?없\S*; 이번(?:엔|에는) ?\S*; (?:다른|새로운) (?:에러|오류|문제)\S*; 더 (?:나빠|심해|안 좋)\S*; 다시 (?:발생|실패|나|확인|봐)\S*; لا يزال\S*;
        ما زال\S*; نفس (?:الخطأ|المشكلة);
        hala(?: \S+)*; ayni hata\w*; ise yaramadi; nadal(?: \S+)*; wciaz(?: \S+)*; ten sam blad; nie pomoglo;
        dalej (?:nie|to samo|czerwone|pada)\w*; nog steeds(?: \S+)*; zelfde (?:fout|probleem)\w*; hielp niet; fortfarande(?: \S+)*; samma fel
    """,
    "go_on": r"""
        go[.!]*$; ok go; prossegu[ei](?: \S+)*; prosegu\w*(?: \S+)*; continue(?: (?:please|with|on|the|from|until|where|working|your))?; cont;
        go on(?: (?:with|please|then|to))?; keep (?:going|at it|it up|working|on|trying|digging|looking|pushing)(?: \S+)?; carry on(?: with)?;
        proceed(?: (?:with|please|to))?; resume(?: (?:with|where|the|work|from))?; go ahead(?: (?:with|and|then|please))?; move on(?: to)?;
        press on; push on;
        next(?: (?:one|ones|step|steps|file|files|batch|directory|module|package|please|item|up|part|chunk|phase|test|section|folder|component|service|table|page|group|half|please|round|lot|error|errors))?(?:[.!]|$| please| then);
        (?:and |now |then |ok |okay |please |yes )*(?:do |finish |fix |handle |take |convert |migrate |complete |update |process |tackle |port |go through |clean up )?(?:the )?(?:rest|remaining|remainder|others|other (?:ones|files|two|three|half|\S+)|last (?:one|ones|two|three|few|\d+)|leftovers?|missing ones|second half|open ones|outstanding ones|next (?:one|two|three|batch|\d+))(?: (?:of (?:it|them|the)|too|as well|please|now|then|\S+))?;
        (?:please |now |just |and |ok |can you |could you |go )*(?:finish|complete|wrap (?:it )?up|finali[sz]e|finish off|finish up)(?: (?:it|this|that|them|up|the (?:job|rest|work|task|migration|refactor\w*|remaining|others?|last|conversion|remainder|rest of it)|what you started|off|please|all|everything))?;
        all of (?:them|it); all the (?:rest|others|remaining); pick (?:it )?up (?:where|from|again|there)(?: \S+)*;
        (?:from )?where (?:you|we) (?:left off|stopped|were|paused)(?: \S+)?;
        (?:yes|yep|yeah|ok|okay|sure|great|good|fine|perfect|alright|cool|nice)[,.!]? (?:please )?(?:go ahead|do (?:it|that|so|them|all|the|both)|continue|proceed|carry on|keep going|go on|next|now|then|fix (?:it|them|that)|and|run it|try (?:it|that|again)|apply (?:it|that)|the (?:rest|others|next|second)|finish|with)(?: \S+)*;
        do (?:it|that|so|them|both|all of them|the same|likewise|this one|those|these)(?: (?:now|please|then|too|again|all|for \S+|as well|next|everywhere|properly|that))?;
        (?:try|run|do|test|check|build|attempt|go|start|deploy|execute|repeat|retry|rerun|re-run) (?:it |that |this |them |the (?:tests?|build|command|migration|script|suite|job|deploy\w*|check) )?(?:again|once more|one more time|another time|anew|over)(?: \S+)*;
        retry; re-?try; re-?run(?: (?:it|them|the \S+))?; again(?: please)?; once more; one more (?:time|try|attempt|round|go);
        another (?:try|attempt|round|go|pass|way|approach|iteration);
        try (?:a |an |some |the )?(?:different|another|other|something|second|alternative|new|harder|it|that|without|with|instead)(?: \S+)*;
        (?:take|give it|have) (?:another|one more) (?:look|try|go|shot|stab)(?: \S+)?; second (?:attempt|try|option|approach|idea);
        (?:the |your )?(?:first|second|third|other|next|latter|former|alternative|previous) (?:option|approach|idea|suggestion|solution|way|variant|plan|proposal)(?: (?:please|then|is|sounds))?;
        (?:now |and |then |ok |also |please )*(?:do )?(?:the )?same (?:for|with|to|in|on|thing (?:for|with|in|to)|change (?:for|in|to)|treatment|fix (?:for|in|to))(?: \S+)*;
        (?:likewise|similarly|ditto)(?: \S+)*;
        (?:and|now|then|also|next) (?:the |for the |in the |with the )?(?:\S+ ){0,2}(?:too|as well|next|\?);
        as (?:discussed|you (?:said|suggested|proposed|planned|described|started|outlined)|planned|proposed|agreed)(?: \S+)?;
        what you (?:tried|did|had|started|suggested|proposed|were|described|said|changed|wrote)(?: \S+)*;
        (?:revert|undo|roll back|keep|drop|discard|restore|amend|take back) (?:that|this|it|your|the (?:last|previous|latest)|those|these)(?: \S+)*;
        (?:your|the) (?:last|previous|latest|earlier|first) (?:change|edit|fix|attempt|patch|commit|answer|suggestion|version|step|idea|message)(?: \S+)*;
        until (?:it|they|all|everything|the tests?) (?:\S+ )?(?:pass\w*|works?|green|done|fixed)(?: \S+)?; don'?t stop(?: \S+)*;
        get (?:it|this|them) done; make it (?:work|pass|green|happen);
        (?:so|ok|and|well|now)?,? ?(?:what(?:'s| is) next|what now|and now|now what|whats next|then what|next\?|and\?|so\?|well\?);
        back to (?:it|the|work|that|what|where|our)(?: \S+)*; (?:are|were) you (?:done|finished|sure|stuck|still)(?: \S+)*;
        is (?:it|that|this) (?:done|finished|all|everything|complete|ready)(?: \S+)?;
        you (?:forgot|missed|skipped|left out|didn'?t|did not|haven'?t|broke|removed|only|changed|were|said|stopped|should also|still)(?: \S+)*;
        (?:how|what) about (?:the (?:rest|others?|remaining|second|tests?|other \S+|last)|those|these|that one|them)(?: \S+)*;
        (?:it|that|this|they)(?:'s| is| are)? (?:should|needs? to|must|has to|also|only|supposed)(?: \S+)*;
        continua(?:r|mos|)?(?: (?:por favor|con|a|desde|asi|com|da|de|o|a))?(?: \S+)*; sigue(?: (?:adelante|con|por favor|asi|tu))?(?: \S+)*;
        adelante; prosigue; siguiente(?: \S+)?; (?:y )?el resto; los (?:demas|restantes|otros|que (?:faltan|quedan))(?: \S+)*;
        las (?:demas|restantes|otras|que (?:faltan|quedan))(?: \S+)*; termina(?:lo|la|los|r|)?(?: \S+)*; acabalo; completalo;
        intenta(?:lo)? (?:de nuevo|otra vez|de otra (?:forma|manera))(?: \S+)*; prueba (?:de nuevo|otra vez|otra cosa|de otra)(?: \S+)*;
        reintenta\w*; vuelve a (?:intentar|probar|ejecutar)\w*; hazlo(?: \S+)*; (?:ahora )?(?:haz )?lo mismo (?:para|con|en)(?: \S+)*;
        weiter(?: (?:so|machen|geht's|mit|bitte|im|gehts))?(?: \S+)*;
        mach\w* (?:bitte )?(?:\S+ )?(?:weiter|fertig|das fertig|den rest|so weiter)(?: \S+)*; fahr\w* fort(?: \S+)*; fortfahren; fortsetzen;
        setz\w* (?:\S+ ){0,3}fort; nachste[rsn]?(?: \S+)?; (?:und )?(?:der|den) rest(?: \S+)*;
        die (?:restlichen|anderen|ubrigen|verbleibenden|nachsten)(?: \S+)*;
        (?:versuch|probier|versuche|probiere)\w* (?:es )?(?:bitte )?(?:noch ?mal|nochmals|erneut|anders|es anders|was anderes|etwas anderes)(?: \S+)*;
        noch ?(?:ein)?mal(?: \S+)*; nochmals; erneut versuchen; bring\w* (?:es|das) zu ende; das ?gleiche (?:fur|mit|bei|auch|nochmal)(?: \S+)*;
        dasselbe (?:fur|mit|bei|auch)(?: \S+)*; continue[rz]?(?: \S+)*; vas-?y(?: \S+)*; poursui\w*(?: \S+)*; la suite; suivante?(?: \S+)?;
        (?:et )?(?:le|les) (?:reste|autres|restants?|suivants?)(?: \S+)*; (?:termine|finis|acheve)(?:-le|-la|-les|r|z)?(?: \S+)*;
        (?:re-?)?essaie(?:s|z)?(?: (?:encore|a nouveau|autrement|autre chose|de nouveau))?(?: \S+)*; (?:re)?essaye[rz]?(?: \S+)*;
        recommence[rz]?(?: \S+)*; encore une fois(?: \S+)*; reprends?(?: \S+)*; reprenez(?: \S+)*;
        (?:fais )?(?:la )?(?:pareil|meme chose) (?:pour|avec|dans)(?: \S+)*; vai (?:avanti|em frente)?(?: \S+)*; avanti(?: \S+)*;
        prosegui(?: \S+)*; procedi(?: \S+)*; prossim[oa](?: \S+)?;
        (?:e )?(?:il resto|gli altri|le altre|i restanti|le restanti|il prossimo|i rimanenti)(?: \S+)*;
        (?:finisci|completa)(?:lo|la|li|)?(?: \S+)*; (?:riprova|ritenta)(?: \S+)*;
        prova (?:di nuovo|ancora|un altro|un'altra|in un altro)(?: \S+)*; riprendi(?: \S+)*; (?:fai )?lo stesso (?:per|con|in)(?: \S+)*;
        stessa cosa (?:per|con|in)(?: \S+)*; prossiga(?: \S+)*; segue(?: \S+)*; siga(?: \S+)*; pode (?:continuar|seguir|prosseguir|ir)(?: \S+)*;
        (?:e )?(?:o resto|os (?:outros|demais|restantes|que faltam)|as (?:outras|demais|restantes|que faltam))(?: \S+)*;
        (?:termine|termina|finalize|finaliza|conclua|acabe)(?: \S+)*; tent[ae] (?:de novo|novamente|outra vez|de outr\w+|mais uma)(?: \S+)*;
        mais uma vez(?: \S+)*; (?:faca|faz) (?:o mesmo|a mesma coisa)(?: \S+)*; o mesmo (?:para|com|em)(?: \S+)*; retom[ae](?: \S+)*;
        продолж\w*(?: \S+)*; дальше(?: \S+)*; давай дальше(?: \S+)*; дальше; следующ\w*(?: \S+)?;
        (?:а |и )?(?:остальн\w*|оставш\w*|прочие|другие)(?: \S+)*; (?:за|до)кончи\w*(?: \S+)*; доделай\w*(?: \S+)*; заверши\w*(?: \S+)*;
        (?:попробуй|пробуй|попытайся|запусти|проверь) (?:ещ[её] раз|снова|по-другому|иначе|заново|другой|опять)(?: \S+)*; ещ[её] раз(?: \S+)*;
        заново; повтори\w*(?: \S+)*; (?:сделай )?(?:то же самое|так же|тоже самое) (?:для|с|в)(?: \S+)*; давай; валяй; поехали(?: \S+)*;
        继续\S*; 接着\S*; 下一(?:个|步|批|项)\S*; 剩下的?\S*; 其余的?\S*; 其他的(?:呢|也)\S*; 剩余\S*; 往下\S*; 再(?:试|来|跑|做|改|运行|执行)(?:一下|一次|一遍|试)?\S*; 重试\S*;
        重新(?:试|来|跑|运行|执行|做)\S*; 换(?:个|一个|种|一种)(?:方法|方式|思路|办法|方案|法子)\S*; 完成(?:它|剩下|吧|其余)\S*; (?:把它|都)?(?:做完|搞定|弄完|改完|完成)(?:吧|它)?$;
        同样(?:处理|修改|的方式|地|对)\S*; 也(?:这样|一样|同样|照)\S*; 照(?:这个|这样|着)\S*; 好的?[,，]?\s*继续\S*; 続け\S*; 続きを?\S*; 次(?:へ|は|の|お願い|に|を|いって)?\S*; 残り\S*; 進めて\S*;
        もう(?:一度|一回)\S*; 再度\S*; やり直\S*; リトライ\S*; 再実行\S*; 再開\S*; 最後まで\S*; 終わらせて\S*; 仕上げて\S*; 別の(?:方法|やり方|アプローチ|案)\S*; 他の(?:方法|ファイル|もの|やつ)も?\S*;
        同(?:じ|様)(?:に|ように|こと|修正|対応|変更)\S*; そのまま(?:続|進|お願い)\S*; お願いします$; 계속(?:해|하|진행|가)?\S*(?: \S+)*; 이어서\S*(?: \S+)*;
        다음(?:으로|거|것|단계|파일|은|도)?\S*(?: \S+)*; 나머지\S*(?: \S+)*; 남은 ?\S*(?: \S+)*; 진행(?:해|하|시켜)\S*; 다시 (?:해|시도|한번|한 번|실행|돌려)\S*(?: \S+)*; 재시도\S*;
        한 번 더\S*(?: \S+)*; 한번 더\S*(?: \S+)*; 마저\S*(?: \S+)*; 마무리\S*; 끝내\S*; 끝까지\S*; 다른 (?:방법|방식|접근)\S*(?: \S+)*;
        (?:똑같이|동일하게|마찬가지로|같은 방식)\S*(?: \S+)*; 재개\S*; استمر\S*; أكمل\S*; واصل\S*; التالي; حاول مرة أخرى;
        devam(?: et)?(?: \S+)*; tekrar dene; sonraki; kontynuuj(?: \S+)*; dalej; sprobuj (?:ponownie|jeszcze raz)(?: \S+)*; nastepn\w*;
        ga (?:door|verder)(?: \S+)*; verder(?: \S+)*; probeer (?:het )?opnieuw(?: \S+)*; volgende; fortsatt(?: \S+)*; forsok igen;
        (?:el )?(?:siguiente|proximo) paso; que hacemos ahora; (?:o )?proximo passo; o que (?:fazemos|faco|eu faco) agora; (?:il )?prossimo passo; (?:cosa|che) facci(?:amo|o) (?:adesso|ora|dopo|poi); (?:la )?prochaine etape; on fait quoi(?: maintenant| ensuite| apres)?;
        wie (?:geht's|gehts|geht es) (?:jetzt |nun |dann )?weiter; nachster schritt; (?:и |а )?что (?:теперь|дальше); (?:i )?co (?:teraz|dalej); siradaki; vad gor (?:vi|jag) nu; nasta steg;
        (?:y ahora(?: que(?: hago| hacemos)?)?|e (?:agora|adesso|ora|poi)|et (?:maintenant|ensuite|apres)(?: on fait quoi)?|(?:und|was) (?:jetzt|nun|dann)|(?:en|wat|och) nu|(?:peki )?(?:simdi|sonra) ne(?: yapalim| yapayim)?)(?: ?[?]);
        接下来(?:呢|怎么办|怎么做|做什么|该怎么|要怎么); 下一步(?:呢|怎么|是什么|该|做什么|要); 然后呢; 那现在呢; 现在怎么办; 次は(?:\?|どう|何を); (?:この|その)(?:後|次)は?(?:\?|どう); 그 ?다음(?:은|엔)?(?:요)?\?; 이제 (?:뭐|어떻게|뭘)
    """,
    "client_go_on": r"""
        continue if you have next steps.*; what did we do so far\?.*; continue from where you left off.*;
        please continue with the (?:task|conversation).*; this session is being continued from a previous conversation.*;
        \[system\].{0,20}continue.*; resume the task.*; continue the conversation from.*
    """,
    "anaphor": r"""
        it; its; it's; that; this; them; they; those; these; that one; this one; there; so; same; both; all (?:of them|three|four|five|two);
        the (?:first|second|third|last|other|latter|former|previous|next|remaining) (?:one|two|three)?; one; such; above; before;
        your (?:last|previous|\S+); you; we; he; she;
        the (?:fix|change|patch|error|bug|test|tests|failure|migration|refactoring|refactor|key|keys|race|problem|issue|output|result|history|rollout|rotation|rename|build|crash|plan|approach|leak|rest);
        eso; esto; ese; esa; esos; lo; la; los; las; ello; el (?:otro|primero|segundo|ultimo); das; dies\w*; es; den; die; beide; damit; dabei;
        ca; cela; ce; le; les; l'autre; ceux\S*; celui\S*; questo; quello; quelli; li; isso; isto; esse; essa; eles;
        это; этот; эти; его; их; так; она; они;
        这个?; 那个?; 它们?; 这些; 那些; 这样; これ; それ; あれ; そこ; この; その; 이거; 그거; 그것; 이것; 저거; 그걸; 이걸
    """,
    "still_word": r"""
        still; again; nope; noch; wieder; toujours; encore; sigue; ancora; ainda; continua;
        опять; снова; всё ещ[её]; все ещ[её];
        还是; 仍; 又; まだ; また; 여전히; 아직; 계속
    """,
    "pronoun": r"""
        it; them; those; these; that one; this one; both; all (?:three|four|five|two|of (?:them|it)); the others?;
        that(?: again| too| now| one| instead| please| first|[.!?]?$); eso; esto; das; ca; cela; questo; quello; isso; isto;
        это; их; его;
        这个; 它们?; それ; これ; 그거; 이거; 그것
    """,
    "expletive": r"""
        is it (?:possible|ok|okay|safe|good|bad|better|worth|true|common|normal|necessary|allowed|legal|recommended)\b;
        it(?:'s| is) (?:possible|true); what time is it; how does it work; when is it; does it (?:matter|exist)
    """,
    "new_task": r"""
        (?:different|new|another|other|separate|unrelated|next|side|off)[- ](?:topic|task|question|thing|subject|story|note|request|ticket|issue)\b[^.]{0,12}(?:[:.,!-]|$);
        (?:new|next|another|different|separate|unrelated) (?:task|topic|question|thing|ticket|request|job)\b;
        quick (?:question|one|thing|q|favou?r)\b; unrelated(?:ly)?\b; on (?:a )?(?:different|another|separate) (?:topic|note|subject)\b;
        (?:now|let's do|let us do|on to|do) something (?:else|different|completely different|unrelated)\b; (?:with|to) something (?:else|easier|simpler|smaller|lighter|different|unrelated|new)\b;
        (?:leave|forget|drop|park|pause|skip|ignore|stop|shelve|postpone|abort|cancel|scrap) (?:that|this|it|the \S+(?: \S+)?)(?: (?:for (?:now|later|today)|aside|there|here|one|alone|as is|please))?(?:[.,:!-]|$| and | then| now);
        never ?mind(?: (?:that|the|this))?\b[^.]{0,20}(?:[.,:!-]|$);
        (?:all|that's all|that is all|this is|everything is|that'?s|it'?s|is all) (?:handled|done|sorted|solved|fixed|good|settled|taken care of|finished)\b[^.]{0,12}(?:[.,:!-]|$);
        by the way\b; btw\b; before (?:that|we (?:go on|continue)|you (?:go on|continue)); meanwhile\b;
        (?:now|ok now|okay now|and now) (?:for )?(?:something|the big one)\b; switch(?:ing)? (?:topics?|to|gears)\b; moving on\b;
        let'?s (?:switch|move on|change|talk about|do something|leave)\b; small (?:thing|one|request|change|question|side)\b;
        one (?:other|more|last|small|quick|unrelated) (?:thing|question|request|task|favou?r)\b; also,? (?:unrelated|separately)\b; separately\b;
        for (?:another|a different) (?:project|repo|service|task)\b; in (?:another|a different) (?:project|repo|file|service)\b;
        instead of (?:that|this)\b; otro tema; otra (?:cosa|pregunta|tarea); cambiando de tema; (?:nueva|siguiente|proxima) (?:tarea|pregunta);
        deja (?:eso|esto|lo); pregunta rapida; anderes thema; (?:neue|nachste|andere) (?:aufgabe|frage|sache); kurze frage; themenwechsel;
        lass das; was anderes; etwas anderes; nebenbei; ubrigens; autre (?:chose|sujet|question|tache);
        (?:nouvelle|prochaine) (?:tache|question); petite question; question rapide; changeons de sujet; laisse (?:ca|tomber); au fait;
        altra (?:cosa|domanda|questione); (?:nuovo|prossimo|altro) (?:compito|task|argomento|tema); domanda (?:veloce|rapida);
        cambiando argomento; lascia (?:stare|perdere); outr[oa] (?:assunto|coisa|pergunta|tarefa|tema); mudando de assunto;
        (?:nova|proxima) (?:tarefa|pergunta); pergunta rapida; deixa (?:isso|pra la);
        друг(?:ая|ой|ое) (?:тема|вопрос|задач\w*|дело); (?:новая|следующая) задач\w*; быстрый вопрос; кстати;
        (?:оставь|забудь|отложи) (?:это|пока)?; не по теме;
        另外; 换个话题; 另一个(?:问题|任务|话题); 新(?:的)?任务; 下一个任务; 顺便(?:问)?; 先不管\S*; 先放(?:着|一下|一放)\S*; 不管(?:这|那)个了; 题外话; 話(?:は|が)変わ; 別(?:の)?(?:件|話|質問|タスク|の話題);
        次のタスク; 新しいタスク; ^ところで; ちなみに; それは(?:置いて|いったん|後で)\S*; 一旦置いて; ちょっと質問; 다른 (?:질문|주제|작업|얘기|이야기|건)\S*; 새(?:로운)? (?:작업|주제|질문)\S*; 다음 작업\S*;
        그건 (?:놔두|나중에|됐고|그만)\S*; 그런데 (?:말이|다른)\S*; 참고로; 잠깐 (?:질문|다른)\S*;
        in the meantime\b; other (?:repo|project|service)\b; (?:a|one) (?:silly|tiny|trivial|boring|stupid) (?:thing|one|question|request|change|fix)\b; (?:now|then|so|and) (?:for |to )?something (?:boring|easy|small|trivial|silly|simple|quick|light|minor)\w*;
        mientras tanto; inzwischen; derweil; zwischendurch; en attendant; entre-temps; intanto; nel frattempo; enquanto isso; entretanto; тем временем; между делом; 与此同时; 딴 (?:얘|이야|건|질문)\S*; 그동안; その間に; 話変わ\S*
    """,
    "leaving": r"""
        (?:morgen|straks|maandag) (?:verder|weer verder)[.!]?$; tot (?:morgen|straks|maandag|volgende week)[.!]?$; fijne (?:avond|dag|weekend)\S*; (?:morgen|montag|nachste woche) (?:geht's |machen wir |mache ich )?weiter[.!]?$; (?:manana|el lunes) (?:seguimos|sigo)[.!]?$; (?:on continue|on reprend|je reprends) (?:demain|lundi)[.!]?$; завтра продолж\w*;
        brb; bbl; afk; gtg; g2g; ttyl; cya; be right back; (?:lunch|dinner|coffee|dentist|doctor|gym|sleep|bed|meeting|weekend) (?:first|time|break|now|calls)(?: \S+)?; (?:off|heading|headed|going|gone|running|back|out) (?:now )?(?:to|for|from) (?:lunch|dinner|bed|sleep|a meeting|my meeting|a call|home|a walk|the gym|the dentist|an appointment|the weekend|coffee);
        (?:at|grabbing|getting|having) (?:lunch|dinner|coffee); call(?:ing)? it a (?:day|night); done for (?:today|the day); that'?s (?:it|all|enough) for (?:today|the day); enough for (?:today|now|one day); good ?night; night night;
        have a (?:nice|good|great|lovely) (?:\S+ )?(?:day|evening|night|weekend|one); see (?:you|ya|u) (?:tomorrow|later|soon|then|around|monday|next week); (?:talk|speak|chat) (?:to you )?(?:later|tomorrow|soon|monday);
        (?:back|more) (?:at \d\S*|in (?:a few|ten|twenty|an hour|\d+)(?: \S+)?|tomorrow|later|soon|after lunch|on monday); (?:logging|signing|clocking) off; stepping (?:out|away); (?:hop|hopping|jump|jumping|dial) (?:in|into|on|onto) (?:a|the|another) (?:call|meeting|standup)(?: \S+)*; taking (?:a|the) (?:break|nap|rest of the day off|day off)(?: \S+)*; (?:coffee|lunch|dinner|smoke) run; i(?:'m| am) (?:out|off)(?: for (?:today|now))?[.!]?$; (?:have|need|got) to (?:go|run|leave|head out)[.!]?$; bye(?: bye)?[.!]?$;
        feierabend; bis (?:morgen|spater|gleich|dann|montag|nachher)[.!]?$; schonen (?:abend|feierabend|tag|sonntag)(?: noch)?; gute nacht; schones wochenende; muss (?:jetzt )?(?:los|weg|ins meeting|zum zug); mach\w* (?:jetzt |dann )?(?:schluss|pause|feierabend) ?(?:fur heute)?; (?:bin|gehe|geh) (?:jetzt |dann |mal )?(?:essen|mittag|weg|raus|schlafen|nach hause);
        hasta (?:manana|luego|pronto|el lunes); me voy(?: \S+)*; voy a (?:comer|dormir|casa|una reunion); buen (?:finde|fin de semana|descanso); buenas noches[.!]?$; nos vemos; vuelvo (?:en|a las) \S+;
        a (?:demain|plus tard|bientot|tout a l'heure|lundi)[.!]?$; bonne (?:soiree|journee|nuit|fin de journee); bon (?:week-?end|appetit); je (?:file|pars|vais) (?:manger|dejeuner|en reunion|prendre l'air|me coucher|dormir|chercher)(?: \S+)*; pause (?:dejeuner|cafe);
        a (?:domani|dopo|piu tardi|lunedi)[.!]?$; buona (?:serata|notte|giornata|domenica); vado (?:a (?:pranzo|casa|mangiare|letto|dormire)|in riunione)(?: \S+)*; ci sentiamo (?:domani|dopo|lunedi); buon (?:weekend|pranzo); pausa (?:caffe|pranzo|cafe|almuerzo|comida|almoco);
        ate (?:amanha|logo|mais|segunda)[.!]?$; vou (?:almocar|dormir|embora|sair|(?:pra|para) casa|numa reuniao|descansar)(?: \S+)*; boa noite[.!]?$; bom (?:fim de semana|descanso); volto (?:em|as|ja|amanha)(?: \S+)?;
        до (?:завтра|встречи|свидания|понедельника); на сегодня все[.!]?$; пойду (?:\S+ )?(?:на обед|обедать|спать|домой|чай|чаю|покур\w*|поем)(?: \S+)*; пошел (?:на обед|обедать|спать|домой); спокойной ночи; хорош(?:его|их) (?:дня|вечера|выходных); на (?:обед|встречу)[.!]?$; п[іи]ду на об[іе]д; отойду(?: \S+)*;
        先开会\S*; 去睡(?:会|觉|了)\S*; 先?休息(?:一下|会儿|了)\S*; 开会去\S*; 下班(?:了|啦)?; 明天(?:再|继续|接着)(?:聊|说|弄|搞|看|来)\S*; (?:去吃|吃)饭(?:去|了)\S*; 收工; 晚安; 再见; 拜拜; 先消化一下; 回头(?:再)?(?:聊|说|看)\S*; お昼(?:行|に|休|食)\S*; 昼休み(?:に|行)\S*; 休憩(?:し|に|入)\S*; 寝ます; 帰ります; お疲れ様\S*; お疲れさま\S*; お先に\S*; また明日\S*; おやすみ\S*; 席を外し\S*; 退勤\S*;
        퇴근(?:합|할|해)\S*; 수고하(?:세|셨|십)\S*; 내일 (?:뵐|봐|뵙|이어)\S*; 점심 ?(?:먹|다녀)\S*; 밥 ?먹(?:고|으러)\S*; 회의 ?(?:다녀|들어)\S*; 이따 ?(?:봐|뵐)\S*; 들어가(?:세요|보겠|볼게)\S*
    """,
}

SIDE: Final[ConceptTable] = {
    "side_system": r"""
        title generator; you (?:name|title|label|caption|tag) (?:chats?|conversations?|sessions?|threads?|tabs?|messages?); (?:write|writes|generate|create|produce|output|come up with|make) (?:\S+ ){0,6}titles?; thread title;
        conversation title; session title;
        (?:generate|write|create|suggest|produce|come up with|come with) (?:\S+ ){0,4}(?:branch|commit|pr|pull request|session|file|folder|workspace|slug) ?(?:name|message|title|description)s?;
        suggest names?; (?:context|conversation|chat|session|transcript|history) (?:summari[sz]\w+|compact\w+|compress\w+|condens\w+);
        summari[sz](?:e|es|ing|er) (?:\S+ ){0,4}(?:conversations?|chats?|sessions?|transcripts?|dialogues?|history|threads?|discussions?|messages|work so far|context|exchange);
        (?:compact|compress|condense) (?:\S+ ){0,3}(?:conversations?|history|context|transcript|session);
        summari[sz]ation (?:agent|assistant|model|engine);
        you (?:only )?(?:write|output|return|reply with|produce|are to (?:write|output)) (?:\S+ ){0,3}(?:a |one |the )?(?:short |concise |brief )?(?:title|summary|label|branch name|commit message|topic|headline|name|keywords?|tags?)\b;
        (?:classif(?:y|ies|ier)|detect|decide|determine|label) (?:\S+ ){0,6}(?:topic|intent|language|new (?:topic|conversation)|category)\b;
        (?:name|title|label|tag) (?:this|the) (?:chat|conversation|session|thread|tab|workspace|task|window)\b;
        (?:return|output|respond with|reply with|answer with|give|produce|emit) (?:\S+ ){0,8}(?:tags|labels|keywords|titles?|topics?|categories|emojis?|slugs?)\b;
        (?:answer|reply|respond) with (?:exactly |only |just )?(?:one|a single|two|three) words?; as one of:?; (?:command|common) prefix; (?:session|conversation|project) memory(?: file)?;
        (?:extract|collect|list) (?:\S+ ){0,3}(?:memories|facts|learnings) (?:\S+ ){0,3}(?:conversation|session|chat|transcript|user);
        (?:decide|tell|say|judge|predict|analy[sz]e|check|determine|detect) (?:whether|if) (?:\S+ ){0,6}(?:conversation|topic|message|session|chat)\b;
        isnewtopic; follow-?up (?:questions?|suggestions?|prompts?); (?:suggest|predict|propose|guess) (?:\S+ ){0,4}next (?:\S+ )?(?:prompt|message|question|step)s?;
        autocomplet\w*; do not (?:solve|continue|perform|execute|start|do) (?:the )?(?:task|work); never answer the message; emoji (?:for|that)
    """,
    "side_artefact": r"""
        headings?; subject lines?; commit subjects?; conventional commits?; branch names?; (?:one|single)[- ]line (?:description|summary|label); notes for (?:the|a) (?:next|later|new|other) (?:session|agent); handover notes; classif(?:y|ies|ication|icate); (?:label|condense|compress|predict)s?\b; name (?:the |a )?(?:git )?branch(?:es)?; come up with a name; describe in \d+(?:-\d+)? words; next (?:\S+ )?prompts?;
        (?:language|topic|intent|category|mood|sentiment) of (?:the|a|this) (?:user(?:'s)? )?message; clasifica\w*; classifica\w*; klassifizier\w*; messages? de commit; nombre de rama; nombra\w*; придумай \S+ (?:ветки|чата|сессии); имя (?:git[- ]?)?ветки; классифициру\w*; 起(?:个)?标题; 命名; 分类; 名前を付け; 分類; 이름을 지어; 분류;
        titles?; headlines?; labels?; captions?; summar(?:y|ies|i[sz]e[sd]?); recaps?; digest; hand-?(?:off|over)s?; topics?; slugs?; tags?; keywords?;
        (?:branch|session|tab|file|thread|chat|workspace) name; (?:commit|status|progress|notification) message; one[- ]line (?:message|description);
        (?:one|1|single)[- ]word; (?:one|a single) word; gerund\w*; (?:one|1|single)[- ]line descriptions?; (?:reply|answer|respond) (?:with )?[\"']?(?:quoted|yes|true)[\"']? or [\"']?(?:quoted|no|false)[\"']?;
        (?:a|one|the) (?:\S+ )?names? for (?:this|the|a) (?:chat|conversation|session|thread|tab|task); una (?:sola )?parola; una (?:sola )?palabra; uma (?:unica )?palavra; (?:un seul|un) mot; ein(?:em)? (?:einzigen )?wort; одн\w+ слов\w*;
        一个词; 一語; 한 단어; file ?paths?; paths?; release notes?; bullets?(?: points?)?; (?:in|one|a single) (?:one |a single )?sentence; what the (?:user|agent|assistant) (?:\S+ )?(?:asked|wants?|types?|is doing|does|did|said|did|may|might|will);
        titulos?; resumen; resume(?:n|z|r|s)?; nouveau sujet; nuevo tema; neues thema; novo assunto; nuovo argomento; сожми\w*; resumir; mensaje de commit; nombre de (?:la )?rama; puntos clave; titel; uberschrift; zusammenfass\w*; fass\w* .{0,80}zusammen; commit-?nachricht\w*;
        branch-?name\w*; stichpunkt\w*; ubergabe\w*; titres?; resumer?; message de commit; nom de (?:la )?branche; points cles; titol[oi]; riassunto; riassumi\w*; sintesi;
        messaggio di commit; nome del branch; resumo; resum[ae]; mensagem de commit; nome d[oa] branch;
        заголов\w*; названи\w*; сводк\w*; резюм\w*; суммир\w*; (?:сообщени|описани)\w* коммита; имя ветки;
        标题; 摘要; 总结; 概括; 提交(?:信息|说明|消息); 分支名; 文件路径; 要点; タイトル; 要約; まとめ; 引き継ぎ; コミットメッセージ; ブランチ名; 見出し; 箇条書き; ファイルパス; 제목; 요약; 커밋 ?메시지; 브랜치 ?(?:이름|명); 인수인계; 파일 ?경로;
        tytul\w*; podsumow\w*; titels?; samenvat\w*; baslik; ozet\w*; rubrik; sammanfatt\w*
    """,
    "side_source": r"""
        conversations?; chats?; sessions?; transcripts?; dialogues?; threads?; (?:git )?diffs?; command(?:'s)? output; output of (?:a|the|this) command; (?:the|this) (?:shell |bash )?commands?; (?:the|this|last) message; messaggio; mensaje; nachricht; mensagem; сообщени\w*; staged changes?;
        (?:the )?user(?:'s)? (?:\S+ )?(?:messages?|requests?|prompts?|input|asked|is doing|wants?|types?); merged prs?; pull requests?; pr titles; progress spinner; sidebar; notification;
        conversacion; sesion; charla; gesprach\w*; unterhaltung; sitzung\w*; verlauf; echange; discussion; conversazione; sessione; conversa; sessao;
        диалог\w*; бесед\w*; переписк\w*; разговор\w*; сесси\w*; дифф\w*;
        对话; 会话; 聊天; 用户(?:的)?(?:消息|请求|输入); 命令(?:的)?输出; 差异; 会話; セッション; チャット; やり取り; ユーザーの(?:メッセージ|依頼|発言); 差分; 대화; 세션; 채팅; 사용자(?:의)? ?(?:첫 ?)?(?:메시지|요청);
        rozmow\w*; gesprek; konusma\w*; samtal\w*
    """,
    "side_bound": r"""
        (?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|a hundred) (?:words?|char(?:acter)?s?|lines?|sentences?)\b; exactly one of; one of:?; (?:a |one )single (?:line|word|name|sentence|label); (?:in|as|on) one (?:line|word); one line,; no comments?; plain text[,.]; nothing but; the \S+ (?:itself )?only; (?:code|name|title|label|word) only; iso 639\S*;
        (?:una|un|uma|ein|eine|einem|une) (?:sola |solo |unica |unico |einzige\w* |seule )(?:linea|palabra|palavra|linha|zeile|wort|ligne|parola|riga); por una sola linea; une seule ligne; \d+ (?:caracteres|mots|zeichen|worter|palabras|palavras|parole|caratteri)(?: \S+)?; numa so palavra; sans rien d'autre; sin (?:nada mas|comentarios|comillas); ohne (?:kommentar|anfuhrungszeichen); sem (?:comentarios|aspas);
        без (?:комментари|кавыч)\w*; одно имя; до \S+ слов\w*;
        不要引号; 不加解释; 一行; 一行で; 一言で; 한 줄로; 따옴표 없이;
        (?:reply|respond|answer|return|output|write|print|give|produce|emit) (?:\S+ ){0,5}only; only (?:the|a|that|those) \S+; nothing else; no (?:explanations?|preamble|commentary|quotes|period|markdown|other text);
        (?:max(?:imum|\.)?|at most|up to|under|fewer than|less than|no more than|within) (?:of )?\d+ (?:words?|char(?:acter)?s?|tokens?); <=? ?\d+ (?:words?|char(?:acter)?s?|tokens?); \d+(?: ?(?:-|to|–) ?\d+)?[- ](?:words?|char(?:acter)?s?); one per line; wrapped in;
        (?:solo|solamente|unicamente) (?:el|la|los|las|con|un|una) \S+; no mas de \d+; maximo (?:de )?\d+; nur (?:den|die|das|mit|der) \S+; hochstens \d+; maximal \d+; uniquement; seulement; \d+ (?:caracteres|mots) (?:au plus|maximum|max)?;
        solo (?:il|la|lo|i|le) \S+; soltanto; massimo \d+; apenas [oa] \S+; somente; no maximo \d+;
        только \S+; не более \d+; максимум \d+;
        只(?:输出|返回|给|写|回复); 仅(?:输出|返回); 不(?:要)?超过; のみ; だけ(?:を)?(?:出力|返)\S*; \d+ ?(?:文字|字)以内; 만 (?:출력|답|반환|작성)\S*; \d+ ?자 이내
    """,
    "side_denial": r"""
        (?:do not|don't|never|must not|mustn't|you aren't to|without) (?:\S+ )?(?:answer|answering|respond|respond to|reply to|react|act on|help|helping|solve|solving|continue|continuing|carry on|follow|execute|call (?:any )?tools?|use (?:any )?tools?|calling tools|using tools|pick up the (?:task|work))\b; you never (?:help|answer|act|solve|respond)\b; (?:aren't|are not|not) the assistant of (?:that|this|the) (?:chat|conversation|session); leave (?:\S+ ){0,3}unanswered; (?:which|that) (?:won't|will not|doesn't|does not) see (?:it|this|them|the \S+); not to be (?:answered|solved|acted on);
        no (?:respondas|contestes|sigas|continues|resuelvas|ejecutes|uses herramientas)\b; ne (?:reponds|repondez|continue|continuez|resous|execute) (?:pas|rien); (?:beantworte|lose|bearbeite|fuhre) (?:\S+ ){0,4}nicht(?: \S+)?; antworte nicht; nao (?:respondas|responda|continues|continue|resolvas|resolva|executes)\b; non (?:rispondere|continuare|risolvere|eseguire)\b;
        не (?:отвечай|отвечайте|решай|решайте|продолжай|продолжайте|выполняй|выполняйте)\w*;
        不要(?:回答|回应|执行|继续|解决); 不(?:回答|执行|解决)用户; 回答しない; 答えない; 実行しない; 続けない; 답하지 ?마; 답변하지 ?마; 실행하지 ?마; 해결하지 ?마
    """,
    "side_role": r"""
        (?:coding|programming|software|engineering|code|devops|development) (?:\S+ )?(?:agents?|assistants?|engineers?|developers?|experts?|partners?|copilot); pair program\w*; programmers?; developers?; engineers?;
        help(?:s|ing)? (?:the )?(?:users?|people|developers?|me) (?:\S+ ){0,3}(?:with|to|write|build|fix|code)(?: \S+)?; best practices; (?:coding|our|existing|project) (?:conventions|guidelines|style|standards);
        asistente de (?:programacion|codigo); programador\w*; entwickler\w*; programmier\w*; assistant de (?:code|programmation); developpeur\w*; programmator\w*; sviluppator\w*; desenvolvedor\w*;
        программист\w*; разработчик\w*;
        编程助手; 程序员; 开发者; 工程师; 开发助手; プログラマ; エンジニア; 開発者; コーディング; 프로그래머; 개발자; 코딩
    """,
    "side_user": r"""
        context (?:checkpoint )?compaction; hand-?off summary; (?:run|running|ran) out of context; context (?:window )?is (?:almost |nearly )?full;
        (?:next|new|another|other) (?:session|agent|llm|model|assistant) (?:\S+ )?(?:must|needs?|should|will|has to|can|that will) (?:\S+ )?(?:know|resume|continue|take over|pick up)(?: \S+)?;
        generate (?:a |an )?(?:\S+ )?(?:title|name|headline|summary|branch name|commit message) (?:for|of) (?:this|the) (?:\S+ )?(?:conversation|session|chat|thread|task|diff|discussion|transcript|changes?);
        (?:summari[sz]e|compact|compress|condense|recap) (?:\S+ ){0,3}(?:conversation|session|chat|thread|transcript|discussion|dialogue|history)\b;
        (?:create|write|produce|make|give|draft) (?:me )?(?:a |an |the )?(?:\S+ ){0,3}(?:summary|recap|digest|handover|title|headline|name) (?:of |for )?(?:the |this |our )?(?:\S+ )?(?:conversation|session|chat|thread|transcript|discussion)\b;
        (?:word|words|character|characters) (?:title|name|headline|summary)\b.{0,60}(?:conversation|session|chat|thread|message);
        (?:provide|reply with|respond with|return|give|generate|write|create) (?:\S+ ){0,5}titles? (?:for|of) (?:the|this|our) (?:\S+ )?(?:conversation|session|chat|thread)\b;
        (?:generate|suggest|extract|propose) (?:\S+ ){0,6}(?:tags?|keywords?|topics?|follow-?up questions?|search quer\w+)\b.{0,160}(?:chat history|(?:the|this) (?:conversation|chat|transcript))(?:[.,:]|$);
        analy[sz]e the (?:chat history|conversation|chat) to (?:determine|decide|find)\b; who should (?:\S+ )?speak next; enhanced version of th(?:is|e) prompt;
        respond with (?:only )?(?:the|a) (?:title|name|summary|slug|branch name|commit message);
        here is the conversation so far; provide a (?:\S+ )?(?:summary|prompt) (?:\S+ ){0,3}(?:conversation|continuing);
        detailed prompt for continuing;
        (?:suggest|give|propose) (?:me )?(?:a|one) (?:\S+ )?(?:git )?(?:branch name|title|commit message|name) (?:\S+ ){0,4}for (?:this|the) (?:task|conversation|session|diff|change)\b;
        write (?:a |the )?(?:\S+ )?(?:title|summary) (?:for|of) (?:this|the) (?:conversation|session|chat|transcript)
    """,
}
