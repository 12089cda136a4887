"""What can go wrong and where: assets, liveness, events, impact, and the words that take an event back.

A concept is only a signal. What makes a risk is the combination of independent ones (see `detectors` and `gates`).
"""

from typing import Final

from services.classifier.core.lexicon.language import ConceptTable

PLACE: Final[ConceptTable] = {
    "prod": r"""
        worldwide; globally; all regions; (?:eu|us|apac|asia|europe|european|american)[- ](?:\S+ )?region; main domain;
        our (?:main|public|primary) (?:site|domain|api|website|app); real (?:money|customers|users|orders);
        (?:we're|we are|it is|it's|this is|app is|site is|shop is|is already|are|already|now|went|goes|been|is) live;
        live (?:since|for|now|right|app|shop|im|bei|auf|version|release|instance|customers|users|orders|payments|stack|tenants?|game|stream);
        , live(?:[,.!]|$); in the live \S+; live und; im live-\S+; en vivo; en live; prod; production;
        live (?:site|system|environment|database|db|server|cluster|service|app|store|shop|api|traffic|data|users|customers|tenants?|accounts?|bucket|instance|queue|stack|account|checkout|payments?|product);
        prd; this is live; it(?:'s| is) live; is live right now; on live; in live; the live \S+; primary (?:database|db|region|cluster); mainnet;
        (?:the|our) (?:real|actual) (?:site|website|shop|store|app|api|database|db|server|servers|system|bucket|cluster|network|account|thing|one); official (?:database|db|register|registry|site|store);
        (?:on|from) www; in the field; customer (?:hosts|machines|sites|servers|clusters|instances|devices); serving (?:customers|users|traffic|everyone); carrying traffic;
        (?:cluster|server|servidor|sistema|base|banco|ambiente|bd|db|sito|site|shop|bucket|indice) live; live[- ]?(?:db|datenbank|shop|betrieb|umgebung)\w*; live-(?:server|system|site|cluster|data|app|bucket)\w*; vraie? (?:base|bdd|prod|production)(?: \S+)?; (?:base|bd|tienda|web) real; (?:banco|base) de verdade; vero (?:database|sito|server); echte[nrm]? (?:datenbank|db|server|system)\w*; sistem produksi; server produksi; produksi; canlida; canliya; pa prod;
        жив\w+ баз\w*; рабоч\w+ баз\w*;
        настоящ\w+ (?:баз|сервер|прод)\w*;
        线上库; 真实(?:库|数据库|环境); 線上環境; 実環境; 実サービス; 운영 ?중; 운영 ?앱; 실제 (?:서버|db|디비|서비스);
        master database; on the primary(?:[.,!?]|$| (?:node|server|host|instance|db|database)); our (?:main|primary) (?:database|db|cluster);
        produccion; produktion; produktions\w*; produktiv\w*; echtsystem; live-system\w*; livesystem\w*; en ligne; produzione; producao;
        ambiente produtivo; productie\w*; produkcj\w*; produkcyjn\w*; canli (?:ortam|sistem|veritaban)\w*; produktionsmiljo\w*;
        прод(?:[^а-яіїєґ]|$); прода; проде; продакшн\w*; продакшен\w*; продовск\w*; продуктив\w*; боев\w*;
        生产; 线上; 正式环境; 正式服; 生产库; 现网; 本番; 商用環境; 運用環境; 프로덕션; 운영 ?(?:서버|환경|db|디비|데이터베이스|시스템|계정|클러스터|데이터)?; 실서버; 실서비스; 라이브 (?:서버|환경); الإنتاج;
        प्रोडक्शन
    """,
    "nonprod": r"""
        (?:perf|performance|load|stress)[- ](?:stage|env\w*|cluster|rig|test env\w*);
        test (?:vpc|network|machine|vm|box|host|lab|farm|device|phone|region|subnet|registry|bucket|queue|topic|org|workspace); nobody needs it;
        nobody (?:uses|depends on) it; nobody is (?:blocked|affected|waiting); internal only; никому не мешает; [spr]k_test\w*;
        de ejemplo; d'exemple; de exemplo; di esempio; beispiel(?:key|schlussel|wert|token|daten)\w*;
        staging; stage (?:env\w*|server|cluster|db|database)?; sandbox; sandboxed; local; locally; localhost; laptop;
        my (?:machine|computer|mac|pc|workstation|own machine);
        dev (?:env\w*|server|cluster|db|database|box|machine|namespace|account|container|stack|instance)?;
        development (?:env\w*|server|cluster|db|database|machine);
        test(?:ing)? (?:env\w*|server|cluster|db|database|databases|system|data|account|accounts|key|keys|schema|tenant|instance|suite|fixture|fixtures|bucket|namespace|stack|table|tables|project|workspace|user|users|run|runs|mode|card|repo);
        qa; uat; preprod; pre-prod; preview (?:env\w*|deploy\w*|app|branch)?; demo; toy; playground; fixtures?; mock(?:ed|s)?; fake; dummy;
        sample (?:data|app|project|database|db)?; example (?:data|app|project|value|key); throwaway; scratch; temporary; temp; tmp; /tmp;
        minikube; kind cluster; k3d; docker[- ]compose; dev container; devcontainer; emulator; in[- ]memory; hobby project; side project;
        tutorial project; homework; learning project; not released; unreleased; not deployed; not (?:yet )?(?:in|on|live in) production;
        before (?:we )?(?:release|launch|ship|going live|it ships|merging); feature branch; pull request; nightly build;
        expired (?:already|key|token|secret); ephemeral; disposable; ci runner; lab; training env\w*; integration env\w*; branch database;
        entorno (?:local|de pruebas|de prueba|de desarrollo); en local; de prueba; de pruebas; pruebas; mi (?:maquina|portatil|ordenador);
        testumgebung; testsystem\w*; testdatenbank\w*; entwicklungs\w*; lokal\w*; mein(?:em|en)? (?:rechner|laptop); (?:base|bdd|db|version\w*|copi[ea]|instance|machine|ambiente|server|serveur|databas\w*) locale;
        environnement de (?:test|dev\w*|recette); preproduction; recette; ma machine; mon (?:poste|ordinateur|pc);
        ambiente di (?:test|sviluppo|collaudo|staging); in locale; collaudo; mio (?:computer|portatile);
        ambiente de (?:teste|testes|desenvolvimento|homologacao|staging); homologacao; minha maquina; meu (?:computador|notebook); de teste;
        тестов\w*; стейдж\w*; стейджинг\w*; локальн\w*; песочниц\w*; на стенде; моей машин\w*; моём ноутбук\w*; моем ноутбук\w*; дев; девелоп\w*;
        测试环境; 测试库; 测试数据; 测试服; 本地; 预发; 预发布; 开发环境; 沙箱; 沙盒; 我的电脑; 练习; 示例; 演示; テスト環境; 検証環境; 検証用; 開発環境; ローカル; ステージング; サンドボックス; テスト用; テストデータ; 手元; 練習;
        デモ; 테스트 ?(?:서버|환경|db|디비|데이터|계정|용|데이터베이스); 스테이징; 로컬; 개발 ?(?:서버|환경|db|디비); 샌드박스; 데모; 제 (?:노트북|컴퓨터); 연습; بيئة الاختبار; محلي;
        testomgeving; srodowisk\w* testow\w*; lokaln\w*;
        in (?:the|a|our|my) load tests?; virtual users; im lasttest; en la prueba de carga; dans le test de charge; 压测(?:中|时|环境|里); 負荷テスト(?:で|中|環境); 부하 ?테스트(?:에서|중|환경);
        (?:entorno|ambiente) de (?:integracion|integracao|preproduccion|qa); environnement d'integration; integrationsumgebung; ambiente di integrazione
    """,
    "spared": r"""
        [(,] ?not prod(?:uction)?\b; nothing (?:of (?:this|it|that)|here) is (?:live|out|in production|released); (?:real|live) ones aren't touched;
        (?:本番|検証|運用)\S{0,6}(?:影響|問題)(?:なし|はない|はありません|ありません); (?:生产|线上)\S{0,4}(?:没有|没|无)(?:受)?影响;
        nothing (?:has |was |is |got )?(?:happened|leaked|lost|stolen|broken|gone)\b; (?:nobody|no one) (?:has )?(?:leaked|lost|stole|got in|accessed)\b;
        (?:it's|it is|that's|this is|they're) not (?:ours|our (?:system|app|side|fault|problem|code|data|server|service|product|shop|site)s?)\b; (?:^|[.,(-] ?)not (?:ours|our (?:system|app|problem|fault|data|product|service))\b; nothing (?:of ours|to do with (?:us|our))\b; on their (?:side|end|part)\b;
        (?:ist|war|sind) nicht (?:bei uns|unser\w*); nicht unser\w* (?:system|problem|schuld|app); no es (?:nuestr[oa]s?|nuestro sistema); (?:c'est|ce n'est) pas (?:le notre|chez nous|notre \w+); non e (?:nostr[oa]|il nostro|colpa nostra); nao e (?:nosso|o nosso|culpa nossa)\b(?: sistema)?; это не (?:наш\w*|у нас); 不是我们的?; うち(?:の\S{1,8})?(?:では|じゃ)(?:ない|ありません)\S*; 우리 ?\S{0,6} ?(?:것|시스템|서비스)?(?:이|은)? ?아니\S*;
        (?:no|zero|0|not a single|not one) (?:\S+ )?(?:customers?|users?|clients?|guests?|patients?|players?) (?:was|were|is|are|has been|have been|got|has|have)? ?(?:charged|billed|hit|harmed|lost|debited|seen|noticed)\w*; not real (?:traffic|users|data|customers|money|accounts);
        aucun\w* (?:client|utilisateur|abonne)\w* (?:\S+ ){0,2}(?:debite|facture|touche|affecte|concerne|impacte|perdu)\w*; ningun\w* (?:cliente|usuario)\w* (?:\S+ ){0,2}(?:cobrad|perjudicad|perdid)\w*; kein\w* (?:kunde|nutzer|anwender)\w* (?:\S+ ){0,3}(?:betroffen|belastet|gemerkt); nenhum\w* cliente\w* (?:\S+ ){0,2}(?:cobrad|prejudicad)\w*;
        en (?:prod|produccion) todo (?:bien|ok|normal)\w*; en prod(?:uction)? tout (?:va bien|est ok|fonctionne); in produzione (?:va )?tutto (?:bene|ok); em producao (?:esta )?tudo (?:bem|ok|normal); на проде (?:все|всё) (?:нормально|хорошо|в порядке|ок|работает);
        (?:本番|本番環境)(?:は|では|には)(?:問題|影響|異常)(?:が|は)?(?:ありません|ない|なし|無)\S*; (?:生产|线上|正式环境)(?:环境)?(?:一切)?(?:正常|没问题|没有问题); (?:운영|실서버|프로덕션)(?:은|는|에서는|서버는)? ?(?:정상|문제 ?(?:없|가 없|는 없));
        (?:prod|production|live|customers|users|clients|people) (?:is|are|was|were) (?:\S+ ){0,2}(?:fine|ok|okay|healthy|safe|unaffected|untouched|not (?:affected|touched|impacted|involved));
        (?:prod|production|live|customers|users|clients|people) (?:isn't|aren't|wasn't|weren't|never|not) (?:\S+ )?(?:affected|touched|impacted|involved);
        (?:prod|production) (?:\S+ ){1,6}(?:is|are) (?:fine|ok|okay|healthy|unaffected); not (?:on|in) prod(?:uction)?;
        (?:no|zero|0) (?:\S+ )?(?:customers?|users?|clients?) (?:\S+ )?(?:affected|touched|impacted|concerned); (?:users|customers|clients|people) (?:just|simply) (?:retry|reload|refresh|try again);
        (?:users|customers|people) (?:don't|do not) notice; nobody (?:notices|cares|is affected); no (?:customer|user|production) impact;
        (?:kunden|nutzer|anwender) (?:\S+ )?(?:merken|bemerken) (?:\S+ )?nichts; (?:kunden|nutzer|prod\w*) (?:\S+ ){0,2}(?:nicht betroffen|unberuhrt);
        (?:zero|aucun) (?:client|utilisateur)s? (?:\S+ )?(?:touche|affecte|concerne|impacte)\w*; (?:la )?prod n'est pas (?:touchee|concernee|impactee);
        (?:ningun|cero) (?:cliente|usuario)s? (?:\S+ )?afectad\w*; produccion no (?:esta|fue) afectad\w*; nenhum (?:cliente|usuario) (?:\S+ )?afetad\w*;
        nessun (?:cliente|utente) (?:\S+ )?(?:coinvolto|interessato|toccato);
        (?:клиент|пользовател)\w* (?:\S+ )?не (?:затронут|замеча|пострада)\w*; прод\w* не (?:затронут|задет)\w*;
        (?:生产|线上|用户|客户)(?:环境)?(?:不受影响|没有影响|没影响|无影响|无感知?|未受影响|没受影响); (?:本番|ユーザー?|顧客|お客様)(?:へ|に|への|には)?(?:の)?影響(?:は)?(?:なし|ない|ありません|無し|無い);
        (?:운영|사용자|고객|프로덕션)\S* ?영향(?:은|이)? ?없;
        refus\w+ to (?:run|start|work|connect)(?: \S+){0,6} (?:prod|production|live); se nieg\w+ a (?:ejecutarse|correr|arrancar)(?: \S+){0,6}; refuse de (?:s'executer|tourner|demarrer|se lancer)(?: \S+){0,6}; weigert sich(?: \S+){0,6} prod\w*; si rifiut\w+ di (?:partire|girare|eseguir\w*)(?: \S+){0,6}; se recus\w+ a (?:executar|rodar|correr)(?: \S+){0,6}; (?:never|only|not|don't|won't) (?:\S+ ){0,3}(?:in|on|against|for) prod(?:uction)?;
        (?:prod|production|live) (?:still |is |runs? |running |works? |all ){1,3}(?:fine|ok|okay|happy|happily|normal|normally|stable|healthy|untouched); (?:prod|production) (?:is |runs )?still (?:on|with) (?:\S+ ){1,4}(?:and )?(?:happy|fine|ok|stable|healthy);
        (?:prod|production) (?:doesn't|does not) (?:have|use|run) (?:it|this|that|the \S+)(?: \S+)?(?: yet)?; the live \S+ (?:has|shows|is) (?:the )?(?:right|correct|fine|ok|good);
        prod\w* (?:lauft|ist|bleibt) (?:\S+ ){0,2}(?:normal|ok|stabil|gesund|unberuhrt|nicht betroffen); no afecta a (?:nadie|ningun\w*|clientes|usuarios|produccion); n'affecte (?:personne|aucun\w*|pas la prod\w*); (?:betrifft|merkt|stort) (?:\S+ )?niemand\w*;
        nao afeta (?:ninguem|nenhum\w*|clientes|usuarios|producao); non (?:riguarda|tocca|impatta) (?:nessun\w*|clienti|utenti|la produzione)
    """,
    "people": r"""
        passengers?; riders?; guests; commuters; widows; pensioners; citizens; tenants?; parents; children; families; hospitals?; wards?; clinics?; pharmac(?:y|ies); surger(?:y|ies); stores; tills; shops; hotels?; airlines?;
        phones? (?:\S+ )?(?:is |are )?(?:\S+ )?(?:ringing|red|rings?|melting|exploding); (?:are|is|keep|keeps) (?:calling|phoning|mailing|writing) (?:us|me|in)?; pelanggan; pasien\w*; patienten; klantent?; mahasiswa; kunderna;
        suppliers?; vendors; partners; drivers; doctors; nurses; schools; clinics; companies; residents; voters; donors; freelancers; creators;
        readers; accounts?; finance (?:is|team)?; the press; auditors?; customers?; clients?;
        (?:our|all|some|many|most|several|other|more|few|paying|real|every|these|those|\d[\d,.]*k?) (?:\S+ )?(?:users?|people|members|accounts|tenants|subscribers|companies|organi[sz]ations|merchants|shops|stores|sellers|patients|students|employees|drivers|riders|guests|players);
        users; sellers; merchants; patients; tenants; subscribers; shoppers; buyers; employees; everybody; everyone; nobody; no one; people;
        the whole company; support (?:tickets|is|gets|queue|calls|inbox); complain\w*; tickets; orders; compliance; regulator; gdpr; end users;
        visitors; members; guests; passengers; policyholders; account holders; students; clientes?; usuari[oa]s?; kunden?\w*; nutzer\w*;
        anwender\w*; benutzer\w*; utilisateurs?; utenti; utente; clienti; abonn\w*; tout le monde; alle; niemand; personne; nessuno; ninguem;
        nadie; todos;
        клиент\w*; пользовател\w*; покупател\w*; заказчик\w*; никто; люди; жалуются; жалоб\w*;
        客户; 用户; 顾客; 商家; 投诉; 会员; 所有人; お客様; お客さま; 顧客; ユーザー?; 利用者; 会員; 問い合わせ; 全員; 고객; 사용자; 유저; 회원; 이용자; 손님; 문의; العملاء; المستخدم\w*;
        klant\w*; gebruikers; klienci; klientow; uzytkowni\w*; musteri\w*; kullanici\w*
    """,
    "now": r"""
        over the weekend; since lunch;
        since (?:noon|midnight|dinner|breakfast|launch|go-live|the (?:deploy|release|update|migration|change|outage|weekend));
        (?:this|last) (?:weekend|friday|monday|tuesday|wednesday|thursday|saturday|sunday); any minute; right away;
        seit (?:heute|gestern|dem) \S+; depuis (?:hier|ce|le|la|cette) ?\S*; desde (?:hoy|ayer|esta|el|la|hoje|ontem) ?\S*; right now; now;
        currently; at the moment; as we speak;
        still (?:running|going|happening|down|in there|live|public|active|leaking|growing|failing|open|there); ongoing;
        just (?:ran|run|did|deleted|dropped|pushed|committed|realised|realized|noticed|found|saw|discovered|got|deployed|posted|pasted|shared|published|leaked|executed|wiped|lost|made|merged|released|went|started|now|happened);
        since (?:\d\S*|this|last|the|yesterday|noon|midnight|about|around|we|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\S+ (?:deploy|release)\S*);
        (?:since|for) (?:about |around |almost |over )?(?:\d+|an|a|two|three|several|a few|ten|twenty|thirty|half an) (?:minutes?|mins?|hours?|hrs?);
        for the (?:last|past) \S+ (?:minutes?|hours?|days?);
        (?:\d+|a few|ten|five|two|three|twenty|thirty|an?|half an|couple of|several) (?:minutes?|mins?|hours?|hrs?|days?) ago; minutes ago;
        hours ago; (?:this|yesterday) (?:morning|afternoon|evening|noon); today; tonight; tonight's; today's; yesterday's; yesterday;
        last (?:night|hour|weekend)(?:'s)?; this (?:morning|week|afternoon|evening|weekend)(?:'s)?; urgent\w*; asap; immediately; emergency;
        help!*; sev-?[0-2]; p0; p1; war ?room; on fire; alarms?; paged; pager; being exploited; happening; live right; i accidentally;
        accidentally; by accident; by mistake; mistakenly; oops; in \d+ minutes; start(?:s|ing) in;
        every (?:request|call|minute|second|login|order|payment|customer|user); ahora(?: mismo)?; hace \S+ (?:minutos|horas?|dias?|rato);
        acab[aoe]\w* de; urgente\w*; ayer; esta (?:manana|tarde|noche); anoche; hoy; desde (?:ayer|hoy|las|esta|el|hace); de inmediato;
        por error; sin querer; sans faire expres; par erreur; par accident; par megarde; en ce moment; maintenant; a l'instant;
        il y a \S+ (?:minutes?|heures?|jours?); je viens de; viens? d'; on vient; depuis (?:ce|hier|\d|le|la|cette|midi); hier; ce matin;
        cette nuit; ce soir; aujourd'hui; gerade(?: eben)?; jetzt; soeben; eben; sofort; dringend\w*;
        seit (?:\d\S*|heute|gestern|dem|der|einer|heut\w*|ein paar|etwa|rund|kurzem|dieser); vor (?:\S+ )?(?:minuten|stunden?|tagen); heute;
        gestern; letzte nacht; versehentlich; aus versehen; irrtumlich; notfall; ora; adesso; in questo momento; appena; subito;
        (?:minuti|ore|giorni) fa; da (?:stamattina|ieri|questa|oggi|stanotte|quando|\d+); ieri; stamattina; stanotte; stasera; oggi;
        urgentemente; per errore; per sbaglio; accidentalmente; agora(?: mesmo)?; neste momento; acabei de; acab(?:amos|aram|ou) de;
        ha \S+ (?:minutos|horas|dias?); desde (?:hoje|ontem|as|o|a); ontem; hoje; esta (?:manha|noite|tarde); por engano; sem querer;
        acidentalmente; imediatamente; emergencia;
        прямо сейчас; сейчас; только что; срочно; минут назад; час\w* назад; дн\w+ назад; сегодня; вчера; с утра; с ночи;
        после (?:утренн|вчерашн|ночн|последн)\w* \S+; случайно; по ошибке; нечаянно; ошибочно; немедленно; уже;
        刚刚; 刚才; 刚; 现在; 正在; 马上; 立刻; 紧急; 今天; 昨天; 昨晚; 今早; 分钟前; 小时前; 天前; 不小心; 误; 一直在; 目前; 救命; 今; たった今; さっき; 先ほど; 現在; 至急; 今朝; 昨日; 昨夜; 昨晩; 今日; 分前; 時間前;
        日前; 誤って; うっかり; 間違えて; 間違って; 緊急; 続いて; てしまい; てしまった; ちゃった; ちゃいました; 지금; 방금; 현재; 긴급; 급합니다; 오늘; 어제; 어젯밤; 분 전; 시간 전; 실수로; 잘못; 버렸; الآن; للتو;
        عن طريق الخطأ;
        az once; simdi; yanlislikla; per ongeluk; nu; zojuist; teraz; wlasnie; przez przypadek
    """,
    "closed": r"""
        (?:corrected|refunded|forgotten|mended|apologi[sz]ed)[,)]; gone since(?: \S+)?; hoster fixed it;
        (?:対応|対策|復旧|原因)\S{0,8}(?:完了|終わ)\S*; (?:조치|점검|복구)\S{0,8} ?(?:끝|완료)\S*; last (?:week|monday|tuesday|wednesday|thursday|friday)'s (?:outage|incident|downtime|breach|leak);
        all (?:corrected|refunded|fixed|restored|reverted|settled|repaid) (?:by|in|within|since|again|the)(?: \S+)?; (?:found|caught), fixed; (?:修正|解決|対応|復旧|解消)済み\S*; (?:вернули|исправили|починили) и закрыли; (?:в|ещё в) (?:прошлом|позапрошлом) году; (?:elections?|seasons?|releases?|versions?) ago; cerradisim[oa]; пост-?мортем\w*;
        (?:incidents?|outages?|caida|incidente|ausfall|storung|panne|disservizio) (?:\S+ ){0,2}(?:of|in|de|del|du|von|vom|di|do) \W{0,3}(?:(?:19|20)\d\d|\d\d?\.\d\d?\.);
        (?:tsan|asan|valgrind|sanitizers?) (?:is |are |runs? )?clean; (?:acabamos de|hemos|por fin|ya) (?:\S+ )?arregl\w*; (?:endlich|nun) (?:weg|behoben|gefixt|gelost|erledigt); (?:est|sont|a ete|ont ete) (?:enfin )?(?:corrige|repare|regle|resolu)\w*; (?:e|sono|e stat[oa]) (?:stat[oaie] )?(?:sistemat|risolt|corrett)[oaie];
        найден\w* и (?:убит|исправлен|устран[её]н)\w*; наконец(?:-то)? (?:починил|исправил|убил|нашли и)\w*; (?:valgrind|asan|tsan) limpo; fechei o chamado;
        (?:终于|已经|总算)(?:修好|解决|搞定|修复)\S*; (?:드디어|마침내) \S{0,8} ?(?:해결|고쳤|고침|잡았)\S*; (?:이슈|문제|버그)를? (?:드디어 )?(?:해결했|고쳤|잡았)\S*; (?:ようやく|やっと)\S{0,10}(?:直り|直し|解決|修正)\S*;
        down from \d\d?[:.h]\d\d (?:to|until|till) \d\d?[:.h]\d\d; (?:bridge|war room|incident) is (?:dissolved|closed|over); closed at \d\d?[:.h]\d\d; (?:thema|ticket|sache|vorfall|storung|ausfall)(?:s)? (?:\S+ ){0,6}(?:erledigt|abgeschlossen|behoben|ausgestanden);
        (?:segfaults?|crash(?:es)?|errors?|bugs?|deadlocks?|races?|leaks?|warnings?|exceptions?|issues?|problems?|failures?|hangs?|flakes?|flakiness|500s?) (?:is|are|has|have|seems?|all) (?:now |all |finally |really |been |to be )*gone; (?:both|all|everything|they|brokers?|nodes?|servers?|services?|site|api|shop) (?:is|are|came) back(?: up| online)?[,.:]? (?:and|0|no|everything);
        (?:is|are|was|were|been|it's|that's|all|got|already) (?:\S+ )?(?:fixed|solved|resolved|restored|recovered|repaired|mitigated|verified|sorted) (?:now|since|already|again|meanwhile|long ago|the same day);
        nothing (?:broke|happened|was affected|failed); (?:refunded|restored|recovered|fixed) the same day; for the archives?; \(closed\b; last (?:month|winter|summer|spring|autumn|fall)(?:'s)?;
        ya (?:los |las |lo |la |se )?(?:restaur|recuper|arregl|solucion|resolv|correg)\w*; deja (?:corrige|restaure|regle|resolu)\w*; (?:schon|bereits|langst|wieder) (?:repariert|wiederhergestellt|gefixt|behoben);
        gia (?:risolt|ripristinat|corrett|sistemat)\w*; ja (?:resolv|restaur|corrig|consert)\w*;
        уже (?:восстанов|почин|реш[её]н|устран)\w*;
        すでに(?:復旧|修正|解決|対応)\S*; 이미 (?:복구|해결|수정|조치)\S*;
        (?:was|is|were|just|only|turned out (?:to be )?)(?: \S+)? ?(?:a )?false alarms?; false alarm; fehlalarm\w*; fausse alerte; falsa alarma; falso allarme; alarme falso; ложн\w+ тревог\w*; 误报; 誤報; 오탐;
        (?:long|finally|since|now|all|already|meanwhile) (?:been )?(?:fixed|solved|resolved|over|repaired|closed|mended|recovered|sorted); over now; over and done; (?:has|have|had) (?:stopped|ended|ceased)(?: \S+)?; is history; case closed; nothing to do with (?:prod|live)\S*;
        post-?mortems?; retrospective; was closed; is closed; closed in; closed last; resolved;
        has been (?:fixed|resolved|handled|closed|mitigated|revoked|rotated); have been (?:fixed|resolved|handled|rotated|revoked|notified);
        already (?:fixed|resolved|handled|revoked|rotated|rolled back|mitigated|restored); back up (?:now|again)?; (?:is|are|was|were) over;
        last (?:year|quarter)(?:'s)?; (?:years?|months?) ago; in (?:19|20)\d\d; back in;
        (?:in|of) (?:january|february|march|april|may|june|july|august|september|october|november|december); historical\w*; used to;
        at my (?:previous|old|last) (?:job|company); no customer data; no data was; nothing was (?:lost|leaked|exposed); famous; well[- ]known;
        case stud(?:y|ies); years back; long ago; lessons learned; recovered; all good (?:now|again); was not (?:affected|exposed);
        no longer (?:valid|active); never (?:shipped|deployed|went live|pushed); caught (?:it )?(?:before|in review)(?: \S+)?;
        before (?:pushing|push|it was pushed|anyone)(?: \S+)?; not pushed; haven't pushed; not been pushed; only (?:local|committed locally);
        ya (?:esta )?(?:resuelto|cerrado|solucionado|arreglado); el ano pasado; resuelto; resolu; cloture\w*; l'an(?:nee)? derniere?;
        bereits (?:behoben|gelost|rotiert|widerrufen); behoben; abgeschlossen\w*; letztes jahr; risolto; chiuso; l'anno scorso; resolvid[oa];
        encerrad[oa]; ano passado;
        решен[оаы]?; устранен\w*; закрыт\w*; в прошлом году; уже исправ\w*;
        已(?:经)?(?:解决|修复|关闭|恢复|处理|撤销|轮换); 去年; 复盘; 解決済み; 復旧済み; 対応済み; 昨年; ポストモーテム; 振り返り; 해결(?:됐|되었|된); 작년; 종료된; 회고
    """,
    "staged": r"""
        tabletops?(?: exercises?)?; table-tops?; (?:a|the|our|this|next|last|yesterday's|tomorrow's|fire|dr|security|incident|recovery|failover) drills?; game ?days?; war ?gam(?:e|es|ing); chaos (?:days?|experiments?|tests?|engineering); (?:mock|simulated|staged|fake|invented) (?:incidents?|outages?|breach(?:es)?|attacks?|alerts?); rehears\w*; training exercises?; (?:security|incident|disaster|emergency|recovery|phishing|failover) (?:exercises?|trainings?|simulations?);
        (?:notfall|krisen|feuer|brandschutz)ubung\w*; ubungs\w*; simulacros?; exercice (?:de crise|d'alerte|incendie|d'evacuation); esercitazion\w*; prova di evacuazione; exercicio de (?:crise|emergencia|simulacao); simulado; oefening\w*; tatbikat\w*; cwiczeni\w*;
        учебн\w+ (?:тревог\w*|авари\w*|инцидент\w*); 演练; 演习; 訓練; 演習; 模擬; 훈련; 모의
    """,
    "unstaged": r"""
        (?:not|no|isn't|wasn't|never) (?:a |an |the |another )?(?:\S+ )?(?:drill|exercise|simulation|rehearsal|game ?day)s?\b; (?:this is|it's|it is|that's) (?:not|no) (?:a |an )?test\b; keine? (?:\S+ )?ubung\w*; kein test\b; no es (?:un )?(?:simulacro|ejercicio|prueba); (?:pas|n'est pas) (?:un |une |l')?(?:exercice|test|simulation); non e (?:un')?(?:esercitazione|prova|test); nao e (?:um )?(?:exercicio|teste|simulado); не учени\w*; не учебн\w*; 不是(?:演练|演习|测试)\S*; (?:訓練|演習|テスト)(?:では|じゃ)(?:ない|ありません)\S*; 훈련(?:이|은)? ?아니\S*
    """,
    "hypothetical": r"""
        (?:nobody|no one|none of them) (?:got|saw|received|noticed|lost)(?: \S+)?; (?:read|saw) (?:a|an|this|the|some) (?:\S+ )?(?:post|story|thread|article|report)s? (?:where|about|in which|of); rivals?'s?(?: \S+)?;
        (?:ho letto|he leido|li|j'ai lu) (?:\S+ ){0,4}(?:rivista|giornale|revista|periodico|jornal|blog|journal|magazine); in una rivista; (?:zeitung|zeitschrift|blog|artikel) gelesen;
        (?:nobody|no one|none of them) (?:was|were|got|is|has been|had been) (?:\S+ )?(?:charged|billed|debited|overcharged)\b(?: \S+)?;
        no (?:double|duplicate) (?:spending|billing|charges?|charging|payments?|bookings?|payouts?)(?: \S+)?; impact if; if (?:it|this|that) (?:fails|breaks|goes wrong); (?:read|saw|seen|found) (?:\S+ ){0,4}(?:in|on) (?:a|an|the|some) (?:blog|article|newspaper|book|forum|magazine)s?; (?:博客|文章|书|帖子)(?:里|中|上)\S*;
        (?:nothing|nobody|no one) (?:may|must|shall|should) (?:ever )?(?:be|get|go); with no (?:\S+ ){0,3}(?:billed|charged|paid|lost)(?: \S+)?; robust (?:for|against|to);
        (?:could|would|might) (?:almost|nearly|easily|well|in theory) have (?:seen|read|been|lost|leaked|gone|deleted|sent|charged)\w*; (?:almost|nearly) (?:saw|sent|went out|charged|overwrote|erased|wiped|shipped|lost)\w*; (?:is|are) forbidden; may not (?:be|go|lose|drop|exceed); bad example; style guide; villain; npc;
        must (?:survive|withstand|tolerate|resist|cope with); must (?:not|never); mustn't; (?:may|should|shall|can) never; no \S+ may (?:be|see|lose|go); (?:is|are|would be) (?:unacceptable|not acceptable|inacceptable|intolerable|forbidden|not an option|a no-go);
        rehears\w*; table-top; fire drill; dry[- ]run; novel; fiction; screenplay; short story; (?:film|movie|theatre|stage) (?:script|play|scene); roman policier; novela; guion; drehbuch; krimi; romanzo; сценари\w* (?:фильм|пьес|игр)\w*; 小説; 小说; 台詞; 剧本; 台词; 소설; 대사;
        (?:almost|nearly|came close to) (?:delet|dropp|wip|push|ran|run|execut|leak|lost|los|publish|truncat|commit|destroy)\w*; feature(?: request)?:; user story;
        (?:when|whenever|if) (?:\S+ ){2,12}should be able to; fast (?:\S+ ){0,4}(?:gelosch|gedropp|uberschrieb|gepush|veroffentlich)\w*; beinahe; failli (?:\S+ )?\S+;
        casi (?:\S+ )?(?:borr|elimin|public|sub)\w*; por poco; quase (?:apag|delet|public|exclu)\w*; quasi (?:cancell|elimin|pubblic)\w*;
        чуть (?:было )?не; едва не;
        差点; 差一点; 危うく; 消しかけ; 削除しかけ; 하마터면; 뻔했; theoretisch; theoriquement; en teoria; in teoria; em teoria;
        теоретическ\w*; в теории;
        理论上; 理論上; 이론상;
        (?:^|[,(] ?)e se \S+; (?:^|[,(] ?)y si \S+; ¿y si; (?:^|[,(] ?)et si \S+; (?:solo |e |mera )?(?:un')?ipotesi; supon(?:gamos|iendo|hamos|do)\w*; supponi\w*; mettiamo che; supposons; admettons; angenommen; nehmen wir an; was ware,? wenn; предположим; допустим; а (?:что )?если; 하면 어떻게; もしも\S*; 仮定\S*;
        (?:question|frage|pregunta|domanda|pergunta) (?:d'entretien|d'embauche|de entrevista|di colloquio|im vorstellungsgesprach); вопрос на собеседовани\w*; vorstellungsgesprach\w*; entrevistas? de trabajo; colloquio di lavoro; собеседовани\w*; 面接\S*; 면접\S*; competitors?(?:'s)?\b; rival (?:company|product|startup)\b; konkurrenz; competidor\w*; concorrente di; конкурент\w*; 竞争对手; 友商; 竞品; 競合他社; 경쟁사;
        (?:be|being) able to (?:lose|survive|fail over); hypothetical\w*; what would happen; what happens (?:if|when); what if; suppose; imagine; would (?:it|that|this|happen|you); in case;
        in the event; in theory; theoretically; so that (?:nobody|no one|we (?:never|don't)|it (?:never|can't|cannot)|they (?:can't|cannot));
        so (?:nobody|no one); to (?:prevent|avoid|detect|catch|simulate|test|handle|protect against|guard against|stop people); prevents?;
        avoids?; simulat\w+; drill; game ?day; chaos; tabletop; interview; exam; quiz; training (?:session|exercise|day|course|material)s?; for training(?: purposes)?; practice; exercise; for example; e\.g\.;
        such as; next time; should (?:ever|anyone|someone|it ever); how would;
        how (?:do|should|can|could) (?:companies|teams|people|attackers|others|other|one); best practices?;
        is it (?:safe|ok|possible|dangerous|bad); risk of; threat model; as if; pretend\w*; hipotetic\w*; que pasaria; que pasa si; si alguien;
        en caso de; para evitar; evita que; se alguem; o que aconteceria; caso; hypothetisch; was wurde passieren; was passiert,? wenn;
        wenn jemand; um .{0,40}zu (?:verhindern|vermeiden); que se passerait; que se passe-t-il si; si quelqu'un; au cas ou; pour eviter; eviter;
        ipotetic\w*; cosa succede(?:rebbe)? se; se qualcuno; nel caso; per evitare;
        гипотетическ\w*; что будет,? если; если кто\S*; чтобы (?:никто|не); предотврат\w*;
        ubungs\w*; (?:notfall|krisen|feuer)ubung\w*; simulacros?; exercice (?:de|d'); esercitazion\w*; simulado; учени(?:я|й|ях|ям); тренировочн\w*; 演练; 演习; 训练用; 訓練; 演習; 훈련; 모의;
        假设; 假如; 万一; 会怎样; 防止; 避免; 以防; 面试; 仮に; 防ぐ; 避け; ないように; 만약; 방지; 막기; 않도록; 면 어떻게; لو; إذا;
        ако;
        jesli; eger; stel dat; als iemand
    """,
}

CONDITION: Final[ConceptTable] = {
    "conditional": r"""
        if \S+ (?:were|was|is|are|ever|should|would|happens?|goes|breaks?|dies|fails?|leaks?)(?: to)?\b;
        if (?:someone|somebody|anyone|anybody|we|i|you|a|an|the|it|they|this|that|one|our|there|production|prod|two|users?|customers?)\b;
        whenever; unless; when (?:a|an|the|users?|someone|customers?|something|anything|they|production|prod|there|something) \S+; falls; wenn;
        si; se;
        если; когда;
        如果; 当\S+时; もし; 場合; とき(?:に|は); 혹시; 경우; (?:하|되)면;
        jesli; als; eger
    """,
}

DESTRUCTION: Final[ConceptTable] = {
    "destroy_command": r"""
        drop (?:table|database|schema|keyspace|column|index|user|role|view|collection|materialized view)s?(?: if exists)?;
        truncate (?:table )?\S+; delete from; delete\s*\*; update \S+ set; alter table \S+ drop; rm (?:-\w+ )*-\w*[rf]\w* ?\S*; rm -rf?;
        rmdir /s; rd /s; del /[sfq]; remove-item .{0,30}-recurse; terraform destroy; tofu destroy; terragrunt destroy; pulumi destroy;
        cdk destroy; cloudformation delete-stack; delete-stack; kubectl delete; oc delete; helm (?:uninstall|delete); kubectl drain; flushall;
        flushdb; redis-cli .{0,30}flush\w*; dropdatabase; deletemany; \.drop\(\); \.remove\(\{\}\); dropdb; pg_resetwal; reset --hard;
        push (?:-f|--force|--mirror)\b; push -f; force[- ]push\w*; filter-branch; filter-repo; bfg; branch -d; clean -\w*f\w*; aws s3 (?:rm|rb);
        s3 rm; s3 rb; s3 sync .{0,40}--delete; --recursive; gsutil (?:-m )?rm; gcloud .{0,40} delete; az .{0,40} delete; mc rm;
        ec2 terminate-instances; terminate-instances;
        delete-(?:db-instance|bucket|table|volume|snapshot|cluster|user|role|secret|key|topic|queue|db-cluster|file-system|backup|log-group|hosted-zone);
        mkfs(?:\.\w+)?; dd (?:if|of)=\S*; wipefs; shred; fdisk; zpool destroy; zfs destroy; lvremove; vgremove;
        docker (?:system|volume|image) prune; docker volume rm; docker compose down -v; docker-compose down -v; down -v;
        kafka-topics .{0,60}--delete; --delete --topic; rabbitmqctl (?:purge_queue|reset|delete\w*); purge_queue; purge-queue; etcdctl del;
        consul kv delete; vault (?:kv )?(?:delete|destroy|secrets disable); nomad (?:job )?(?:stop|purge); --purge; migrate:fresh; migrate:reset;
        db:drop; db:reset; migrate reset; prisma migrate reset; db push --force-reset; --force-reset; --accept-data-loss; manage\.py flush;
        heroku pg:reset; pg:reset; ceph osd purge; velero delete; userdel; gpg --delete-secret-keys; kill -9; iptables -f; chmod -r 777;
        crontab -r; format c:; diskpart; sp_removedbreplication; drop partition; detach partition; mongorestore --drop; pg_restore --clean;
        index delete; delete index; _delete_by_query;
        删库; 删表; 清库
    """,
    "destroy_verb": r"""
        drop(?:ping|ped|s)?; delet(?:e|es|ed|ing|ion); wip(?:e|es|ed|ing); purg(?:e|es|ed|ing); truncat(?:e|es|ed|ing); eras(?:e|es|ed|ing);
        destroy\w*; nuk(?:e|es|ed|ing); flush(?:ed|es|ing)?; remov(?:e|es|ed|ing|al); clear(?:ed|ing)? (?:out)?; empt(?:y|ied|ying);
        overwr(?:ite|ites|ote|itten|iting); tear(?:ing)? down; tore down; terminat(?:e|ed|ing|es); deprovision\w*; decommission\w*;
        reset(?:ting)? (?:the|our|all|every|that|this|its|it|them|everything|prod\w*|live|database|db); kill(?:ed|ing)?; blow(?:n|ing)? away; blew away; get rid of; clean(?:ed)? (?:up|out); shut(?:ting)? down;
        prun(?:e|ed|ing); unlink\w*; discard\w*; throw(?:n|ing)? away; threw away; detach\w*; format(?:ted)?; reformat\w*; scrub\w*; wycial\w*; wycieto;
        expir(?:e|ed); null(?:ed|ify)? out; zero(?:ed)? out; sack; offboard; anonymi[sz]\w*; mass[- ]update\w*; bulk[- ]update\w*;
        rewrite history; force[- ]push\w*; roll(?:ed|ing)? back; rollback; restore over; replace[ds]? all; borr[aoe]\w*; elimin[aeo]\w*;
        vaci[aoe]\w*; destru\w*; trunc\w*; limpi[ae]\w*; suprim\w*; quit[ae]\w*; losch\w*; gelosch\w*; entfern\w*; leer(?:e|en|t)\w*; geleert;
        uberschrieb\w*; uberschreib\w*; zerstor\w*; verwirf\w*; abbau\w*; abreiss\w*; plattmach\w*; supprim\w*; effac\w*;
        vid(?:e|er|ez|ons|ee)\w*; detrui\w*; purg(?:er|ez|eons|ee)\w*; ecras\w*; cancell\w*; elimin\w*; svuot\w*; distrugg\w*; distrutt\w*;
        sovrascri\w*; rimuov\w*; rimoss\w*; apag[auoe]\w*; exclu[iís]\w*; delet[aeo]\w*; remov[aei]\w*; esvazi\w*; limp[ae]\w*; sobrescr\w*;
        удали\w*; удаля\w*; удален\w*; снес\w*; дропн\w*; очист\w*; стер\w*; стёр\w*; затер\w*; затёр\w*; уничтож\w*; перезапис\w*; грохн\w*;
        删除; 删掉; 删了; 删光; 误删; 清空; 清除; 清理; 销毁; 抹掉; 覆盖; 干掉; 下线; 删; 削除; 消し; 消去; 消えて; 破棄; 空に; 初期化; 上書き; ドロップ; 落として; 抹消; 삭제; 지우; 지워; 지웠; 비우; 비워; 날려; 날렸;
        드롭; 초기화; 덮어; 파기; 제거; حذف; احذف; مسح;
        sil; silin\w*; sildim; verwijder\w*; gewist; wissen; usun\w*; skasowa\w*; wyczysc
    """,
    "store_asset": r"""
        tables?; databases?; dbs?; rds; aurora; dynamodb; schemas?; keyspaces?; rows; records; buckets?; s3; blobs?; storage accounts?; volumes?;
        pvcs?; disks?; clusters?; namespaces?; backups?; snapshots?; queues?; topics?; indices; search index(?:es)?; collections?; redis; valkey;
        elasticsearch; opensearch; mongo\w*; postgres\w*; mysql; mariadb; kafka; cassandra; clickhouse; etcd; file ?servers?; nfs;
        file ?systems?; partitions?; terraform workspaces?; production workspace; prod workspace; stacks?; vms?; data; datasets?; warehouse;
        data ?lake; kms keys?; hosted zone; ledger; everything; all (?:users|customers|accounts|orders|tenants|documents|files|sessions);
        (?:user|customer|tenant|patient|order|payment|invoice|billing|subscription)s? (?:data|records|accounts|rows|table|documents|files|history|uploads|bucket|backups?);
        audit logs?; uploads; archives?; servers; instances; standby; infrastructure; main branch; git history; load balancer; vpc; tablas?;
        bases? de datos; filas; registros; datos; copias? de seguridad; colas?; datenbank\w*; tabelle\w*; zeilen; datensatz\w*; daten;
        kundendaten; sicherung\w*; backup\w*; bucket\w*; bases? de donnees; lignes; enregistrements; donnees; sauvegardes?; tabell[ae]; righe;
        dati; coda; bancos? de dados; banco; tabelas?; linhas; dados; fila;
        баз[аыуеой]+; бд; таблиц\w*; записи; строки; данн\w*; бэкап\w*; бекап\w*; очеред\w*; бакет\w*; кластер\w*;
        数据库; 数据; 表; 库; 记录; 备份; 存储桶; 队列; 集群; 磁盘; 快照; データベース; データ; テーブル; レコード; バックアップ; バケット; キュー; クラスタ; ディスク; ボリューム; スナップショット;
        DB; db;
        全件; 데이터베이스; 데이터; 테이블; 레코드; 백업; 버킷; 큐; 클러스터; 디스크; 볼륨; 스냅샷; 디비; قاعدة البيانات; البيانات;
        veritaban\w*; tablo\w*; gegevens; baz\w+ danych; tabel\w*
    """,
    "data_asset": r"""
        tables?; databases?; dbs?; rds; aurora; dynamodb; schemas?; keyspaces?; rows?; records?; buckets?; s3; blobs?; storage accounts?;
        volumes?; pvcs?; disks?; clusters?; namespaces?; backups?; snapshots?; queues?; topics?; indices; index(?:es)?; collections?; redis;
        valkey; elasticsearch; opensearch; mongo\w*; postgres\w*; mysql; mariadb; kafka; cassandra; clickhouse; etcd; file ?servers?; nfs;
        file ?systems?; partitions?; workspaces?; stacks?; instances?; vms?; servers?; nodes?; history; data; datasets?; documents?; invoices?;
        customers?; users?; accounts?; orders?; payments?; uploads?; archives?; ledger; events? table; audit logs?;
        logs? (?:table|bucket|archive); warehouse; data ?lake; vault; kms keys?; keys?; certificates?; dns (?:zone|records?); hosted zone;
        tenants?; subscriptions?; subscribers?; messages?; sessions?; everything; columns?; triggers?; main branch; main; master; git history;
        remote branch\w*; the repo(?:sitory)?; photos; attachments?; emails; mailbox\w*; replicas?; primary; standby; infra(?:structure)?;
        environments?; region; load balancer; vpc; migrations? table; secrets?; iam (?:users?|roles?); tablas?; base de datos; bases de datos;
        filas; registros?; datos; copias? de seguridad; cubo; cola; colas; datenbank\w*; tabelle\w*; zeilen; datensatz\w*; datensatze\w*; daten;
        sicherung\w*; backup\w*; warteschlange\w*; bucket\w*; base de donnees; bases de donnees; lignes; enregistrements?; donnees; sauvegardes?;
        file d'attente; database; tabell[ae]; righe; dati; copie di backup; coda; code; banco de dados; banco; tabelas?; linhas; dados; fila;
        баз[аыуеой]+ данных; баз[аыуе]; бд; таблиц\w*; запис[ьией]\w*; строк\w*; данн\w*; бэкап\w*; бекап\w*; резервн\w*; очеред\w*; бакет\w*;
        том[аыов]*; кластер\w*; сервер\w*; истори\w*;
        数据库; 数据; 表; 库; 记录; 备份; 桶; 队列; 集群; 磁盘; 卷; 快照; 订单; 索引; データベース; データ; テーブル; レコード; バックアップ; バケット; キュー; クラスタ; ディスク; ボリューム; スナップショット; 全件;
        サーバー?; 데이터베이스; 데이터; 테이블; 레코드; 백업; 버킷; 큐; 클러스터; 디스크; 볼륨; 스냅샷; 디비; 서버; قاعدة البيانات; الجدول; البيانات;
        veritaban\w*; tablo\w*; database\w*; gegevens; baz\w+ danych; tabel\w*
    """,
    "loss": r"""
        both (?:primaries|masters|nodes|leaders|sides|replicas|databases|clusters) (?:think|accept|are|have|keep|took|take|write|wrote)(?: \S+)?;
        two (?:leaders|masters|primaries); keep taking (?:orders|writes|payments);
        (?:all|rows|records|data|orders|files|tables?|everything|backups?|history|bucket|commits?|database|db|half|most|customers?|users?|invoices?|documents?|uploads?|volume|cluster|namespace|photos|messages|accounts|index|queue|topic|schema|snapshots?|days?|weeks?|months?|hours?|entries|subscriptions|bookings|appointments|payments) (?:\S+ ){0,2}gone;
        lost (?:all|the|our|about|some|every|\d|data|production|customer|their|its|two|three|half|most|a (?:day|week|month|lot)); data ?loss;
        losing (?:data|orders|rows|messages|writes|records|customer|payments|events); lose (?:data|orders|the|any|all);
        los(?:es|ing|t) (?:\S+ )?(?:data|orders|rows|records|writes|payments|events|uploads|files|messages|documents);
        only (?:copy|backup|place); last (?:good )?(?:copy|backup); no (?:\S+ )?(?:backups?|snapshots?|copy|replicas?|clone);
        replication (?:had been|was|is|has been) (?:off|broken|disabled|stopped)(?: \S+)?;
        without (?:a |any )?(?:backups?|snapshots?|where(?: clause)?|a where); forgot (?:the |a )?where; missing where; no where(?: clause)?;
        backups? (?:are|is|was|were|from|failed|never|stopped|haven't|hasn't|don't|doesn't|too|also|turned out|seems?) ?(?:nightly|old|empty|broken|corrupt\w*|weekly|\S+)?;
        corrupt(?:ed|s|ing|ion)?; unrecoverable; irrecoverabl\w*; unreadable;
        can(?:'t|not| not) (?:be )?(?:undo|undone|recover|recovered|restore|restored|rolled back|get (?:it|them) back);
        recover (?:it|them|what|the|our|this|those|from|any); how (?:do|can) (?:i|we) (?:recover|restore|get (?:it|them|the \S+) back|undo);
        restore (?:it|them|the|from|what); undelete; get (?:it|them|the data|the rows|those|that data|our \S+) back; wiped;
        deleted the (?:wrong|production|prod|entire|whole); dropped the (?:wrong|production|prod|entire|whole);
        wrong (?:database|table|bucket|cluster|namespace|environment|env|server|host|volume|terminal|tab|window|account|workspace|context|project|region);
        overwrote; overwritten; eaten; vanished; disappeared; wiped out; 0 rows; diverged; diverge; split[- ]brain; two primaries;
        accepted writes; inconsistent (?:state|data|balances?); half[- ](?:way|applied|migrated|converted|finished); irreplaceable; orphaned;
        scrambled; ransomware; encrypted (?:our|all|the) files; perdi\w*; perdid[oa]s?; sin (?:copia|respaldo|backup)\w*; recuper\w*;
        se ha quedado sin; desaparec\w*; verloren; weg; verschwunden; kein(?:e|en)? (?:backup|sicherung)\w*; ohne (?:backup|sicherung|where);
        wiederherstell\w*; wieder herstell\w*; datenverlust; zuruckholen; perdu\w*; perte de donnees; sans (?:sauvegarde|backup|where)\w*;
        pas de sauvegarde; restaur\w*; recupere\w*; disparu\w*; pers[oiae]; perdut[oaie]; perdita di dati; senza (?:backup|where); nessun backup;
        ripristin\w*; recuperare; spariti?; sparit[ea]; perdemos; perda de dados; sem (?:backup|where)\w*; sumi(?:u|ram);
        потеря\w*; пропал\w*; без бэкап\w*; без бекап\w*; без резервн\w*; нет бэкап\w*; нет бекап\w*; восстанов\w*; вернуть данн\w*; исчез\w*;
        丢失; 丢了; 没有备份; 没备份; 无备份; 恢复; 找回; 不见了; 没了; 全没; 唯一的?副本; 無くな; なくな; 消えて; 消えま; 消失; バックアップ(?:が|は)?(?:ない|なく|ありません|取って); 復旧; 復元; 戻せ; 失われ; 喪失; 사라졌;
        사라짐; 없어졌; 유실; 백업(?:이|도|은)? ?(?:없|안); 복구; 복원; 잃; 손실; فقد; استعادة;
        kayboldu; kurtar\w*; kwijt; herstel\w*; stracil\w*; odzysk\w*
    """,
    "no_copy": r"""
        only (?:copy|copies|place|backup|backups|source)\b; irreplaceable; nowhere else; not (?:recoverable|backed up); can(?:'t|not| not) be (?:reproduced|recreated|regenerated|re-?recorded|undone);
        versioning(?:'s| is| was) (?:off|disabled|not on); ohne papierkorb; (?:no|without|without any|without a|isn't a|isn't any|is no|are no|never (?:took|made|had) an?|don't have an?|doesn't have an?|has no|have no|had no) (?:\S+ )?(?:backups?|snapshots?|copy|copies|undo|versioning|soft[- ]delete|dump|replica)\b;
        (?:backups?|dumps?|snapshots?) (?:\S+ ){0,3}(?:failed|failing|is gone|are gone|were deleted|was deleted|also deleted|deleted too|missing|never (?:ran|worked|restored)|off|disabled|not (?:running|there|working));
        sin (?:copia|copias|respaldo|backup)\w*; no (?:hay|tenemos|existe) (?:\S+ )?(?:copia|copias|respaldo|backup|backups)\w*; unica copia; kein(?:e|en)? (?:backup|backups|sicherung|kopie|snapshot)\w*; backup gibt\S* (?:\S+ ){0,5}kein\w*; einzige (?:kopie|sicherung)\w*;
        ohne (?:backup|sicherung|kopie)\w*; (?:sans|pas de|aucune) (?:sauvegarde|backup|copie)\w*; seule copie; (?:senza|nessun|nessuna|non c'e) (?:\S+ )?(?:backup|copia|snapshot)\w*; (?:backup|snapshot) non ci sono; unica copia;
        (?:sem|nao (?:ha|tem|temos|existe)) (?:\S+ )?(?:backup|copia|copias)\w*; ingen (?:backup|kopi|sakerhetskopi)\w*; geen (?:backup|kopie)\w*; nie ma (?:kopii|backupu); backup (?:\S+ ){0,3}(?:gagal|tidak ada); yedek(?:i)? yok;
        (?:без|нет) (?:бэкап|бекап|копи|резервн)\w*; (?:копии|копіи|бэкапов|бекапов) (?:\S+ )?(?:нет|нема|деинде)\w*; единственн\w+ копи\w*;
        没有?(?:任何)?备份; 无备份; 唯一(?:的)?(?:一份|副本|备份); バックアップ(?:が|は|も)?(?:ない|なく|無い|無く|ありません|取って(?:い)?(?:ない|ません)); 唯一の; 백업(?:이|도|은)? ?(?:없|안|실패); 유일한
    """,
    "irreversible": r"""
        irreversibl\w*; can(?:'t|not| not) be undone; no (?:going|way) back; point of no return; permanent\w*; for good; only copy;
        no (?:\S+ )?(?:backups?|snapshots?); without (?:a |any )?(?:backups?|snapshots?); unrecoverable; not recoverable; immutable; forever;
        one[- ]way; no rollback; skip (?:the )?(?:backup|snapshot|final snapshot); skip-final-snapshot; --yes; -auto-approve; auto-approve;
        no confirmation; final snapshot; all of (?:them|it); irreversible; irreversibel; unwiderruflich; endgultig; irreversibile; irreversivel;
        definitiv\w*; permanentemente;
        без возврата; безвозвратн\w*; необратим\w*;
        不可逆; 无法恢复; 不可恢复; 永久; 取り消せ; 元に戻せ; 完全に; 되돌릴 수 없; 영구
    """,
    "live_operation": r"""
        (?:apply|run|execute|deploy|roll ?out|start|perform|do|ship|push|merge|promote|fail ?over|cut ?over|upgrade|resize|restart|reboot|migrate|backfill|scale|rotate|change|switch|restore|import|vacuum|reindex|patch|hotfix|update|alter) .{0,80}(?:on|in|to|against|into|onto|for|across) (?:the )?(?:prod\w*|live|primary|main (?:db|database|cluster)|master);
        (?:prod\w*|live) (?:migration|deploy\w*|rollout|cutover|failover|upgrade|restore|backfill|rotation|restart); change window;
        maintenance window; migration \d+
    """,
}

SECRETS: Final[ConceptTable] = {
    "secret_noun": r"""
        passports?; id cards?; medical records?; health (?:data|records); tax (?:numbers|records|ids)?; home addresses; phone numbers;
        salar(?:y|ies) (?:data|list|sheet); private (?:messages|photos|documents|files|repos); api[- ]?keys?; secrets?; secret keys?; tokens?;
        passwords?; passwd; credentials?; creds; private keys?; ssh keys?; id_rsa; id_ed25519; pem(?: file)?; \.pem; \.env\S*; dotenv; env file;
        webhooks?(?: url)?; certificates?; certs?; keystores?; service[- ]account(?: (?:json|key|file|keys))?; connection strings?;
        signing keys?; root keys?; access keys?; access tokens?; refresh tokens?; bearer tokens?; session cookies?; cookies; encryption keys?;
        master keys?; kms keys?; deploy keys?; personal access tokens?; pats?; oauth (?:secrets?|tokens?|client secrets?); client secrets?;
        jwt secrets?; hmac (?:key|secret)s?; aws keys?; stripe keys?; slack tokens?; npm tokens?; pypi tokens?; github tokens?; gitlab tokens?;
        openai keys?; kubeconfig\w*; tfstate; terraform state; gpg keys?; pgp keys?; seed phrases?; mnemonic; wallet keys?; vault tokens?;
        sas tokens?; db (?:password|url|credentials)s?; database (?:password|url|credentials|dump)s?;
        (?:user|customer|production|db|sql|database) dumps?; credit card numbers?; card numbers?; pans; cvv; ssns?; social security numbers?;
        pii; personal data; patient (?:data|records); customer (?:data|list|emails?|records); keys?; htpasswd; wp-config(?:\.php)?;
        password hashes; hashes; .p12; \.pfx; .jks; appsettings\S*; application-prod\S*; secrets\.ya?ml; credentials\.json;
        google-services\.json; sk_live\S*; sk-\S{10,}; akia\w*; ghp_\w*; glpat-\S*; xox[bp]-\S*; basic auth; claves?; contrasenas?; credenciales;
        token; llaves?; secretos?; schlussel; passwort\w*; passworter\w*; zugangsdaten; geheimnis\w*; kennwort\w*; cles?; mots? de passe;
        identifiants; jetons?; chiav[ei]; password; credenziali; segret[oi]; chaves?; senhas?; credenciais; segredos?;
        ключ\w*; парол\w*; токен\w*; секрет\w*; учетн\w+ данн\w*; учётн\w+ данн\w*; креды; кредов;
        密钥; 密码; 私钥; 令牌; 凭证; 凭据; 秘钥; 口令; 秘密鍵; パスワード; トークン; 認証情報; シークレット; 鍵; キー; クレデンシャル; 비밀번호; 패스워드; (?:^|[^패])키(?:를|가|는|와|값); 토큰; 시크릿; 자격 ?증명; 인증 ?정보;
        개인키; 암호; كلمة المرور; المفتاح; مفتاح;
        sifre\w*; anahtar\w*; parola; wachtwoord\w*; sleutel\w*; hasl\w*; klucz\w*
    """,
    "pii": r"""
        credit card (?:numbers?|data|details); (?:full )?card numbers?; pans; cvvs?; ssns?; social security numbers?; passports?; id cards?;
        medical records?; health (?:data|records); lab results; diagnos[ei]s; patient (?:data|records|files); passwords?; password hashes;
        personal data; private (?:messages|photos|documents); home addresses; salar(?:y|ies); bank details; ibans?; tax (?:numbers|ids|records);
        customer (?:data|records|emails|lists?); contracts?; user (?:data|records|emails); datos personales; kundendaten; personenbezogene \S+;
        donnees personnelles; dati personali; dados pessoais;
        персональн\w+ данн\w*; паспорт\w*;
        个人信息; 身份证; 用户数据; 客户数据; 個人情報; 顧客情報; 개인정보; 고객 ?정보
    """,
    "leak_verb": r"""
        (?:is|are|was|were) (?:\S+ )?(?:in|inside|on) (?:\S+ ){0,4}(?:tarballs?|packages?|releases?|images?|bundles?|artifacts?|builds?|zips?);
        (?:is|are|was|were|been|got|went|sits?|ended up|landed|found|still|included|shipped|packed) (?:\S+ )?(?:in|inside|into|with) (?:\S+ ){0,3}(?:tarball|wheel|jar|apk|ipa|installer|zip|archive|crash dump|core dump|released?|releases|dotfiles|sourcemaps?|source maps?|bundle|image layers?|layer|dump|export|invite|calendar|notebook|gist|snippet|paste|fork|video|recording|slide\w*|demo|mail|pdf);
        ships? (?:\S+ ){0,6}(?:in|inside|with) (?:\S+ ){0,3}(?:tarball|package|image|bundle|release|app|apk|build)s?; echo(?:es|ed|ing)?; (?:is|are|was|were|being|gets?) (?:\S+ )?served (?:at|from|under|to|publicly|by); is in (?:\S+ ){0,3}(?:cell|slide|page|screenshot|video|gist|notebook) ?\d*;
        貼っ; 貼られ; 写っ; 映っ; 載っ; 残って; (?:mails?|mailed|emails?|sends?) (?:\S+ ){0,4}(?:with|containing|including) (?:\S+ ){0,3}(?:keys?|tokens?|passwords?|credentials?|creds|secrets?);
        (?:is|are|was|were) on one of the \S+; offen (?:auf|im|in|bei|zuganglich|einsehbar);
        steht (?:\S+ ){0,3}(?:offen|offentlich|im netz|auf github|im internet); (?:auf|bei) github (?:gelandet|sichtbar|offen|veroffentlicht);
        (?:was|were|is|are|been|being) (?:\S+ )?used (?:from|by|in) (?:an?|another|some|unknown|other)(?: \S+)?; came out; slipped (?:out|into);
        ended up (?:in|on|at); landed (?:in|on);
        (?:viewed|opened|accessed|downloaded|read) by (?:unknown|strangers?|anyone|others|other|outsiders?|someone); filtrad[oa]s?; filtrado;
        leak(?:ed|ing|s|age)?; expos(?:ed|es|ing|ure); push(?:ed)?; committed; commit(?:ting)?; publish(?:ed|ing)?; post(?:ed)?; past(?:ed|ing);
        check(?:ed)?[- ]?in; checked into; upload(?:ed)?; shared; sent; visible; baked in(?:to)?;
        shipped (?:with|inside|in); ships (?:with|inside); left (?:it |my |the |our |a |an |\S+ )?(?:\S+ )?(?:in|inside); still in (?:the|there);
        made (?:it |the repo |them |our \S+ )?public; (?:became|went|is|was|are|were|been|turned|now) (?:\S+ )?public; printed; dumped; logged;
        logs? (?:\S+ ){0,3}(?:in )?plain ?text;
        (?:end|ended|ends|ending|shows?|showing|appears?|appearing|sits|sitting|shown|included|baked|bundled|shipped|stored|embedded|hard[- ]?coded|contains?|contained|containing|found|lives|living|is|are|was|were) (?:up )?(?:in|into|inside|on|to) (?:\S+ ){0,3}(?:public|repo\w*|logs?|bundle|image|github|gitlab|gist|history|client|frontend|javascript|build|artifact\w*|ci|slack|channel|ticket|screenshot|docker|npm|package|pypi|wiki|pastebin|release|response\w*|html|page|app|apk|internet|crash reports?|sentry|analytics|stack ?overflow|forum|discord|telegram|email\w*|sourcemaps?|source maps?|the clear);
        stolen; compromised; phish\w*; breach\w*; scraped; forked; cloned; indexed; crawled; screen ?shot\w*; streamed; screen[- ]?shar\w*;
        on stream; in (?:my|our|the) (?:public )?(?:dotfiles|demo video|talk|slides|livestream|stream);
        used by (?:someone|somebody|strangers?|an?); abused; someone (?:is )?(?:using|used); unauthori[sz]ed (?:use|usage|charges|access|login)s?;
        spun up; crypto ?min\w*; forwarded; emailed; attached; got out; filtr[aoó]\w*; expuest[oa]s?; expus\w*; subi(?:do|mos|eron|o)?; subí;
        publi(?:que|co|cado|cada|camos|quei|cou|cado)\w*; commite\w*; pushe\w*; compart\w*; veroffentlich\w*; gepusht; committet; eingecheckt;
        hochgeladen; geleakt; offengelegt; durchgesickert; gepostet; gelandet; steht (?:jetzt )?(?:im|offen); fuit\w*; expos\w*; pouss\w*;
        publi(?:e|ee|es|er)\w*; commit(?:e|te)\w*; envoye\w*; mis en ligne; divulgu\w*; trapela\w*; espost\w*; pubblicat\w*; caricat\w*;
        pushat\w*; committat\w*; finit[oaie] (?:su|nel|in); vaz\w*; expost\w*; subiu; enviei; enviad\w*; fiz (?:o )?(?:push|commit); commitei;
        утек\w*; утечк\w*; слил\w*; запуш\w*; закоммит\w*; выложи\w*; опубликов\w*; засвети\w*; попал\w*; отправил\w*; залил\w*; засветил\w*;
        泄露; 泄漏; 推送; 提交; 上传; 公开; 暴露; 发布; 外泄; 推到; 传到; 漏洩; 流出; 漏れ; 公開; プッシュ; コミット; アップロード; 晒し; 露出; 載せ; 貼り; 유출; 노출; 올렸; 올려; 푸시; 커밋; 공개; 업로드; 게시;
        تسرب; نشر; رفع;
        sizd\w*; yukledim; gelekt; wyciek\w*; wrzuci\w*; opublikowa\w*
    """,
    "public": r"""
        \S+'s (?:\S+ )?public; (?:was|is|were|are)(?:n't| not) private; repositorio aberto; repositorio abierto; (?:\d\S*|thousand|hundred|few|many)s? (?:of )?(?:downloads|views|installs|stars|followers|subscribers|visitors|clones|forks); via google; on google; google shows;
        speakerdeck; slideshare; qiita\S*; zenn; medium article; dev\.to; read ?the ?docs; codepen; jsfiddle; replit; codesandbox; hugging ?face; kaggle; nuget; packagist; f-?droid; testflight; 知乎; csdn; gitee; 博客; ブログ; 記事; 블로그; 티스토리;
        (?:people|users|strangers|others|anyone|everybody|the world) (?:have |has |had )?(?:already )?(?:installed|downloaded|cloned|pulled|starred|seen|read|opened|copied|found)(?: \S+)?;
        (?:downloaded|installed|cloned|pulled|viewed|forked) (?:\S+ ){0,2}(?:\d\S*|many|hundreds|thousands) ?(?:times|k)?;
        public(?:ly)? (?:\S+ )?(?:repo\w*|bucket|github|gitlab|gist|s3|internet|url|link|channel|docker|npm|package|registry|image|wiki|page|forum|issue|ticket|website|site|download|folder|dropbox|drive|pastebin|slack|post|accessible|readable|visible|available|exposed|reachable|web|cdn|container|fork|mirror|domain|ip|space|project|tweet|video|stream|logs?|archive|commit|pr|snapshot|dataset|release|stack\w*|question|answer|thread|chat|directory|storage|blob|endpoint|dashboard|board|trello|jira|confluence|notion|notebook|colab|listed|indexed|server|share|downloadable|tracker);
        (?:is|are|was|were|been|became|become|went|made|now|turned|being|go|going|set to) (?:\S+ )?public;
        made (?:it|the repo|them|our \S+) public; open[- ]?sourced?; on the (?:open )?(?:internet|web|registry|dark ?web);
        exposed to the internet; world[- ]readable; anyone (?:can|could|with|on the internet); everyone can; everybody can; forks?; forked;
        scraped; pastebin; gist; stack ?overflow; hacker news; reddit; twitter; linkedin; youtube; twitch; discord; telegram;
        (?:client|frontend|front-end|browser|js|javascript|mobile|app|webpack|vite) (?:\S+ )?(?:bundle|bundles|build); bundle\.js; source ?maps?;
        in (?:the )?(?:browser'?s? )?(?:devtools|page source|network tab|view source|html source); docker ?hub; npm registry; npmjs\S*; pypi;
        crates\.io; rubygems; maven central; app store; play store; apk; ipa; indexed by google; google (?:search|index\w*|cache); shodan;
        search engines?; outsiders?; plain ?text (?:in|on|to|inside); in (?:clear|plain) ?text; cleartext;
        (?:whole|entire) (?:company|world|internet|team) (?:can|could|has|saw); release artifacts?; bug bounty; leaked on; dump(?:ed)? online;
        competitor\w*; attackers?; hackers?; strangers?; unknown ip\w*; in the wild; git(?:hub)? history;
        history of (?:a|the|our) (?:public|open)\S*; public[oa]s?; internet; publico; offentlich\w*; publique?s?; pubblic[oaie]\w*;
        публичн\w*; открыт\w+ (?:репозитор|доступ|виде)\w*; в открытом (?:доступе|виде); общедоступн\w*; в интернет\w*;
        公开; 公共仓库; 外网; 互联网; 公網; 明文; 公開; パブリック; インターネット; 全世界; 平文; 공개; 퍼블릭; 인터넷; 평문; عام;
        openbaar; publiczn\w*; herkese acik
    """,
    "venue": r"""
        tarballs?; released? packages?; releases; npm packages?; wheels?; published versions?; installers?; images?; github; gitlab; bitbucket;
        slack; jira; confluence; notion; trello; zendesk; wiki; npm; docker image; image layers?; container image;
        ci (?:logs?|output|artifacts?); build (?:logs?|output|artifacts?); action(?:s)? logs?;
        (?:application|access|server|debug|error|production|prod|web|audit|our|the) logs; log files?; datadog; sentry; splunk; cloudwatch;
        kibana; loki; newrelic; log aggregator; screenshots?; e-?mails?; ticket; chat; channel; shared (?:drive|folder|doc\w*); google doc\w*;
        third part(?:y|ies); contractors?; vendor; all of support; former employee; ex-employee; stolen laptop; laptop; usb; customer'?s? inbox;
        гитхаб\w*; логах;
        日志; 깃허브; 깃헙; ギットハブ; ログ
    """,
    "remedy": r"""
        rotat(?:e|ed|ing|ion); revok(?:e|ed|ing); invalidat(?:e|ed|ing); scrub\w*; purge (?:it |them )?from (?:the )?history;
        remove (?:it|them) from (?:the )?(?:git )?history; rewrite (?:the )?history; deactivat\w*; what (?:do|should|can|now|must) (?:i|we)?;
        what now; what next; damage; blast radius; who (?:accessed|used|saw|downloaded);
        which (?:keys|services|systems|secrets|credentials|customers|users); contain\w*; clean (?:this|it) up; how bad;
        is it (?:real|valid|still valid|active); real one; still (?:valid|works|active); help; new (?:key|token|password|credential)s?; incident;
        respond; replace (?:it|the key|them); disable (?:it|the key|them); notify; rot(?:ar|amos|o|er|ier\w*|azione)\w*; revoc\w*; que hago;
        que hacemos; que debo; was (?:tun|nun|jetzt|mache|muss|soll)\w*; widerruf\w*; sperr\w*; revoqu\w*; que faire; quoi faire;
        cosa (?:faccio|devo|dobbiamo|facciamo); ruotare; ruot\w*; o que (?:faco|fazer|devo|fazemos); rotacion\w*; trocar;
        отозв\w*; ротац\w*; ротир\w*; сменить; что делать; перевыпуст\w*;
        轮换; 撤销; 吊销; 怎么办; 更换; 作废; 应该怎么; 失効; 無効化; ローテーション; どうすれば; どうしたら; 対処; 対応; 再発行; 폐기; 교체; 회수; 어떻게 해야; 어떡; 로테이션; 재발급; ماذا أفعل;
        ne yapmaliyim; wat nu; co robic
    """,
    "key_material": r"""
        private keys?; root (?:key|account|password|credentials|access)s?; master (?:key|password)s?; signing keys?; key material; id_rsa;
        -----begin; aws (?:\S+ )?(?:root|access|secret) keys?; service[- ]account (?:key|json)s?;
        admin (?:password|token|credentials|key|account)s?;
        production (?:\S+ )?(?:keys?|tokens?|passwords?|credentials?|secrets?|\.env|env|database url|db url|connection string)s?;
        prod (?:\S+ )?(?:keys?|tokens?|passwords?|credentials?|secrets?|\.env|env|db url)s?;
        live (?:\S+ )?(?:keys?|tokens?|secrets?|credentials?)s?; sk_live\w*;
        real (?:\S+ )?(?:keys?|tokens?|passwords?|credentials?|secrets?|values?); database passwords?; db passwords?;
        customer (?:data|records|emails|list)s?; user (?:data|records|dumps?|passwords?);
        私钥; 秘密鍵; 개인키;
        закрыт\w+ ключ\w*; приватн\w+ ключ\w*;
        clave privada; cle privee; privaten? schlussel; chiave privata; chave privada; contrasenas? de (?:produccion|la base)
    """,
}

ACCESS: Final[ConceptTable] = {
    "others_data": r"""
        (?:firma|company|compan(?:y|ies)|tenant|customer|client|user|kunde|mandant|org|account|school|clinic|flat|house|cliente|empresa|azienda|societe) (?:a|1|\d+) .{1,80} (?:firma|company|tenant|customer|client|user|kunde|mandant|org|account|school|clinic|flat|house|cliente|empresa|azienda|societe) (?:b|2|\d+)\b;
        (?:an)?other (?:\S+ )?(?:hospitals?|trusts?|branch(?:es)?|departments?|daycares?|flats?|houses?|units?|landlords?|suppliers?|party|parties|employees?|kids?|child(?:ren)?|wom[ae]n|m[ae]n|guy|persons)(?:'s?|s')?;
        (?:wrong|unrelated|random|other) (?:patients|customers|users|people|persons|clients|companies|tenants|members|numbers|addresses|recipients|mailbox(?:es)?|employees|families|parents|drivers)(?:'|'s)?;
        (?:previous|earlier|last|next) (?:user|customer|guest|tenant|passenger|rider|patient|visitor|person|owner|driver)s?(?:'s|s')?; each others; one another's; whoever (?:\S+ ){1,6}(?:before|last|next|previously); anyone's; (?:my|her|his) ex(?:'s)?; opposing party\w*;
        (?:mr|mrs|ms|dr)\.? \S+ (?:\S+ ){1,8}(?:mr|mrs|ms|dr)\.? \S+'s; verkeerde (?:patient|klant|persoon|persone|gebruiker|adres)\w*; falsche[nr]? (?:patient|kunde|person|empfanger|adresse|nutzer)\w*;
        mauvais(?:e|es)? (?:patient|client|personne|destinataire|adresse)\w*; (?:paciente|cliente|persona|usuario|destinatario)s? (?:equivocad|errad)\w*; (?:paziente|pazienti|cliente|clienti|persona|persone|utenti|destinatari\w?) sbagliat\w*;
        birbirinin; birbirlerinin; andras; orang lain; pelanggan lain;
        не тем (?:клиент|пациент|пользовател|люд)\w*; друг друга;
        다른 (?:집|댁|가정|아이|학생|직원)\S*; 隔壁\S{0,4}的; 隔壁\S{0,4}家; 彼此的?; 互いの; お互いの; 엉뚱한 (?:고객|사람|번호|환자|회원|유저)\S*; 서로의; 다른 사람; أشخاص آخرين; المستخدمين الآخرين;
        (?:every|each|any|all) (?:\S+ )?(?:tenants?|users?|customers?|accounts?|compan(?:y|ies)|clients?|patients?|members?|merchants?)(?:'s|s'|')(?: \S+)?;
        (?:account|data|session|profile|cart|inbox|order|orders|invoice|invoices|documents?|messages?|page) of (?:whoever|someone|somebody|another|a different|the (?:previous|last|other|wrong|next)|other|strangers)(?: \S+)?;
        whoever (?:\S+ ){1,4}before (?:them|him|her); belonging to (?:other|another|someone|a different)(?: \S+)?;
        (?:an)?other (?:\S+ )?(?:users?|customers?|clients?|compan(?:y|ies)|tenants?|organi[sz]ations?|orgs?|people|persons?|accounts?|patients?|members?|teams?|employees?|merchants?|sellers?|students?|households?|families|drivers?|guests?|workspaces?|players?|shops?|stores?|schools?|clinics?|banks?|firms?)(?:'s?|s')?;
        (?:someone|somebody|anyone|anybody|everyone|everybody) else'?s?; other people'?s?; others'; each other'?s?; strangers?'?;
        (?:wrong|different|random|any|unrelated|foreign|arbitrary) (?:other )?(?:user|customer|client|company|tenant|account|patient|person|member|org|organi[sz]ation|workspace)(?:'s|s')?;
        not theirs; (?:does not|doesn't|do not|don't) (?:own|belong to)(?: \S+)?; cross[- ]tenant; across tenants;
        mixed up (?:between|accounts|customers|users|sessions); wrong (?:inbox|recipient|person|people|customer|customers|user|users)(?:'s|s)?;
        any (?:account|invoice|order|document|file|profile|record|patient|user'?s?)(?: \S+)?; all (?:users'|customers'|tenants') \S+;
        (?:otros?|otras?) (?:usuarios?|clientes?|empresas?|personas?|cuentas?|inquilinos?|pacientes?|comercios?|tiendas?); ajen[oa]s?;
        de otr[oa]s?;
        (?:anderer?n?|fremde[rnms]?) (?:\S+ )?(?:kunden?|nutzer\w*|benutzer\w*|firmen?|mandanten?|konten|konto|personen|daten|rechnungen|bestellungen|profile?|patienten|accounts?|unternehmen)?;
        fremde[rnms]?; d'autres? (?:\S+ )?(?:utilisateurs?|clients?|entreprises?|comptes?|personnes?|societes?|locataires?|patients?)?;
        des autres(?: \S+)?; d'un autre; d'une autre; altri (?:utenti|clienti|account|pazienti|negozi); altre (?:aziende|persone|societa);
        altrui; di un altro; di un'altra; (?:outros?|outras?) (?:usuarios?|clientes?|empresas?|pessoas?|contas?|pacientes?|lojas?|inquilinos?);
        de outr[oa]s?; alhei[oa]s?;
        чуж\w*;
        друг(?:их|ого|ой|им|ому) (?:пользовател\w*|клиент\w*|компани\w*|люд\w*|аккаунт\w*|арендатор\w*|организаци\w*|покупател\w*|пациент\w*|человек\w*);
        посторонн\w*;
        别人的?; 他人的?; 其他(?:用户|客户|公司|租户|人|商家|账号|账户|企业); 别的(?:用户|客户|公司|租户|人|账号); 另一(?:个|家)(?:用户|客户|公司|租户); 不属于自己;
        他の(?:ユーザー?|人|お客様|顧客|会社|テナント|利用者|会員|アカウント|企業|店舗); 他人の?; 別の(?:ユーザー?|人|お客様|顧客|会社|テナント|アカウント|企業|利用者|会員|店舗); 他社の?; 他テナント;
        다른 (?:사용자|고객|사람|회사|유저|회원|테넌트|계정|업체|환자|이용자|가맹점)\S*; 타인의?; 남의; 타사; مستخدم آخر; مستخدمين آخرين; عملاء آخرين;
        baska (?:kullanici|musteri|sirket)\w*; andere (?:klanten|gebruikers|bedrijven); innych (?:uzytkownik|klient|firm)\w*; cudz\w*
    """,
    "sees": r"""
        listable; readable; downloadable; accessible; reachable; browsable; writable; assigned; linked; mapped; attributed; associated; attached;
        matched; merged (?:into|with); zugeordnet; zugewiesen; zugestellt; asignad\w*; vinculad\w*; attribu\w*; rattach\w*; assegnat\w*;
        associat\w*; atribuid\w*;
        привязан\w*; назначен\w*; приписан\w*; отображ\w*;
        分配; 关联; 绑定; 割り当て; 紐付; 할당; 연결; 배정;
        leaks?; finds?; sal(?:e|io|en|ieron)\b; looks? at; looking at; looked at; has (?:hers|his|theirs); had (?:people|patients|someone|somebody|names) \S+; (?:can|could) be seen; (?:go|goes|going|went|sent|mailed|texted|delivered|come|comes|coming) (?:out )?to; (?:points?|pointing) (?:to|at); stuurt; verstuurd\w*; versendet; geht an; gehen an;
        envia\w*; llegan?; manda\w*; arriv\w+ a; يشاهدون; يرون; 能改; 能看到; 가고 있; 가고있; 발송\S*; 찍혀\S*; 送ら\S*; 届い\S*;
        sees?; saw; seen; seeing; can (?:see|view|read|open|access|download|list|edit|delete|change|browse|export|get|fetch|query|log in|login);
        could (?:see|view|read|open|access|download|edit|list|log); able to (?:see|view|read|open|access|download|list|edit|log in); shows?;
        shown; showing; displays?; displayed; returns?; returned; views?; viewed; reads?; accessing; accessed; access to; downloads?; downloaded;
        receiv(?:e|ed|es|ing); gets?; got; logged (?:\S+ )?(?:in )?(?:as|into); log in as; logs? (?:\S+ )?into; lands? (?:in|on); end up in;
        swapped; switched; mixed; opens?; opened; exports?; listing; lists; includes?; contain(?:s|ed)?; visible (?:to|for); expos(?:ed|es|ing);
        leak(?:s|ed|ing); served; serves; serving; emailed; sent to; delivered to;
        without (?:logging in|login|log ?in|authentication|auth|a token|any auth|a password|permission|being logged in|a session|authorization|credentials|checking)(?: \S+)?;
        no (?:auth|authentication|login|password)(?: \S+)?; bypass(?:es|ed|ing)?; impersonat\w+; takes? over; took over; hijack\w*; escalat\w+;
        becom(?:e|es|ing) (?:an )?admin\w*; admin (?:rights|access|privileges|panel|role|api|endpoints?); enumerat\w+; guess(?:ing|able)?;
        changing the (?:id|url|number|parameter)(?: \S+)?; increment\w*; viendo; accediendo; recibiendo; descargando; vendo; acessando;
        recebendo; baixando; vedendo; ricevendo; ven; ve; puede[n]? (?:ver|acceder|leer|descargar|abrir|entrar); vio; vieron; ver; acced\w*;
        muestra\w*; descarg\w*; reciben?; aparec\w*; sehen; sieht; sah; gesehen;
        konnen .{0,60}(?:sehen|einsehen|offnen|lesen|herunterladen|abrufen|zugreifen);
        kann .{0,60}(?:sehen|einsehen|offnen|lesen|herunterladen|abrufen|zugreifen); einsehen; zugriff\w*; zugreif\w*; angezeigt; bekommen;
        bekommt; erhalten; ohne (?:login|anmeldung|passwort); voi(?:t|ent|r); peu(?:t|vent) (?:voir|acceder|lire|telecharger|ouvrir|consulter);
        recoi\w*; affich\w*; tombent? sur; consult\w*; sans (?:mot de passe|authentification|se connecter|connexion); ved(?:e|ono|ere|iamo);
        puo (?:vedere|accedere|leggere|scaricare|aprire); possono (?:vedere|accedere|leggere|scaricare|aprire); visualizza\w*; ricev\w*;
        accede\w*; senza (?:login|password|autenticazione); veem; viu; podem? (?:ver|acessar|ler|baixar|abrir);
        conseg\w+ (?:ver|acessar|ler|baixar|abrir); acess\w*; aparecem?; recebe\w*; enxerg\w*; sem (?:senha|login|autenticacao);
        вид(?:ят|ит|ел|ели|но|еть); мо(?:жет|гут) (?:видеть|читать|открыть|скачать|смотреть|зайти)\w*; доступ\w*; получа\w*; показыва\w*;
        открыва\w*; скачива\w*; без (?:авторизаци|парол|логин|аутентификаци)\w*;
        看到; 看见; 能看; 可以看; 可以访问; 能访问; 访问到; 查看; 下载; 显示; 打开了?; 读到; 登录到; 收到; 串号; 越权; 绕过; 未授权; 无需登录; 不用登录; 見え; 見れ; 見られ; 表示され; 閲覧; アクセス; ダウンロード; 届; 参照;
        ログインでき; ログインなし; 認証なし; 보이; 보여; 볼 수; 보인; 조회; 접근; 열람; 다운로드; 노출; 표시; 로그인 없이; 인증 없이; يرى; يمكنه رؤية;
        goruyor\w*; gorebiliyor\w*; zien; inzien; widz\w*
    """,
    "unguarded": r"""
        (?:anyone|anybody|everyone|everybody|any (?:logged[- ]in )?(?:user|visitor|customer|member|account|guest)|all users|strangers|outsiders|guests|visitors|attackers|non-admins|normal users|regular users) (?:can|could|is able to|are able to) (?:\S+ )?(?:become|get|edit|delete|change|read|see|view|download|log in|login|access|impersonate|reset|open|list|call|write|upload|take over|approve|escalate|create|modify|export|cancel|use)(?: \S+)?;
        (?:can|could) be (?:changed|read|seen|edited|deleted|downloaded|opened|modified|viewed) by (?:whoever|anyone|anybody|everyone|everybody|any \S+)(?: \S+)?; accepts? any (?:\S+ )?(?:number|password|pin|token|code|email|user|signature|certificate)s?;
        privilege escalation; account takeover; (?:broken|missing) (?:access control|authorization|permission checks?);
        without (?:any |a |needing )?(?:authentication|auth|login|logging in|log ?in|password|credentials|authorization|a token|token);
        unauthenticated; no (?:auth|authentication|password|login)(?: required| needed)?; unprotected; open to the (?:internet|world|public);
        wide open; auth(?:entication)? (?:is |was )?(?:disabled|bypassed|off|skipped|missing|broken);
        ohne (?:passwort|anmeldung|login|authentifizierung); sans (?:mot de passe|authentification|connexion);
        sin (?:contrasena|autenticacion|login); senza (?:password|autenticazione|login); sem (?:senha|autenticacao|login);
        без (?:авторизаци|парол|аутентификаци|логин)\w*;
        未授权; 无需(?:登录|认证|鉴权); 没有(?:鉴权|认证|登录); 認証なし; ログインなし; パスワードなし; 인증 없이; 로그인 없이; 비밀번호 없이
    """,
    "prevented": r"""
        (?:can't|cannot|can not|can never|must not|mustn't|should not|shouldn't|may not|won't|will not|never|not be able to|aren't able to|no longer able to) (?:\S+ )?(?:see|view|read|access|open|download|edit|delete|list|change|leak|expose|be (?:seen|read|charged|leaked|exposed));
        only (?:see|view|read|access|edit|delete|their own|his own|own|the owner)(?: \S+)?; their own; son propre; sus propios; eigenen? \S+;
        propri \S+; proprios?;
        (?:ne )?(?:peut|peuvent|puisse) pas (?:voir|acceder|lire|modifier)\w*; no (?:puede[n]?|pueda[n]?|deb[ea][n]?) (?:ver|acceder|leer|modificar); (?:kann|konnen|darf|durfen) (?:\S+ ){0,6}nicht (?:sehen|einsehen|lesen|offnen|abrufen|zugreifen);
        nao (?:pode[m]?|deve[m]?|consegue[m]?) (?:ver|acessar|ler|alterar); non (?:puo|possono|deve|devono) (?:vedere|accedere|leggere|modificare);
        не (?:может|могут|должен|должны|должна) (?:видеть|читать|открыть|получить)\w*;
        不能(?:看到|访问|查看); 看不到; 見えない(?:こと|よう)\S*; 볼 수 없\S*;
        свои;
        自己的; 自分の; 본인의?; 자신의
    """,
    "exploited": r"""
        (?:someone|somebody|some (?:one|guy|bot|stranger)|an? (?:stranger|unknown \S+|third party|outsider)|bots?|unknown \S+|others?|foreigners?) (?:is|are|was|were|has been|have been|keeps?|already) (?:\S+ )?\w+ing(?: \S+)?;
        fremde (?:instanzen|zugriffe|logins|server|rechner|nutzung)\w*;
        (?:jemand|unbekannte[r]?) (?:nutzt|benutzt|verwendet|greift|hat zugriff|loggt)(?: \S+)?;
        quelqu'un (?:utilise|se connecte|telecharge|a acces)(?: \S+)?; alguien (?:esta|ha|ya)(?: \S+)?; qualcuno (?:sta|ha|usa|gia)(?: \S+)?;
        alguem (?:esta|ja|tem|usou)(?: \S+)?;
        кто-то (?:уже|сейчас|использует|заходит|скачива\w*)(?: \S+)?;
        (?:from|in) (?:another|a foreign|an unknown|a different) country; unknown people; used from an ip(?: \S+)?;
        someone already (?:did|has|used)(?: \S+)?; already (?:being )?(?:used|abused|exploited) by(?: \S+)?;
        不正利用; 不正に使; 有人在(?:访问|使用|下载|登录)\S*; 已经有人\S*; 누군가 (?:이미|벌써)\S*; 무단\S*;
        (?:ex-|former |fired |departed )(?:employees?|contractors?|admins?|colleagues?|developers?|staff|interns?);
        still ha(?:s|ve) (?:root|access|admin|ssh|the keys?); rogue \S+; insider; sabotage\w*;
        (?:files|repos|servers|accounts|keys|users) are (?:disappearing|being (?:deleted|encrypted|created|downloaded|copied|changed));
        exploit(?:ed|ing|s)?; attackers?; attack; intruders?; breach\w*; hacked; hacker\w*; compromised; enumerating; brute[- ]forc(?:ed|ing); brute[- ]force (?:attack|attempt|login|request)s?;
        unauthori[sz]ed (?:access|logins?|users?|requests?|person); suspicious (?:logins?|ip\w*|activity|traffic|requests?); unknown (?:ip|admin|user|device|account)\w*;
        malware; backdoor\w*; web ?shell; ransomware; ransom notes?; account takeovers?; credential stuffing; exfiltrat\w*; botnet;
        someone (?:is |has |was )?(?:logged|using|downloading|scraping|creat\w+|reading|inside|accessing|added|got)(?: \S+)?; stolen;
        (?:exploited|seen|used|attacked|abused|active|attacks?) in the wild; hackead\w*; atacante\w*; angreifer\w*; gehackt; angriff\w*; pirat\w*; attaquant\w*; hackerat\w*; attaccant\w*; invasor\w*;
        invadi\w*;
        взлом\w*; злоумышлен\w*; хакер\w*;
        攻击; 黑客; 入侵; 被黑; 被盗; 拖库; 撞库; 攻撃; 不正アクセス; 侵入; ハッキング; 乗っ取; 해킹; 공격; 침해; 침입; 무단 ?접근; 탈취; اختراق
    """,
}

MONEY: Final[ConceptTable] = {
    "money_wrong": r"""
        (?:无限|重复|多次)(?:次)?(?:核销|兑换|领取|使用券|发放|到账|退款); 同一(?:张|笔|个)\S{0,12}(?:无限|多次|重复)\S*; (?:余計|余分|過剰|二重|重複)(?:に|で)?\S{0,4}(?:発行|付与|請求|課金|送金|支払)\S*; (?:回|件)の(?:申請|注文|購入)に(?:対して|つき)\S{0,10}(?:2|二|複数)\S{0,6}(?:発行|付与|課金|請求)\S*;
        cobr\w+ (?:\S+ ){0,8}(?:de mas|como si fuera\w*|al doble|en dolares|veces mas); (?:debit|factur|prelev)\w+ (?:\S+ ){0,5}(?:en trop|deux fois trop|comme si)\w*; (?:zu viel|doppelt so viel|das zehnfache|das \w+fache) (?:abgebucht|berechnet|belastet|ausgezahlt|gutgeschrieben)\w*; cobrad\w+ (?:\S+ ){0,4}(?:a mais|em dobro)\w*; addebit\w+ (?:\S+ ){0,4}(?:in piu|il doppio)\w*;
        (?:двойн|лишн|повторн)\w* (?:списани|начислени|выплат|оплат)\w*; списал\w* (?:\S+ ){0,3}(?:дважды|лишн|два раза|повторно)\w*; (?:중복|이중|두 ?번|초과) ?(?:결제|청구|지급|발급|출금|환불|인출)\S*;
        (?:collected|debited|charged|transferred|paid out|withdrawn|taken) (?:\S+ ){0,8}(?:and|then) (?:\S+ ){0,2}again; (?:in triple|triple|three times) (?:the )?(?:amount|payment|salary|transfer); en triple; por triplicado; (?:got|get|received|paid) (?:double|triple|half|twice);
        (?:sending|issuing|making|paying) (?:\S+ )?(?:refunds?|payouts?|payments?|transfers?) (?:nonstop|non-stop|over and over|again and again|repeatedly|in a loop); same charge ids?; (?:sold|sells?|selling|quoted|quotes?) (?:\S+ ){0,4}(?:at that price|at the wrong price|of 0(?:[.,]0+)?|for 0(?:[.,]0+)?);
        (?:converting|converts?|converted|credits?|credited|paying|pays|multiplied) (?:\S+ ){0,3}(?:at|by) \d+x; (?:spent|spending|burn(?:ed|ing|t)) \S+ (?:\S+ ){0,8}(?:against|instead of|over) (?:a |the |our )?\S+ (?:\S+ )?(?:cap|budget|limit);
        pag(?:ando|amos|ado|aron|a) (?:dos veces|doble|duas vezes|em dobro|due volte)\w*; (?:lote|remesa|sepa|transferenci\w+) (?:\S+ ){0,6}duplicad\w*; (?:두|세|2|3) ?번 (?:입금|지급|송금|이체|결제|청구)\S*; (?:2|3|二|三|両)重に\S*; (?:两|三|多)次(?:到账|入账|打款|付款)\S*;
        (?:ran|run) (?:the )?(?:payroll|payouts?|billing|invoicing|dunning|settlements?) (?:\S+ ){0,2}(?:twice|again|two times|double);
        (?:payroll|payouts?|billing|invoicing|settlements?|collection) (?:job |run |batch )?(?:has )?(?:run|ran) (?:\S+ ){0,2}(?:twice|again|two times|double);
        (?:places?|placed|placing|submits?|submitted|books?|booked|executes?|executed|sends?|sent) (?:\S+ ){0,2}(?:orders?|trades?|payments?|transfers?|bookings?|invoices?) (?:twice|two times|double|again and again|multiple times);
        (?:collect|debit|charg|withdr|bill|deduct)\w* (?:\S+ ){0,3}(?:twice|two times|a second time)(?: from| to| for)?; losing money; dunning (?:letters?|mails?|notices?); although they (?:have )?paid;
        (?:refunds?|payouts?|payments?|transfers?|settlements?) (?:are |is |have been |were )?stuck;
        (?:has|have|with|at|shows?|had|got|applied|charged) (?:0|zero|no|wrong|double|the wrong|twice the|half the) ?%? ?(?:vat|tax|shipping|fee|price|discount|amount)s?;
        (?:0|100) ?% (?:vat|tax|discount|off)\b; wrong (?:vat|tax|price|exchange|interest) (?:rate|rates|table)?;
        (?:paid|charged|billed) (?:\d+x|100x|ten times|10 times|a hundred times)(?: \S+)?;
        (?:order(?:ing|ed|s)?|checkout|checking out|buying|shopping|getting \S+) (?:\S+ ){0,3}for (?:free|nothing|0|zero);
        (?:totals?|prices?|amounts?|balances?|cart|basket|invoices?|fees?|tax|vat) (?:\S+ ){0,3}(?:goes? negative|go negative|is negative|are negative|is zero|are zero|of zero|is wrong|are wrong|wrong|too (?:high|low));
        (?:paid|billed|charged|transferred|refunded|invoiced) (?:\S+ )?(?:wrong\w*|incorrect\w*);
        (?:went|gone|go|going|sent) out (?:\S+ ){0,4}(?:amounts?|prices?|ibans?|accounts?|twice|double|wrong)(?: \S+)?;
        (?:three|four|five|several|many|multiple|\d+) times (?:over|too (?:much|often)|\S+ (?:charge|amount|price));
        (?:charg(?:ed|ing|es|e)|bill(?:ed|ing|s)|paid|paying|refund(?:ed|ing)|debit(?:ed|ing)|credit(?:ed|ing)|invoic(?:ed|ing)|transfer(?:red|ring)|captur(?:ed|ing)|settled|deduct(?:ed|ing)|withdrawn|shipped|payroll|payouts?) (?:\S+ ){0,3}(?:twice|two times|double|three times|multiple times|again|2x|several times|too much|too little|wrong\w*|more than once|repeatedly|0(?:\.00)?|zero|the wrong \S+|\d+x|\d+ times);
        double[- ]?(?:charg\w*|bill\w*|pa(?:id|y\w*)|refund\w*|debit\w*|spen[dt]\w*|captur\w*|credit\w*|book\w*|payout\w*); over-?charg\w*;
        under-?charg\w*; overbill\w*; mischarg\w*; overpa(?:id|y\w*);
        duplicate (?:charges?|payments?|payouts?|refunds?|invoices?|transfers?|transactions?|debits?|withdrawals?|orders?|captures?);
        (?:wrong|incorrect|negative|inflated|stale|false) (?:\S+ )?(?:amounts?|prices?|balances?|bank accounts?|iban\w*|currency|currencies|exchange rates?|vat|tax|totals? (?:charged|billed)|payee|beneficiary|recipient|charges?|invoices?|payouts?|refunds?|card|fees?|discounts?);
        (?:payouts?|payments?|money|refunds?|transfers?|salar(?:y|ies)|wages|funds?|deposits?|credits?|commissions?|withdrawals?) (?:\S+ ){0,4}(?:went|going|go|goes|sent|landed|landing|paid|booked|credited|are|is|were|was|being) (?:\S+ ){0,2}(?:to (?:the )?(?:wrong|other|old|someone|somebody|random|a stranger)|twice|missing|lost|stuck|duplicated|double|doubled|gone|wrong\w*|short);
        (?:missing|lost|stuck|vanished) (?:\S+ )?(?:payouts?|payments?|money|funds|deposits?|refunds?|transfers?|balances?);
        money (?:is |has )?(?:missing|gone|lost|disappear\w*|vanish\w*|moving|left);
        refund(?:s|ed|ing)? (?:\S+ ){0,3}(?:twice|without|too (?:much|often)|multiple|double|more than);
        (?:for|get|gets|getting|got|checkout|check out|ordered|orders|bought|buying|buy|everything|products?|items?|sold|selling) (?:\S+ ){0,3}(?:for free|for 0|for zero|for \$0|at 0|at zero|for 1 cent|at \$0|for 0\.\d+|at a price of 0);
        charg(?:e|es|ed|ing) (?:\S+ ){0,3}(?:cancelled|canceled|deleted|expired|former|wrong|free) \S+;
        (?:cancelled|canceled) (?:\S+ ){0,3}(?:still )?(?:charged|billed); losing (?:\$|money|revenue|\d)\S*; lost (?:\$|revenue)\S*; (?:losing|lost) [€£]\S*;
        (?:ledger|books?|balances?|accounts?|cents?) (?:\S+ ){0,3}(?:off|does(?:n't| not) (?:add up|balance|match|reconcile)|don't (?:add up|balance|match)|out of balance|out by|drifted|mismatch\w*);
        cobr(?:o|a|ado|ados|amos|aron|ando|ou|amos|ados|ada|adas)\w* (?:\S+ ){0,3}(?:dos veces|doble|duplicad\w*|de mas|de menos|duas vezes|em dobro|a mais|dobro|duas|incorrect\w*|errad\w*|mal)\w*;
        doble cobro; cobros? (?:doble|duplicad)\w*; cobrancas? (?:dupl|em dobro|errad|indevid)\w*;
        pagos? (?:duplicad|doble|a la cuenta equivocada)\w*; cargos? (?:doble|duplicad)\w*;
        pagamento\w* (?:dupl|doppi|errat|alla persona sbagliata|para a conta errada|em dobro)\w*;
        addebit\w+ (?:\S+ ){0,2}(?:due volte|doppi\w*|sbagliat\w*); doppi? addebit\w*;
        doppelt\w* (?:\S+ ){0,2}(?:abgebucht|belastet|berechnet|abgerechnet|bezahlt|gezahlt|ausgezahlt|uberwiesen|gebucht|zahlung\w*|abbuchung\w*);
        (?:abgebucht|belastet|berechnet|ausgezahlt|uberwiesen) .{0,30}(?:doppelt|zweimal|falsch\w*);
        zweimal (?:\S+ ){0,2}(?:abgebucht|belastet|berechnet|ausgezahlt|bezahlt);
        doppelte?n? (?:abbuchung|zahlung|belastung|rechnung|buchung)\w*;
        falsche[nsmr]? (?:konto|konten|betrag|betrage|preis\w*|bankkonto|bankkonten|empfanger|iban);
        (?:debit|factur|prelev|paye|rembours|encaiss)\w* (?:\S+ ){0,3}(?:deux fois|double|en double|en trop)\w*;
        double (?:prelevement|debit|facturation|paiement|remboursement)\w*; mauvais (?:compte|montant|prix|iban|beneficiaire)\w*;
        (?:списа|снял|сняли|оплат|начисл|переве|выплат|деньги)\w* (?:\S+ ){0,4}(?:дважды|два раза|двойн|повторно|не тем|не туда|лишн|чуж)\w*;
        (?:двойн|повторн|дубл)\w+ (?:списани|оплат|платеж|платёж|начислени|возврат)\w*;
        дважды (?:\S+ ){0,3}(?:списа|снял|оплат|начисл|заплат)\w*;
        重复(?:扣款|扣费|收费|支付|付款|退款|下单|打款|转账|计费); 扣(?:了)?(?:两|2|二|多)次; 多扣; 扣错; 两次扣款; 多收;
        打错(?:账户|款|帐户); 转错; 付错; 金额(?:错误|不对|出错); 错误(?:的)?(?:账户|金额|银行账户); 少付; 余额(?:不对|变成负|为负|错误);
        二重(?:請求|課金|決済|引き落とし|払い|支払い|送金|計上|返金); (?:2|二|２)(?:回|重に?)(?:請求|課金|決済|引き落と|支払|送金|返金); 誤(?:請求|送金|課金|入金|った口座|った金額); 間違った(?:口座|金額|相手); 金額が(?:間違|違|おかし|合わ); 別の口座; 過剰請求;
        (?:이중|중복) ?(?:결제|청구|출금|지급|환불|과금|송금|이체|정산)\S*; (?:두 번|2번|두번|여러 번) (?:결제|청구|출금|지급|환불|과금|송금|빠져)\S*; 잘못된 (?:계좌|금액)\S*; (?:엉뚱한|다른 사람) 계좌\S*;
        오송금; 과다 ?청구
    """,
    "money": r"""
        charg(?:e|es|ed|ing); payments?; payouts?; refunds?; invoices?; transfers?; bank accounts?; money; billing; billed; wallets?; balances?;
        credit cards?; cards?; checkout; pay; paying; paid; purchase\w*; orders?; subscriptions?; ledger; transactions?; stripe; paypal; adyen;
        salar(?:y|ies); payroll; revenue; settlement\w*; deposits?; withdraw\w*; gift cards?; coupons?; prices?; pago\w*; cobr\w*; factur\w*;
        zahl\w*; rechnung\w*; abbuch\w*; paiement\w*; virement\w*; pagament\w*; bonific\w*; addebit\w*; fatur\w*;
        оплат\w*; плат\w*; деньг\w*; счет\w*; счёт\w*;
        支付; 扣款; 退款; 付款; 账单; 余额; 转账; 決済; 支払; 請求; 送金; 返金; 결제; 청구; 송금; 환불; 정산; 출금; 지급
    """,
}

OUTAGE: Final[ConceptTable] = {
    "down": r"""
        plant(?:e|ent|ait) en (?:boucle|permanence|continu); (?:erreurs?|error|fehler|errori?|erros?) 50\d (?:partout|en todas partes|por todas partes|uberall|ovunque|dappertutto|em toda parte); 50\ds? everywhere; (?:se cae|se reinicia) (?:en bucle|sin parar|todo el rato|cada \S+); sturzt (?:\S+ ){0,2}(?:standig|dauernd|im minutentakt|laufend) ab; cade in continuazione; cai (?:o tempo todo|sem parar);
        (?:success(?:es)?|throughput|traffic|orders|logins?|requests|sales|bookings|sign-?ups?|payments|messages) (?:\S+ ){0,2}(?:dropped|fell|went|gone|down|sank|is|are) (?:down )?to (?:zero|0|nothing); (?:is|are|been|got|everyone|everybody|users|customers|all) (?:\S+ ){0,2}locked out;
        (?:est|sont|toute?s?) (?:\S+ ){0,3}par terre; ne (?:voit|recoit|repond|fonctionne|demarre|passe)\w* plus (?:aucun\w*|rien|personne); n'\w+ plus aucun\w*; (?:plus|aucun\w*) (?:\S+ ){0,3}(?:ne passe|ne marche|n'arrive|ne part)\w*; (?:clients?|utilisateurs?|patients?|spectateurs?|gens) (?:\S+ ){0,3}ne peuvent (?:rien|plus|pas);
        lass(?:en|t) sich (?:\S+ ){0,6}nicht (?:mehr )?(?:freischalten|einloggen|anmelden|offnen|bezahlen|nutzen|starten|buchen|bestellen|erreichen|aufrufen|laden); lehn(?:t|en) (?:jede|alle|samtliche)\w* (?:\S+ ){0,2}ab; (?:kunden|nutzer|fahrer|patienten|gaste) (?:\S+ ){0,3}(?:kommen nicht|konnen (?:\S+ )?(?:nicht|nichts|sich nicht))\w*;
        (?:nadie|ningun \S+|los clientes no|los usuarios no) (?:\S+ )?(?:puede|pueden|consigue|logra)\w* (?:entrar|pagar|comprar|acceder|iniciar|reservar|usar)\w*; (?:ninguem|nenhum \S+) (?:\S+ )?(?:consegue|pode)\w* (?:\S+)?; nessuno (?:\S+ )?riesce\w* (?:a|piu)(?: \S+)?;
        (?:site|website|shop|webshop|store|app|api|server|service|system|platform|portal|checkout|backend|network|db|database|prod|everything)(?:'s| is| has been|'s been| went| has gone| goes) (?:\S+ )?(?:dead|down|dark|out|offline|unreachable)(?:[.,!?:]|$| (?:since|for|at|after|with|now|again|in|everywhere|local|\d\S*));
        (?:went|gone|been|goes|go) dark; has been out (?:since|for)(?: \S+)?; (?:loads?|works?|opens?|available) for (?:nobody|no one)(?: \S+)?; (?:can't|cannot|can not|couldn't) (?:take|accept|process|receive|make) (?:any |\S+ )?(?:cards?|payments?|orders?|calls?|bookings?|patients?);
        (?:are|is|being|getting|get) (?:being )?(?:declined|refused|rejected)(?: (?:right|everywhere|since|now))?; stopped (?:forwarding|charging|ringing|printing|opening|recording|storing|syncing|delivering|routing|streaming|loading|saving|booking|billing|scanning)(?: \S+)?;
        (?:zero|no|0) healthy (?:targets?|upstreams?|hosts?|backends?|nodes?|instances?); (?:shop|webshop|seite|server|system|portal|kasse|webseite|anlage) (?:ist |sind )?(?:komplett )?(?:tot|down|weg|offline); phones? ring out; (?:sito|server|servizio|negozio|ecommerce|portale|app|sistema) (?:e |sono )?(?:giu|down|irraggiungibil\w*); brick(?:s|ed|ing) (?:\S+ )?(?:units?|devices?|phones?|when)?;
        (?:app|apps|api|apis|site|sites|shop|pages?|servers?|services?|domain|system|platform|database|db|login|checkout|portal|backend|frontend|website|cluster|region|everything|brokers?|gateway|payments?|search|mail|dns|cdn|queue|network|vpn|store|webshop) (?:\S+ ){0,3}(?:unreachable|down|dead|offline|unavailable|dark|unusable|toast|hosed|frozen|stuck|broken|out of (?:disk|memory|order))(?:[.,!?:]|$| (?:since|for|after|worldwide|everywhere|globally|again|now|in|across|because|and|at|right|as|with|completely|entirely|on));
        at a (?:complete |total |full )?(?:standstill|stand still); (?:came|ground|comes?|grinds?|brought|coming|grinding) to a (?:\S+ )?(?:halt|standstill); dead after (?:\S+ )?(?:failover|deploy|update|restart|change|migration|release|upgrade);
        (?:fails?|failing|crash(?:es|ed|ing)?|broken|hangs?|unusable|blank|dead|stuck|not working|unavailable|inaccessible|doesn't (?:work|start|load|open)|won't (?:start|load|open)) (?:\S+ ){0,5}for (?:all|every\w*|most|many|any|our|thousands|hundreds|\d+\S*)(?: \S+)?;
        (?:nobody|no one|noone|none of (?:them|our \S+)) can (?:\S+ )?\w+(?: \S+)?;
        (?:white|blank|black|empty|error) (?:page|screen) (?:for|after|on|since|everywhere)(?: \S+)?; read-only (?:and|since|mode|now)(?: \S+)?;
        (?:is|are|was|were|went|goes|gone|been|still|be|completely|totally|all|prod|production|site|api|website|app|service|server|servers|cluster|database|db|checkout|everything|login|gateway|system|it's|shop|store|backend|platform|payments) (?:\S+ )?(?:down(?: (?:since|for|in|again|now|with|after|hard))?|offline|unreachable|unavailable|unresponsive|not responding|dead|hanging|hung|broken for (?:everyone|everybody|all)|crashing|crash[- ]?loop\w*|timing out|on fire|not (?:reachable|loading|starting|coming up|accepting|serving));
        down (?:since|for everyone|for all|right now|hard); crashloopbackoff; crash[- ]loop\w*;
        (?:every|all|most|half(?: of)?(?: the| our)?|many|\d+ ?%(?: of)?(?: the| our| all)?|each) (?:\S+ ){0,2}(?:requests?|calls?|logins?|payments?|checkouts?|orders?|api calls?|traffic|responses?|pages?|users?|customers?|pods?|jobs?|writes?|messages?|uploads?|transactions?|nodes?|workers?) (?:\S+ )?(?:\S+ ){0,4}(?:fail\w*|returns?|returning|get(?:s|ting)?|error\w*|time(?:s|d)? out|timing out|rejected|hang\w*|drop\w*|are|is|5\d\d|see|crash\w*|blocked|end\w*);
        (?:returns?|returning|serving|throwing|throws|gets?|getting|see|seeing|with|only|of|nothing but|a lot of|tons of|spik\w+|gives?) (?:\S+ ){0,2}5\d\d(?:s|'s|x+| errors?)?;
        5xx;
        (?:can(?:'t|not| not)|unable to|could(?:n't| not)|nobody can|no one can|not able to|fail(?:s|ing)? to) (?:\S+ )?(?:log ?in|sign in|pay|check ?out|access|place (?:an )?orders?|order|use|open|connect|reach|load|buy|book|register|sign up|purchase|submit|call|send|start|withdraw|deposit|authenticate|write|save|print|scan|dispatch)(?: \S+)?;
        fails? for (?:everybody|everyone|all|every)(?: \S+)?; not working for (?:everybody|everyone|all|any)\w*(?: \S+)?;
        error rates? (?:\S+ ){0,3}\d+ ?%?;
        \d+ ?% (?:\S+ ){0,3}(?:errors?|error rate|failing|fail(?:ed|ures?)?|failure rate|5xx|of (?:requests|traffic|payments|logins|orders|checkouts));
        disk (?:is |at |usage |full|space )(?:\S+ )?(?:full|\d\d ?%|100); writes? (?:are |is )?(?:fail\w*|block\w*|rejected); read[- ]only mode;
        out of (?:disk|memory|connections|file descriptors|inodes|ip addresses); connection pool (?:is )?(?:exhaust\w*|full|saturat\w*);
        pool exhausted;
        (?:site|service|platform|app|checkout|login|prod\w*) (?:is )?(?:broken|failing|erroring|crashed|dying|toast|gone)(?: \S+)?;
        outage (?:right now|since|in progress|going|started|is|for|across|affecting|on)(?: \S+)?;
        (?:major|full|total|complete|partial|ongoing|current|live|production|prod|widespread|regional|massive|an|our) outage;
        incident (?:is )?(?:ongoing|in progress|open|running); blank page; white screen;
        (?:certificate|cert|domain|ssl)(?: \S+)? (?:has |just |is |was )?expired; expired (?:\S+ )?(?:certificate|cert)(?: \S+)?;
        dns (?:\S+ ){0,3}(?:broken|wrong|gone|not resolving|stopped|fails?|doesn't); 100 ?% (?:cpu|errors?|packet loss|failure);
        traffic (?:\S+ )?(?:dropped|fell|zero|is zero|lost); alarms? (?:is|are|going|firing|everywhere|all)(?: \S+)?;
        pages? (?:everyone|the whole team); nobody (?:\S+ )?(?:can|is able|gets|receives|was able);
        no one (?:\S+ )?(?:can|is able|gets|receives);
        stopped (?:processing|working|serving|accepting|responding|sending|delivering|consuming|taking)(?: \S+)?;
        (?:orders|payments|messages|emails|jobs|events|queue) (?:\S+ ){0,2}(?:piling up|backing up|stuck|not (?:going through|being processed|processed|arriving|delivered|sent)|are failing|fail(?:ing)?);
        back-?log (?:is )?(?:growing|\d+); replication (?:\S+ )?(?:broken|stopped|lag\w* \S+);
        failover (?:failed|did not|didn't|loop|stuck)(?: \S+)?; lost quorum; no (?:leader|quorum|primary|master); melted?; meltdown; degraded;
        (?:esta|estan|se ha|se cayo|ha|sigue|sigue estando|quedo|todo|fue) ?(?:caid[oa]s?|caido|fuera de servicio|inaccesible|sin servicio|tirad[oa])\w*;
        caid[oa]s?; se cayo; fuera de servicio;
        no (?:responde|carga|se puede (?:pagar|entrar|acceder|comprar)|pueden? (?:pagar|entrar|acceder|comprar|iniciar|hacer|usar))\w*;
        devuelven? (?:un |error )?5\d\d;
        (?:ist|sind|liegt|steht|komplett) (?:\S+ ){0,3}(?:down|offline|nicht erreichbar|ausgefallen|tot|weg|lahm|lahmgelegt|abgesturzt)\w*;
        nicht erreichbar; ausgefallen; ausfall\w*; abgesturzt; liefert (?:nur )?(?:noch )?5\d\d;
        konnen (?:sich )?(?:\S+ ){0,3}nicht (?:\S+ )?(?:einloggen|anmelden|bezahlen|zahlen|bestellen|zugreifen|kaufen); niemand kann;
        keiner kann;
        (?:est|sont|tout est|toujours|completement) (?:\S+ ){0,2}(?:en panne|hors service|indisponible\w*|tombe\w*|down|hors ligne|inaccessible\w*|par terre|ko);
        en panne; hors service; indisponibles?; tombe(?:e|s)?; plus personne (?:ne )?(?:peut|n'arrive);
        ne (?:peuvent|peut|repond\w*|arrivent|marche|fonctionne) (?:plus|pas)(?: \S+)?; renvoie(?:nt)? (?:des? )?(?:erreurs? )?5\d\d;
        (?:e|sono|tutto|ancora|completamente) (?:\S+ ){0,2}(?:giu|down|offline|irraggiungibil[ei]|non raggiungibil[ei]|fuori servizio|bloccat[oaie]|crashat[oaie]);
        non (?:risponde|funziona piu|raggiungibil[ei]|riescono a (?:pagare|accedere|entrare|comprare|ordinare)|possono (?:pagare|accedere|entrare|ordinare));
        irraggiungibile; fuori servizio; nessuno (?:riesce|puo); restituisce (?:solo )?5\d\d;
        (?:esta|estao|caiu|cairam|continua|saiu|tudo|segue) ?(?:fora do ar|caido|fora|indisponivel|off|no chao)\w*; fora do ar; caiu; cairam;
        indisponivel; ninguem (?:consegue|pode); nao (?:conseguem?|podem?) (?:\S+ )?(?:pagar|acessar|entrar|comprar|logar|fazer login|usar);
        nao responde; retornando? 5\d\d;
        упал\w*; лежит; лежат; легл?[аои]?;
        не (?:отвечает|работает|открывается|грузится|доступ\w*|могут (?:\S+ )?(?:войти|оплатить|зайти|заказать|купить|залогин\w*)|проходят? (?:оплат|платеж|заказ)\w*);
        недоступ\w*; никто не может; отда[её]т 5\d\d; возвраща\w+ 5\d\d; пятисот\w*;
        宕机; 挂了; 挂掉; 崩了; 瘫痪; 无法(?:访问|登录|支付|下单|打开|使用|连接); 打不开; 登录不了; 不能(?:支付|登录|下单|访问|付款); 付不了; 全部(?:失败|报错|超时); 全是5\d\d; 返回5\d\d; 都返回\s*5\d\d;
        服务(?:中断|不可用|故障); 故障; ダウンし; ダウン中; 落ちて; 落ちま; 障害; 停止して; 止まって; 繋がら; つながら; 接続でき; アクセスでき(?:ない|ません|なく); ログインでき(?:ない|ません|なく); 決済でき(?:ない|ません|なく);
        購入でき(?:ない|ません|なく); 支払え; 応答しな; 応答が(?:ない|なく|ありません);
        5\d\d(?:エラー|を返|が返|が出);
        全滅; 다운(?:됐|되었|된|되고|입니다|되어|이|돼); 다운; 장애; 접속(?:이|도)? ?(?:안|불가|되지|못); 로그인(?:이|도|을)? ?(?:안|불가|못|할 수 없); 결제(?:가|를|도)? ?(?:안|불가|못|되지|할 수 없|실패);
        서비스(?:가)? ?중단; 응답(?:이)? ?(?:없|안); 먹통; 멈췄; 죽었;
        5\d\d ?(?:에러|오류|응답|만);
        معطل; متوقف;
        coktu; erisilemiyor; ligt (?:plat|eruit); plat; onbereikbaar; nie dziala; lezy; padl[ao]?
    """,
    "outage_word": r"""
        outages?; incidents?; downtime; 502s?; 503s?; 500s?; 504s?; sev-?[0-2]; p0; p1; alerts? (?:is|are) firing; firing; on[- ]?call; paged;
        interrupcion; storung\w*; incidente?s?; panne; incidenti?; disservizio;
        инцидент\w*; авари\w*; сбо[йяюе]\w*;
        事故; 故障; 告警; 障害; インシデント; 장애; 사고
    """,
    "partial_live": r"""
        (?:rollback|migration|restore|failover|deploy\w*|upgrade|backup|cutover|rotation|backfill|reindex) (?:\S+ ){0,3}(?:failed|half[- ]?way|aborted|stuck|hung|interrupted|incomplete|died|crashed|timed out|broke|stopped|is stuck|partially)(?: \S+)?;
        (?:failed|aborted|stopped|died|broke|crashed|stuck|hung|interrupted) (?:\S+ ){0,2}(?:half[- ]?way|midway|in the middle|mid[- ](?:migration|deploy|rollout|restore|upgrade)|part[- ]way|at \d+ ?%);
        half (?:of )?(?:the )?(?:\S+ )?(?:rows|records|tables|customers|users|data|orders|nodes|migrated|converted|applied|updated);
        partially (?:applied|migrated|converted|deployed|restored|written|updated|rolled)(?: \S+)?; not atomic; wasn't atomic; inconsistent;
        a medias; a meio; auf halbem wege?; abgebrochen; a mi-chemin; a moitie; interrott\w* a meta; a meta; pela metade;
        на полпути; наполовину; посередине; прервал\w*;
        一半; 中途; 中断; 半分; 途中で; 절반; 중간에; 도중
    """,
}
