"""What makes work hard: size, constraints, defects of the difficult kinds, measured figures, what was tried before."""

from typing import Final

from services.classifier.core.lexicon.language import ConceptTable

_MANY: Final = r"(?:\d{2,}|\d{1,3}[,.]\d{3}|dozens of|hundreds of|thousands of|a hundred|a dozen|several dozen|many|all|every|each|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|ten|eleven|twelve)"
_UNITS: Final = r"(?:files?|components?|modules?|services?|microservices?|reducers?|tables?|call ?sites?|callers?|packages?|crates?|pages?|endpoints?|tests?|screens?|classes|functions?|models?|repos(?:itories)?|usages?|places|views?|controllers?|handlers?|routes?|queries|scripts?|workflows|directories|folders|templates?|stores?|hooks?|projects?|apps?|libraries|types?|interfaces?|migrations?|resolvers?|jobs?|plugins?|languages|locales|consumers?|producers?|targets?|suites|specs?|stylesheets?|tenants|subprojects?|lambdas?|dags?|dashboards?|charts?|entities|repositories|layers|stories|features)"

DIFFICULTY: Final[ConceptTable] = {
    "counted_scope": rf"""
        (?:\d{{2,}}) (?:\S+ )?(?:repositorios?|controladores|controladoras|modelos|rotas|vistas|views|bibliotecas|librerias|libreries|plantillas|formularios|hooks|reducers|repositories|schnittstellen|funktionen|methoden|klassen|templates|masken|formulare|routen|handler|controller|modelle|bibliotheken|vues|routes|modeles|bibliotheques|fonctions|methodes|formulaires|controleurs|viste|rotte|modelli|librerie|funzioni|metodi|moduli|controller|funcoes|metodos|funciones|formularios);
        \d{{2,}} (?:\S+ )?(?:контроллер\w*|модел\w*|маршрут\w*|представлени\w*|библиотек\w*|функци\w*|метод\w*|форм\w*|репозитор\w*|хендлер\w*|запрос\w*);
        \d{{2,}} ?(?:个|多个|余个)?\S{{0,3}}(?:控制器|模型|路由|视图|函数|方法|表单|仓库|库|脚本|查询|接口|端点|服务|实体);
        \d{{2,}} ?(?:個|件|本|枚)?の?(?:コントローラ|モデル|ルート|ビュー|関数|メソッド|フォーム|リポジトリ|ライブラリ|スクリプト|クエリ|サービス);
        \d{{2,}} ?(?:개|여 개|여개)?의? ?(?:컨트롤러|모델|라우트|뷰|함수|메서드|폼|저장소|라이브러리|스크립트|쿼리|서비스|훅|리듀서);
        \d{{2,}} ?(?:個|件|本|枚|개|여 개|여개)[の의]? ?api;
        \d{{2,}}\+? (?:\S+ )?(?:imports?|dependencies|references|occurrences|strings|keys|calls|sites|pipelines|dags|buckets|queues|topics|repos|functions|lambdas|playbooks|charts|dashboards|reports|stored procedures|procedures|triggers|views|rules|notebooks|migrations|translations|locales|microservices|consumers|producers|schemas|protos|controllers|commands|handlers|events|mutations|resolvers|fixtures|mocks|snapshots|stories|icons|forms|dialogs|widgets|containers|images|hosts|servers|nodes|devices);
        {_MANY} (?:\S+ ){{0,2}}{_UNITS}; (?:\d{{2,}})[- ](?:file|component|module|service|table|page|endpoint|package|class|screen|test)s?;
        (?:\d{{4,}}|\d{{1,3}}[,.]\d{{3}}|\d+k)[- ]?(?:loc|lines? of code|lines); (?:\d{{4,}}|\d{{1,3}}[,.]\d{{3}})[- ]line \S+; \d+k lines;
        (?:mas de )?(?:\d{{2,}}|cien|cientos de|decenas de|docenas de|todos los|todas las|todo el) (?:\S+ )?(?:archivos|ficheros|componentes|modulos|servicios|tablas|pruebas|tests|paginas|endpoints|clases|pantallas|consultas);
        (?:\d{{2,}}|alle|hunderte|dutzende|samtliche) (?:\S+ )?(?:dateien|komponenten|module|services?|tabellen|tests|seiten|klassen|endpunkte|aufrufe|stellen|pakete|dienste|bildschirme);
        (?:\d{{2,}}|centaines? de|dizaines? de|centaine de|tous les|toutes les) (?:\S+ )?(?:fichiers|composants|modules|services|tables|tests|pages|classes|endpoints|appels|ecrans|paquets);
        (?:\d{{2,}}|centinaia di|decine di|tutti i|tutte le|un centinaio di) (?:\S+ )?(?:file|componenti|moduli|servizi|tabelle|test|pagine|classi|endpoint|chiamate|schermate);
        (?:\d{{2,}}|centenas de|dezenas de|todos os|todas as) (?:\S+ )?(?:arquivos|ficheiros|componentes|modulos|servicos|tabelas|testes|paginas|classes|endpoints|telas|chamadas);
        (?:\d{{2,}}|сотн\w*|десятк\w*|все|всех) (?:\S+ )?(?:файл\w*|компонент\w*|модул\w*|сервис\w*|таблиц\w*|тест\w*|страниц\w*|класс\w*|эндпоинт\w*|мест\w*|экран\w*|пакет\w*|вызов\w*);
        (?:\d{{2,}}|几十|上百|数百|一百多?|所有|全部|几百) ?(?:多)?(?:个|张|处)?(?:文件|组件|模块|服务|页面|接口|表|测试|调用|类|仓库|微服务|包);
        (?:\d{{2,}}|数十|数百|百|全て?の|すべての|全)(?:以上の?|ほどの?|個の?|近くの?|の)?(?:ファイル|コンポーネント|モジュール|サービス|画面|テーブル|テスト|クラス|箇所|エンドポイント|ページ|パッケージ);
        (?:ファイル|コンポーネント|モジュール|画面|テスト|クラス|箇所|エンドポイント)(?:が|は|を)?(?:約|およそ)?\d{{2,}};
        (?:\d{{2,}}|수십|수백|모든|전체) ?(?:개|여 개|개의|여개)?(?:의)? ?(?:파일|컴포넌트|모듈|서비스|화면|테이블|테스트|클래스|엔드포인트|페이지|패키지);
        (?:파일|컴포넌트|모듈|화면|테스트|클래스) ?(?:약 )?\d{{2,}} ?개;
        \d{{2,}} ?(?:个|多个|余个)\S{{0,4}}(?:文件|组件|模块|页面|接口)
    """,
    "few_units": r"""
        (?:two|three|four|five|six|seven|eight|nine|[23456789]|several|multiple|both|various|some) (?:\S+ ){0,3}(?:services?|microservices?|packages?|crates?|apps?|repos(?:itories)?|modules?|layers?|teams|regions|databases|systems|directories|workspaces|viewsets|backends|clients|tiers|providers|platforms|files|pages|components|threads|nodes|processes|replicas|workers|consumers)
    """,
    "whole": r"""
        (?:across|throughout|over|in) (?:the |our |this )?(?:whole|entire|full|complete) (?:\S+ ){0,2}(?:repo\w*|code ?base|project|app\w*|frontend|backend|monorepo|stack|system|product|platform|workspace|service|api|site|test suite|suite|org\w*);
        (?:whole|entire|full) (?:repo\w*|code ?base|project|frontend|backend|monorepo|app\w*|system|platform|api|data (?:access )?layer|persistence layer|ui|state management|build|stack|product);
        (?:repo|project|codebase|system|company|org)[- ]?wide; monorepo; everywhere(?: in| across)?;
        all (?:of )?(?:our|the) (?:\S+ )?(?:code|services|packages|components|modules|repos\w*|tests|callers|usages|consumers|clients|apps|endpoints|controllers|models|pages|screens|imports|routes|handlers|tables|queries|call ?sites|reducers|lambdas|jobs);
        this (?:repo\w*|project|codebase|monorepo) from; convert (?:this|the|our) (?:repo\w*|project|codebase|app);
        (?:across|throughout|over) (?:the )?(?:\S+ )?(?:repo\w*|code ?base|project|monorepo|services|packages|frontend|backend|workspace|organi[sz]ation|modules|teams);
        monolith\w*; legacy (?:system|codebase|app\w*|monolith|code base|stack|module|service);
        every (?:\S+ )?(?:file|component|module|service|package|controller|endpoint|call ?site|usage|page|screen|test|class|repo\w*|route|handler|model|caller|layer|directory);
        codebase; code base; todo el (?:proyecto|repo\w*|codigo|sistema|frontend|backend|codebase); toda la (?:aplicacion|base de codigo|app);
        monolito; das ganze (?:projekt|repo\w*|frontend|backend|system);
        (?:gesamte[nrsm]?|ganze[nrsm]?|komplette[nrsm]?) (?:\S+ )?(?:projekt\w*|code\w*|repo\w*|anwendung|frontend|backend|system|codebasis|app|datenzugriff\w*|persistenz\w*);
        im ganzen projekt; tout le (?:projet|code|depot|frontend|backend|repo\w*|systeme); toute l'(?:application|appli|app);
        ensemble du (?:projet|code|depot); dans tout; monolithe; tutto il (?:progetto|codice|repo\w*|sistema|frontend|backend);
        intero (?:progetto|codice|repo\w*|sistema|frontend|backend); intera (?:applicazione|app|codebase|base di codice); tutta l'applicazione;
        monolite; todo o (?:projeto|codigo|repo\w*|sistema|frontend|backend); projeto (?:inteiro|todo); toda a (?:aplicacao|base de codigo|app);
        codigo inteiro;
        весь (?:проект|код|репозитор\w*|фронтенд|бэкенд|монорепозитор\w*|бекенд); всё приложение; все приложение; всей кодов\w+ баз\w*;
        по всему (?:проекту|коду|репозитор\w*|фронтенду); во вс[её]м (?:проекте|коде|репозитор\w*); монолит\w*; всего проекта; целиком;
        整个(?:项目|代码库|仓库|前端|后端|系统|工程|应用); 全项目; 全站; 全量; 全部代码; 单体(?:应用|服务|架构)?; プロジェクト全体; 全体; リポジトリ全体; コードベース(?:全体)?; モノリス; フロントエンド全体; アプリ全体; 全面的; システム全体;
        프로젝트 전체; 전체 (?:프로젝트|코드|코드베이스|저장소|시스템|앱|프론트엔드|백엔드); 코드베이스; 모놀리스; 모놀리식; 저장소 전체; 앱 전체
    """,
    "all_of": r"""
        all (?:of )?(?:the |our |my )?(?:\S+ ){0,2}\w+s; every (?:single )?\w+; each of; todos los \S+; todas las \S+;
        tod[oa]s (?:nuestr[oa]s|sus) \S+; alle[nr]? \S+; samtliche[nr]? \S+; jede[nrs]? \S+; tous (?:les|nos) \S+; toutes (?:les|nos) \S+;
        chaque \S+; tutti (?:i|gli|nostri) \S+; tutte le \S+; ogni \S+; todos os \S+; todas as \S+; cada \S+;
        все \S+; всех \S+; каждый \S+; каждую \S+;
        所有; 全部; 每个; 各个; すべての; 全ての; 全部の; 各; 모든; 각; 전부
    """,
    "keep": r"""
        行为不能变; 不能变; 不可变; 不许变; 不能改\S*;
        no \S+ may \w+; none (?:may|must|should|can) \w+; must not (?:lose|drop|break|change|fail|interrupt|slow|skip)\w*;
        may not (?:lose|drop|break|change|fail|interrupt)\w*;
        same (?:log|api|data|file|response|public|url|json|output|wire|message|error|cli)\w* \S+; tienen que seguir \w+; deben seguir \w+;
        debe seguir \w+; tiene que seguir \w+; mussen (?:\S+ )?(?:weiterhin|weiter|grun|bestehen|durchlaufen|funktionieren|unverandert)\w*;
        muss (?:\S+ )?(?:weiterhin|weiter|grun|bestehen|funktionieren|unverandert|erhalten)\w*; doivent (?:continuer|rester|toujours|passer)\w*;
        doit (?:continuer|rester|toujours)\w*; devono (?:continuare|restare|rimanere|passare)\w*; deve (?:continuare|restare|rimanere)\w*;
        devem (?:continuar|permanecer|passar)\w*;
        должн\w+ (?:\S+ )?(?:проходить|работать|остаться|оставаться|продолжать|сохран)\w*;
        必须(?:通过|继续|保持)\S*; 仍(?:然|要)?(?:通过|可用|正常)\S*; (?:通|動)(?:る|く)ように\S*; 通る(?:状態|こと)\S*; 계속 (?:통과|동작|작동|유지)\S*; 통과해야\S*;
        nothing (?:may|must|should|can) be \w+; nothing may \w+; must survive; keep(?:ing)? (?:the )?(?:old|existing|both|all)\b; gradually;
        roll out; kill switch; meanwhile; existing versions;
        behaviou?r (?:must|should|has to|needs to|may|can|is to)? ?(?:not|stay|remain|be|unchanged|identical|the same)(?: \S+)*;
        (?:must|should|has to|have to|need to|needs to) (?:\S+ )?(?:stay|remain|keep|still work|continue|not (?:change|break)|be (?:preserved|identical|unchanged|kept|the same))(?: \S+)?;
        keep(?:ing|s)? (?:\S+ ){1,6}(?:working|green|stable|intact|compatible|unchanged|the same|passing|as is|as-is|alive|running|identical|consistent|in sync|untouched|as a facade|backwards?|public|api|interface|contract|signature|semantics|for (?:two|one|three|a) \S+)(?: \S+)?;
        keep (?:the )?(?:public|external|existing|api|build|tests|ci|old|rest|interface|contract|wire|behaviou?r|transaction\w*)\b;
        without (?:\w+ing\b|breaking|changing|downtime|losing|a (?:big bang|flag day|rewrite)|any (?:downtime|casts?|data loss|breaking|behaviou?r\w*|regressions?)|touching|dropping|skipping|interrupting|stopping|regress\w*|degrading);
        no (?:downtime|breaking changes?|behaviou?ral? changes?|regressions?|data loss|any\b|casts|`any`|flag day|big bang|circular);
        zero[- ]downtime; backwards?[- ]compat\w*; compatib(?:le|ility) (?:with|layer|for|must|shim);
        don'?t (?:break|change the (?:public|api|interface|behaviou?r)); nothing (?:may|must|should|can) (?:break|change);
        (?:step by step|one (?:commit|pr|directory|package|module|service) (?:per|at a time)|directory by directory|module by module|file by file|package by package|service by service|incrementally|in phases|phased|in stages|gradual\w*|strangler\w*|after (?:every|each) step|at every (?:step|commit|phase)|after each (?:phase|commit)|per directory|per module);
        facade; feature parity; same (?:behaviou?r|semantics|public api|output|interface|results?|wire format|contract)(?: as| must)?;
        (?:all|every|the|existing) tests? (?:must|should|have to|need to|stay|keep|too|as well|green|passing|accordingly);
        update (?:all|every|each|the) (?:\S+ ){0,3}(?:tests?|callers?|call ?sites?|consumers?|clients?|imports?|usages|references|manifests|docs|types);
        consistent(?:ly)?; in sync; rollback at every; rollback (?:plan|path|strategy); circular (?:imports?|dependenc\w+);
        sin (?:romper|cambiar|parar|interrumpir|perder|tiempo de inactividad|downtime|que se rompa|tocar)(?: \S+)?; no se puede romper;
        mantener? (?:\S+ )?(?:el comportamiento|la api|compatib\w+|las pruebas|los tests|la interfaz|el contrato)?; manten\w+;
        conserva\w* (?:el|la|los|las) \S+; paso a paso; comportamiento (?:debe|tiene que|no|sin|identico|igual); retrocompatib\w*;
        ohne (?:ausfall|unterbrechung|downtime|\S+ zu (?:brechen|andern|verlieren|unterbrechen)|datenverlust|verhaltensanderung\w*);
        (?:verhalten|schnittstelle\w*|api|offentliche \S+|vertrag\w*|tests?) (?:\S+ ){0,4}(?:gleich bleiben|unverandert|erhalten bleiben|nicht (?:andern|brechen|verandern)|beibehalten|stabil bleiben|grun bleiben|bleiben|darf sich nicht)\w*;
        schritt fur schritt; modul fur modul; schrittweise; ruckwartskompatib\w*; abwartskompatib\w*; beibehalt\w*; gleichbleib\w*;
        sans (?:casser|changer|interrompre|interruption|perdre|coupure|downtime|regression|toucher|modifier)(?: \S+)?;
        comportement (?:doit|identique|inchange|ne doit)(?: \S+)?; en (?:gardant|conservant|preservant|maintenant) \S+ \S+;
        (?:garde|conserve|preserve|maint)\w+ (?:la|le|les|l'|une?) ?\S+; pas a pas; etape par etape; module par module; progressivement;
        senza (?:rompere|cambiare|interrompere|perdere|interruzioni|downtime|fermo|modificare|toccare)(?: \S+)?;
        mantene\w+ (?:\S+ )?(?:comportamento|api|transazioni|compatib\w+|test|interfaccia|interfacce|contratt\w+)?;
        comportamento (?:deve|invariato|identico|non)(?: \S+)?; passo (?:per|dopo) passo; per moduli; un modulo alla volta; gradualmente;
        sem (?:quebrar|mudar|parar|interromper|perder|alterar|downtime|indisponibilidade|tempo de inatividade|regressao|mexer)(?: \S+)?;
        mante(?:r|ndo|nha|ndo-se)\w* (?:\S+ )?(?:o comportamento|a api|compatib\w+|os testes|as transacoes|a interface|o contrato)?;
        comportamento (?:deve|tem que|nao|identico|inalterado)(?: \S+)?; passo a passo; aos poucos; retrocompativ\w*;
        без (?:простоя|потер\w*|даунтайм\w*|остановк\w*|изменени\w*|поломк\w*|регресс\w*);
        не (?:сломав|ломая|меняя|должно (?:изменить|сломать)\w*|сломать|поломать|потерять|теряя);
        сохран\w+ (?:\S+ )?(?:поведени\w*|совместимост\w*|api|интерфейс\w*|контракт\w*|тест\w*|транзакци\w*)?;
        поведение (?:\S+ )?(?:не|долж\w*|прежн\w*|остат\w*|сохран\w*)(?: \S+)?; обратн\w+ совместимост\w*;
        по(?:шагово|этапно|степенно| шагам| модулям| частям); шаг за шагом;
        保持(?:行为|兼容|接口|功能|不变|一致|原有|现有|对外|测试|公共|向后|向下)\S*; 行为不变; 不能(?:破坏|影响|停机|改变|中断|丢)\S*; 不(?:停机|中断|影响|改变|破坏)\S*; 向后兼容; 向下兼容; 兼容; 逐步; 分步; 分阶段;
        一步一步; 一步步; 同步(?:修改|更新|调整); 零停机; 平滑; 挙動(?:は|を|が)?(?:変え|維持|そのまま|同じ|保)\S*; 動作(?:は|を|が)?(?:変え|維持|そのまま|同じ|保)\S*; 互換性?; 壊さ(?:ず|ない)\S*;
        変えず(?:に)?; 変えないで; 止めずに; 無停止; ダウンタイムなし; 段階的; 少しずつ; 一つずつ; 順番に; 維持(?:した|しつつ|しながら|して); 保ったまま; 後方互換; 동작(?:은|을|이|도)? ?(?:그대로|유지|바뀌|변경|동일)\S*;
        유지(?:하면서|해야|하고|한 채|해 주|해줘)\S*; 호환(?:성)?; 깨지지 않\S*; 깨뜨리지 않\S*; 중단 없이; 무중단; 다운타임 없이; 단계(?:적|별)\S*; 차례로; 하나씩; 그대로 유지;
        기존 (?:동작|api|인터페이스)\S*
    """,
    "trade_off": r"""
        trade[- ]?offs?; pros and cons; weigh; compare; comparison; versus; vs\.?; alternatives; options;
        at least (?:two|three|2|3) (?:designs?|options?|approaches|alternatives|solutions?|variants?); evaluate; which failure modes;
        failure modes?; what (?:do|would) (?:they|it) cost; cost us; justify; recommend\w*; decision (?:record|matrix); adr; rfc; design doc\w*;
        bottlenecks?; risks?; phased plan; migration (?:plan|path|strategy); rollout plan; rollback; roadmap;
        target (?:structure|architecture|state|picture); boundaries; bounded contexts?; how should we; what should we;
        should we (?:use|go|move|split|keep|adopt|shard|build)(?: \S+)?; compromisos?; ventajas; desventajas; pros y contras; alternativas;
        opciones; compar\w*; riesgos; plan por fases; vor- und nachteile; abwag\w*; kompromiss\w*; alternativen; optionen; vergleich\w*; risiken;
        phasenplan; compromis; avantages; inconvenients; comparer?; comparez; risques; plan par (?:phases|etapes); compromessi; pro e contro;
        vantaggi; svantaggi; alternative; opzioni; confront\w*; rischi; piano (?:a|per) fasi; trade-?offs; pros e contras; vantagens;
        desvantagens; opcoes; riscos; plano (?:em|por) (?:fases|etapas);
        компромисс\w*; плюсы и минусы; вариант\w*; сравн\w*; альтернатив\w*; риск\w*; поэтапн\w*;
        权衡; 取舍; 优缺点; 利弊; 对比; 比较; 选型; 方案(?:对比|比较)?; 风险; 分阶段; 備選; トレードオフ; 長所と短所; メリット; デメリット; 比較; 選択肢; 案; リスク; 段階的な計画; 移行計画; 트레이드오프; 장단점; 비교; 대안;
        선택지; 옵션; 위험; 단계별 (?:계획|이전)\S*
    """,
    "arch": r"""
        permission(?:s)? (?:schema|scheme|concept|matrix|structure); rbac; abac; (?:esquema|modelo|sistema) de permisos; multiempresa;
        multi-?tenant\w*; berechtigungs\w*; rechtekonzept; rollenkonzept; systeme de permissions; modele de droits; sistema di permessi;
        modelo de permissoes;
        модел\w+ прав; ролев\w+ модел\w*;
        权限(?:模型|系统|体系|设计); 権限(?:設計|モデル|管理); 권한 (?:모델|체계|설계)\S*;
        herencia; auditoria; schema design; data platform; state machine; architect\w*; design(?:s|ing)?; system design;
        multi[- ]tenan\w*; multi[- ]region; sharding; shard(?:ed|s)?; event[- ](?:driven|sourc\w+); cqrs; micro-?services?; monolith\w*;
        service boundaries; domain boundaries;
        distributed (?:\S+ )?(?:system|lock|cache|transaction|rate limiter|queue|scheduler|tracing|log|database)\w*; rate limiter;
        exactly[- ]once; at[- ]least[- ]once; idempoten\w+; consensus; saga; outbox; crdts?; offline[- ]first;
        (?:offline|real[- ]?time|two-way|bidirectional) sync\w*; sync engine; eventual consistency; strong consistency; high availability;
        disaster recovery; failover; active[- ]active; replication; partition\w*; data model; schema evolution; zero[- ]trust;
        end[- ]to[- ]end encryption; plugin (?:system|architecture); permission (?:model|system); authorization (?:model|layer|system);
        job queue; message (?:bus|broker|queue); event bus; kafka; pub/?sub; api gateway; service mesh;
        data (?:pipeline|platform|lake|warehouse|mesh); ingestion; streaming; caching (?:layer|strategy);
        search (?:platform|architecture|infrastructure); billing (?:system|engine|platform); target (?:structure|architecture); platform;
        migrat\w+ (?:strategy|plan|path);
        how should we (?:move|migrate|structure|split|shard|partition|scale|design|organi[sz]e|model|handle|build|roll|go|evolve|approach)(?: \S+)?;
        move from .{1,40} to; arquitectura; sincronizacion; microservicios; monolito; multi-?inquilino; architektur\w*; entwurf;
        mandantenfahig\w*; synchronisier\w*; synchronisation; microservices; architecture; conception; concevoir; concois; architettura;
        progetta\w*; microservizi; sincronizzazione; multi-tenant; arquitetura; projet(?:e|ar) (?:a|o|um|uma)\w*; microsservicos; sincronizacao;
        архитектур\w*; спроектир\w*; микросервис\w*; синхронизац\w*; шардир\w*; мультитенант\w*; отказоустойчив\w*; распредел[её]нн\w*;
        架构; 微服务; 分布式; 高可用; 多租户; 分库分表; 分片; 幂等; 限流; 一致性; 系统设计; 设计(?:一个|一套|一种)?\S{0,12}(?:系统|架构|方案|平台|服务|机制); アーキテクチャ; マイクロサービス; 分散; マルチテナント;
        シャーディング; 冪等; 整合性; 可用性; 設計(?:して|を|方針|案); 同期; 아키텍처; 마이크로서비스; 분산; 멀티 ?테넌트; 샤딩; 멱등; 일관성; 가용성; 설계; 동기화
    """,
    "constraint": r"""
        \d[\d,.]* ?(?:k|m|b|million|billion|thousand)? ?(?:qps|rps|tps|req(?:uests)?/s|requests per second|events per second|msgs?/s|writes/s|reads/s|ops/s|iops|concurrent|users|devices|tenants|customers|developers|engineers|teams|regions|services|rows|records|messages|orders|jobs|documents|events|transactions|sites|stores|products|clients|countries|datacenters|nodes|shops|locations|currencies|warehouses)(?:/\w+| per \w+| a day)?;
        \d[\d,.]* ?(?:gb|tb|pb|gib|tib|terabytes|gigabytes|petabytes); \d[\d,.]* ?(?:ms|milliseconds|microseconds|us)\b;
        p(?:50|75|90|95|99|999|99\.9)\w*; \d[\d.]* ?%; (?:99|99\.\d+) ?%; sla; slo; rto; rpo;
        (?:two|three|four|five|six|seven|eight|ten|dozens of|hundreds of|several|multiple|\d+) (?:\S+ )?(?:regions|teams|datacenters|data centers|countries|clouds|products|tenants|developers|engineers|services|databases|warehouses|time ?zones|currencies|providers|brands);
        must (?:\S+ ){0,2}(?:hold|survive|work|keep|be|not|support|scale|handle|stay|never|tolerate|run|guarantee|continue|comply|fit|remain)(?: \S+)?;
        requirements?; constraints?; budget; compliance; audit(?:able|s|ing)? ?(?:requirements|trail|log)?; gdpr; hipaa; pci(?:[- ]dss)?; sox;
        data residency; on[- ]prem\w*; air[- ]gapped;
        without (?:xa|downtime|2pc|locks?|a (?:big bang|single point|central|maintenance window))\b; zero[- ]downtime;
        no (?:downtime|single point of failure|vendor lock-in|maintenance window); exactly[- ]once; at[- ]least[- ]once; per[- ]tenant;
        fair(?:ness)?; priorit(?:y|ies); isolation; offline; foreign keys; legacy; strict\w*; latency; throughput; operability; consistency;
        ordering guarantees?; encryption; conflicts?; dedup\w*; backpressure; cost (?:cap|ceiling|limit|budget); cold starts?;
        (?:\d[\d.,]*|millones|millions|milioni|milhoes|millionen) ?(?:de |d'|di )?(?:usuarios|utilisateurs|utenti|nutzer\w*|benutzer\w*|dau);
        (?:\d[\d.,]*|миллион\w*) ?пользовател\w*; (?:\d[\d.,]*|万|百万|千万|亿|億|만|백만) ?(?:用户|ユーザー|사용자|건|件|クライアント|日活); (?:万|百万|千万|亿|億|만|백만) ?dau;
        requisitos; restricciones; anforderungen; randbedingungen; exigences; contraintes; requisiti; vincoli; restricoes;
        требовани\w*; ограничени\w*;
        要求; 约束; 需求; 要件; 制約; 条件; 요구사항; 제약; 조건; 必须; 延迟; 吞吐; 遅延; スループット; 지연; 처리량;
        chiffrement; conflits; cifrado; conflictos; verschlussel\w*; konflikt\w*; crittografia; conflitti; criptografia; conflitos;
        шифрован\w*; конфликт\w*;
        加密; 冲突; 暗号化; 競合; 암호화; 충돌
    """,
    "improve": r"""
        reduce; cut; bring (?:\S+ ){1,6}(?:down|under|below|back|from|to); speed up; optimi[sz]e; halve;
        get (?:\S+ ){1,5}(?:below|under|back to|down to); make (?:\S+ ){1,4}faster; improve; bring down; shave; lower;
        keep (?:\S+ ){1,4}(?:under|below|above); reduc\w*; reduzier\w*; verringer\w*; beschleunig\w*; optimier\w*; redui\w*; accele\w*;
        optimis\w*; ottimizza\w*; velocizza\w*; acelera\w*; otimiz\w*; reduz\w*; optimiza\w*;
        снизь; сократи\w*; ускор\w*; оптимизир\w*;
        优化; 降低; 降到; 提升; 减少; 改善; 最適化; 高速化; 削減; 短縮; 최적화; 줄이; 줄여; 개선; 단축;
        engpass; goulot; cuello de botella; collo di bottiglia; gargalo;
        узко\w+ мест\w*;
        瓶颈; ボトルネック; 병목
    """,
    "number": r"""
        \d{2,}; \d+ ?(?:%|k|tb|gb); \d+ ?(?:万|千|亿|億);
        [一二三四五六七八九十百千万]{2,}
    """,
    "hard_defect": r"""
        (?:fires?|fired|runs?|ran|triggers?|triggered|sends?|processe?s?|processed|executes?|executed|delivers?|delivered|picks?|picked|consumes?|consumed|applies|applied|inserts?|emits?|emitted) (?:\S+ ){0,4}(?:twice|more than once|two times|multiple times|out of order);
        exactly[- ]once;
        (?:belongs?|belong|goes|go|sent|leaks?|bleeds?) (?:\S+ )?to (?:a |the )?(?:different|other|wrong|another) (?:request|connection|session|thread|goroutine|client|tenant|caller);
        (?:buffer|context|state|variable|pointer|object|connection|cursor)s? (?:\S+ ){0,2}(?:reused|shared) (?:across|between|by) (?:\S+ )?(?:goroutines|threads|requests|coroutines|workers|fibers|connections);
        cross-?talk; mixes? up (?:\S+ )?(?:requests|responses|connections|sessions|messages); arena allocator; use of freed;
        stale (?:cache|pointer|handle|lock|leader)s?; zombie (?:leader|writer|process)\w*; fencing token; clock drift;
        double[- ](?:fetch|delivery|execution|processing); over-?s(?:ell|old|elling)\w*; over-?book\w*;
        超卖; 超賣; 売り越し;
        data races?; race conditions?; (?:a |the |this |some |nasty )races?\b; (?:find|fix|hunt|track down) (?:the |this |a )?race; \bracy\b;
        dead-?lock(?:s|ed|ing)?; live-?lock\w*; use[- ]after[- ]free; uaf; double[- ]free;
        heap[- ](?:buffer[- ])?(?:overflow|corruption); stack[- ](?:buffer[- ]overflow|smash\w*); buffer over(?:flow|run)s?; memory corruption;
        corrupts? (?:the )?(?:heap|memory|stack|state|index|data|btree|b-tree|cache|file)\w*; dangling (?:pointers?|references?);
        out[- ]of[- ]bounds (?:read|write)s?; undefined behaviou?r; segfaults?; seg ?faults?; sigsegv; sigbus; sigabrt; segmentation fault;
        core dumps?; core files?; invalid (?:read|write) of size; heisenbug\w*; (?:priority )?inversions?; starv(?:es|ed|ing|ation);
        lost (?:updates?|wake-?ups?|writes?|messages?|acks?); loses? (?:\S+ ){0,4}(?:acks?|messages?|updates?|writes?|events?|wakeups?|notifications?); torn (?:reads?|writes?|records?|pages?);
        fsync\w*; write-?ahead log; wal replay; power (?:cut|loss|failure)s?; crash[- ](?:consisten\w*|recovery|safe\w*); lock[- ]free;
        wait[- ]free; hazard pointers?; seqlock; quorum loss; raft (?:log|election|term)s?; mvcc; aba problem; memory order\w*; memory barriers?;
        lock[- ]order\w*; lock contention; (?:goroutine|thread|task|coroutine|file descriptor|fd|connection|handle|memory) leaks?;
        leaks? (?:goroutines?|threads?|tasks?|file descriptors?|fds?|connections?|handles?|memory|sockets?);
        leaking (?:goroutines?|threads?|tasks?|file descriptors?|connections?|handles?|memory|sockets?);
        memory (?:keeps )?(?:grow\w*|climb\w*|rises?|increases|creep\w*)(?: \S+)?; split[- ]brain; two leaders;
        two (?:workers?|processes|nodes|consumers|threads|instances|primaries|masters|pods) (?:\S+ ){0,4}(?:same|both|at the same time|at once|simultaneous\w*|concurrently|pick|take|claim|hold|process|acquire|own|think|write)(?: \S+)?;
        same (?:job|message|task|row|lock|event|order|ticket|item|lease) (?:\S+ ){0,3}(?:twice|by two|two times|at the same time|concurrently|simultaneous\w*|more than once);
        processed twice;
        (?:handled|delivered|executed|applied|consumed|run|fired|written|inserted|sent) (?:twice|more than once|out of order|two times);
        vector clocks?; clock (?:skew|drift)s?; linearizab\w*; serializab\w*; write skew; phantom reads?; stale reads?; dirty reads?;
        read[- ]your[- ]writes; replica(?:tion)? (?:lag|diverg\w*|stuck|inconsisten\w*)(?: \S+)?;
        diverg(?:e|es|ed|ence) (?:\S+ )?(?:between|after|replicas?)?; inconsistent (?:reads?|replicas?|results? (?:under|between)|views?);
        out[- ]of[- ]order (?:events?|messages?|writes?|delivery); parked (?:on|in|forever); blocked forever; hangs? forever;
        waiting (?:for|on) (?:the|a|each) (?:mutex|lock|other|same)(?: \S+)?; all goroutines (?:are )?asleep; tsan; thread ?sanitizer; asan;
        address ?sanitizer; valgrind; helgrind; cache coheren\w*; false sharing; spurious wake-?ups?; condvar; condition variables?;
        re-?entran\w*; signal[- ]safety; gc pauses?; pointer corruption; bit ?flips?; endianness bug; miscompil\w*; compiler bug;
        numerical instabilit\w*; nan(?:s)? (?:appear|propagat)\w*; precision loss; loss diverges; ownership (?:scheme|model|rules);
        lifetime rules; concurrent (?:modification|writes?|updates?|access|map (?:read|write)s?)(?: \S+)?; condicion de carrera;
        condiciones de carrera; carrera de datos; interbloqueo; bloqueo mutuo; punto muerto; fuga de memoria; fugas de memoria;
        wettlaufsituation; verklemm\w*; blockier\w+ sich gegenseitig; speicherleck\w*; speicherkorruption; speicherzugriffsfehler;
        schutzverletzung; conditions? de concurrence; situation de competition; interblocage\w*; fuites? (?:de )?memoire; erreur de segmentation;
        condizion[ei] di corsa; race condition; stallo; deadlock; perdita di memoria; perdite di memoria; memory leak; errore di segmentazione;
        condic(?:ao|oes) de corrida; impasse; vazamento\w* de memoria; falha de segmentacao;
        состояни\w+ гонк\w*; гонк\w+ (?:данных|потоков)?; гонка; дедлок\w*; взаимн\w+ блокировк\w*; взаимоблокировк\w*; утечк\w+ памят\w*;
        утека\w+ памят\w*; сегфолт\w*; ошибк\w+ сегментац\w*; повреждени\w+ памят\w*;
        死锁; 数据竞争; 竞态(?:条件)?; 竞争条件; 内存泄漏; 内存泄露; 内存越界; 段错误; 野指针; 悬空指针; 重复消费; 脑裂; 并发(?:问题|冲突|写|bug); 内存(?:持续|一直|不断)?(?:增长|上涨|飙升); デッドロック; 競合状態;
        データ競合; レースコンディション; メモリリーク; メモリ破壊; セグフォ\S*; セグメンテーション; 二重(?:に)?処理; スプリットブレイン; メモリ(?:が|使用量が)?(?:増え|増加); 교착 ?(?:상태)?; 데드락; 경쟁 ?(?:상태|조건);
        레이스 ?컨디션; 데이터 레이스; 메모리 ?(?:누수|릭); 메모리가 (?:계속 )?(?:증가|늘)\S*; 세그폴트; 세그멘테이션; 동시성 (?:문제|버그|이슈)\S*; 중복 처리
    """,
    "sometimes": r"""
        sporadic\w*; sometimes; occasional\w*; random(?:ly)?; now and then; once in a while; every now and then; from time to time; a veces;
        aleatori\w*; de vez en cuando; manchmal; gelegentlich; zufallig\w*; ab und zu; parfois; de temps en temps; aleatoire\w*; a volte;
        ogni tanto; casual\w*; as vezes; de vez em quando;
        иногда; периодическ\w*; время от времени;
        偶尔; 有时候?; 时不时; たまに; 時々; ときどき; 가끔; 때때로; 종종;
        works (?:locally|on my machine|in dev)(?: \S+)?
    """,
    "intermittent": r"""
        every (?:few|couple of|couple|several|\d+|hundred|thousand|ten) (?:\S+ )?(?:hundred|thousand|million|requests?|runs?|hours?|days?|minutes?|calls?|messages?|builds?|restarts?|connections?|events?|times?)(?: \S+)?;
        only (?:with|on|under|when|in) (?:\S+ ){0,2}(?:http/2|keep-alive|tls|gzip|multiple|two|three|several|parallel|concurrent|prod\w*|release|optimi\w*|arm\w*)(?: \S+)?;
        (?:after|within) (?:~|about |around |roughly )?\d+ (?:minutes|hours|days|requests|iterations)(?: \S+)?;
        раз на раз; через раз; каждый раз (?:разн|друг)\w*;
        cada vez (?:uno|una)? ?(?:distint|diferent)\w*; chaque fois (?:un|une)? ?(?:autre|different)\w*;
        ogni volta (?:un|una)? ?(?:divers|altr)\w*; cada vez (?:um|uma)? ?(?:diferente|outr)\w*;
        每次(?:都)?不(?:同|一样)\S*; 毎回(?:違|異)\S*; 매번 (?:다른|달라)\S*;
        (?:one|once|1|2|3|twice|two|three|\d+) (?:\S+ ){0,2}(?:in|out of|of|per|every|in every) (?:\S+ )?(?:[1-9][\d,]*k?|ten|twenty|thirty|fifty|hundred|thousand|ten thousand|a million)(?:[ ,:!?)]|[.]? |[.]?$);
        never (?:locally|on my machine|in dev); (?:always|each time|every time) (?:in )?a different (?:\S+)(?: \S+)?;
        每\S{0,3}(?:万|千|百|\d+)\S{0,4}(?:出现|有|失败|发生|一次|次);
        одно? из (?:\S+ )?(?:тысяч|сот|десят)\w*; (?:один|одна|раз) на \S+;
        eine[rsm]? von (?:\S+ )?(?:tausend|hundert|\d+); une? sur (?:\S+ )?(?:mille|cent|\d+);
        uno? (?:su|de cada|a cada|em cada) (?:\S+ )?(?:mille|cento|mil|cien|\d+); intermittent\w*; flak(?:y|es|ey|iness); non-?determinis\w*;
        (?:about |roughly |around |maybe |approximately )?(?:one|once|1|2|two|three|3|a few|twice|four|five) (?:times? )?(?:in|out of|of|per|every|in every) (?:about |roughly |around )?(?:[1-9][\d,]*k?|five|ten|twenty|thirty|fifty|a hundred|hundred|thousand|a thousand|a million|every|forty|sixty)(?:[ ,:!?)]|[.]? |[.]?$);
        \d+ ?% of (?:the )?(?:runs?|time|cases|builds|executions);
        only (?:under|with|on|in|when|after|at|during|while|if|for|the) (?:\S+ ){0,3}(?:load|production|release|more than|ci|concurren\w*|parallel|traffic|heavy|optimi[sz]\w*|-o[23]|stress|arm\w*|peak|built|prod|minified|build|reconnect\w*|failover|clients?|many|\d+|several|customers?|night|weekends?|restart|windows|safari);
        under (?:heavy )?(?:load|stress|contention|traffic|pressure);
        never (?:under|in|with|on|locally|when) (?:\S+ )?(?:gdb|debugger|local\w*|debug|dev|breakpoints?|my)?; not reproducib\w*;
        can(?:'t|not) (?:be )?reproduc\w*; hard to reproduce; impossible to reproduce;
        after (?:about |roughly |around |a few |several )?(?:\S+ )?(?:hours|days|minutes) (?:of )?(?:\S+)?;
        every (?:few|couple of|\d+|six|two|three|twelve) (?:hours|days|minutes|requests|runs)(?: \S+)?;
        right after (?:a |the )?(?:failover|restart|deploy|restore|reconnect|snapshot|rebalance|election)\w*; different (?:every|each) time;
        slightly different; always (?:slightly )?different; only in (?:the )?(?:built|production|release|ci)(?: \S+)?;
        when (?:\S+ ){1,5}(?:reconnects?|concurrently|at the same time|simultaneous\w*|in parallel|in progress|races?);
        during (?:a |the )?(?:failover|rebalance|rolling|compaction|gc|flush)\S*; intermitente\w*; esporadic\w*; una de cada \S+;
        bajo (?:carga|mucha carga|concurrencia); solo (?:con|bajo|en|cuando) (?:\S+ ){0,2}(?:carga|produccion|concurren\w*|trafico); sporadisch;
        unter last; nur (?:unter|bei|im|in|auf|mit) (?:\S+ ){0,2}(?:last|produktion|release|ci|parallel\w*|vielen|hoher);
        jedes mal (?:etwas )?ander\w*; nicht reproduzierbar;
        (?:einmal|1|eine[rsm]?) (?:von|in|aus|pro) (?:\d+|zehn|zwanzig|funfzig|hundert|tausend); sporadique\w*; une fois sur \S+;
        sous (?:forte )?charge; uniquement (?:sous|en|quand|avec) (?:\S+ ){0,2}(?:charge|production|concurren\w*); saltuaria\w*; intermittente;
        sotto carico; una volta su \S+; solo (?:sotto|con|in|quando) (?:\S+ ){0,2}(?:carico|produzione|concorren\w*);
        sob (?:carga|alta carga|concorrencia); uma (?:vez )?(?:a|em) cada \S+;
        so (?:sob|com|em|quando) (?:\S+ ){0,2}(?:carga|producao|concorren\w*);
        случайным образом; нестабильн\w*; плавающ\w*; флак\w*; под нагрузк\w*; раз (?:в|на|из) \S+; один раз из \S+;
        только (?:под|при|на) (?:\S+ )?(?:нагрузк|проде|прод|параллел)\w*; не воспроизвод\w*;
        偶发; 间歇(?:性)?; 随机(?:失败|出现|崩溃|报错|挂)\S*; 高并发; 并发(?:下|时|情况)\S*; 压测; 负载(?:高|下|大)\S*; 大约?每?\d+次(?:里|中|有|会|出现)\S*; 不稳定; 无法复现; 难以复现; 偶现; 不定期;
        断続的; 間欠; ランダムに; 負荷(?:が|時|を|の|テスト)\S*; 高負荷;
        \d+回に(?:1|一)回;
        再現(?:しない|できない|性)\S*; 同時(?:に|アクセス|実行)\S*; 不安定; まれに; 간헐(?:적)?\S*; 랜덤(?:하게)?; 불규칙\S*; 부하(?:가|를|시|에서|상황)?\S*; 동시에; 동시 ?(?:요청|접속|실행)\S*;
        \d+번(?:에|중)(?: 한)? ?(?:1|한)? ?번\S*;
        재현(?:이)? ?(?:안|어렵|되지)\S*; 불안정
    """,
    "perf": r"""
        engpass; goulot; cuello de botella; collo di bottiglia; gargalo;
        (?:braucht|dauert|tarda|tardan|prend|met|impiega|demora|leva) (?:\S+ ){0,6}\d\S*;
        瓶颈; ボトルネック; 병목; 耗时;
        slow(?:er|ly|ness|down|downs|s)?; latency; throughput; performance; memory; leaks?; cpu; fps; frames?(?: per second| rate| drops?)?;
        jank\w*; stutter\w*; oom\S*; out of memory; heap; gc; garbage collect\w*; allocations?; profil(?:e|er|ing|es)?; flame ?graphs?;
        bottleneck\w*; hot ?paths?; hot ?spots?; quadratic; o\(n\^?2\); n\+1; takes (?:\S+ ){0,3}(?:\d|minutes|hours|forever|too long|ages);
        cold[- ]start\w*; startup time; build time; page load; tail latency; p9[59]\w*; regress(?:ed|ion|ions); speed ?up; faster;
        optimi[sz]e\w*; query plan; seq(?:uential)? scan; full table scan; explain analyze; bundle size; cache (?:miss|hit)\w*; thrash\w*;
        backlog; lag\w*; time(?:s|d)? out; timing out; timeouts?; lento\w*; rendimiento; latencia; memoria; langsam\w*; latenz; speicher\w*;
        leistung; durchsatz; lent\w*; latence; memoire; performances?; lentezza; prestazioni; latenza; lentidao; desempenho;
        медленн\w*; тормоз\w*; задержк\w*; производительност\w*; памят\w*;
        慢; 延迟; 性能; 内存; 卡顿; 吞吐; 遅い; 遅く; 遅延; パフォーマンス; メモリ; 重い; 느려; 느림; 지연; 성능; 메모리; 느린
    """,
    "measured": r"""
        \d[\d,.]* ?(?:ms|milliseconds?|us|microseconds?|ns|s|secs?|seconds?|min|mins|minutes?|hours?|h)\b;
        \d[\d,.]* ?(?:k|m|g|t)(?:i)?b(?:/s|/h| per (?:second|hour|minute|day|request))?\b; \d[\d,.]*x; \d[\d,.]*×; \d[\d.]* ?%; \d+ ?fps;
        \d[\d,.]* ?(?:k )?(?:qps|rps|tps|req/s|selects|queries|rows|requests|events|msgs?|connections|goroutines|threads|allocations)\b;
        p(?:50|90|95|99|999)\w*; from \d\S* (?:\S+ )?to \d\S*; (?:twice|three times|ten times|10 times) (?:as|slower)(?: \S+)?;
        \d+ ?(?:sekunden?|minuten|stunden|segundos?|minutos?|secondes?|secondi|minuti); \d+ ?(?:мс|сек\w*|минут\w*|час\w*);
        \d+ ?(?:秒|毫秒|分钟|倍|초|밀리초|분|배|ミリ秒|分)
    """,
    "repeat": r"""
        (?:i|we)(?:'ve| have)? already (?:\S+ )?\w+(?:ed|t|n)\b;
        (?:red|failing|broken|down|flaky|stuck) for (?:\S+ ){1,3}(?:days?|weeks?|months?);
        different (?:\S+ ){1,2}(?:each|every) (?:run|time|build);
        (?:already|have|has|ve|i) (?:\S+ )?tried (?:\S+ ){0,3}(?:already|everything|clearing|two|three|both|several|many|all|twice|\d+|a few|that|it|this|the|to|rebuilding|reverting|restarting|pinning|increasing|adding|changing|upgrading|downgrading)?;
        tried (?:everything|two|three|both|several|many|twice|\d+|already|so far);
        (?:two|three|four|several|multiple|\d+|both|previous|earlier|my|all) (?:\S+ )?(?:fixes|attempts|tries|patches|workarounds)(?: \S+)?;
        going (?:round )?in circles;
        for (?:a|two|three|several|\d+|the (?:whole|entire|last \S+)) (?:\S+ )?(?:days?|hours?|weeks?) (?:now|already|on this)?;
        since (?:monday|tuesday|wednesday|thursday|friday|last week|days);
        (?:failed|fails|failing|broke|happened|crashed) (?:\S+ ){0,2}(?:again|\S+ times|twice|repeatedly|nine times|three times|in a row);
        \S+ (?:times|runs|builds|attempts) in a row;
        (?:second|third|fourth|fifth|sixth|tenth|nth|umpteenth|\d+(?:nd|rd|th)) (?:time|attempt|try|fix|run|round|day);
        keeps? (?:on )?(?:failing|happening|coming back|crashing|breaking|returning|appearing|dying|popping up|hanging|getting|throwing|disconnecting|growing|restarting);
        still (?:\S+ )?(?:fails?|failing|happens?|broken|there|crash\w*|red|the same|not|getting|get|see|doesn't|does not|throws?|errors?|wrong|hangs?|occurs?|reproduc\w*|leak\w*);
        (?:same|identical) (?:\S+ )?(?:error|failure|step|problem|issue|crash|exception|result|test|message|thing|spot|place) (?:again|still|every|each|as|comes|keeps|\S+);
        (?:comes?|came|coming|is|it's) back;
        (?:reverting|rolling back|restarting|clearing|rebuilding|reinstalling) (?:\S+ ){0,4}(?:did not|didn't|doesn't|does not) (?:help|fix|change|work);
        (?:did not|didn't|doesn't|does not|hasn't) help(?:ed)?; no (?:luck|success|effect|difference|improvement|change); to no avail;
        without (?:success|luck|effect|any effect); nothing (?:helps|helped|works|worked|changed); stuck (?:on|for|since|with)(?: \S+)?;
        ran out of ideas; out of ideas; at a loss; my fix(?:es)? (?:didn't|did not|hasn't|only|made)(?: \S+)?; worse; whack-a-mole;
        every time (?:i|we|it)(?: \S+)?; ya (?:he|hemos|lo|la|intente|probe|probamos|probado)\w*(?: \S+)?; sin exito; otra vez; de nuevo;
        sigue(?:n)? (?:fallando|igual|sin|dando|roto|saliendo|pasando|ocurriendo)(?: \S+)?; por (?:segunda|tercera|cuarta|enesima) vez;
        llevo (?:\S+ )?(?:dias|horas|semanas)\w*; no (?:ayuda|funciono|sirvio|ayudo);
        schon (?:\S+ ){0,3}(?:versucht|probiert|mehrfach|mehrmals|zweimal|dreimal|fixes)\w*; ohne erfolg; immer (?:noch|wieder); schon wieder;
        erneut; zum (?:zweiten|dritten|vierten|wiederholten|x-ten) mal; seit (?:tagen|stunden|wochen); hilft nicht; hat nicht geholfen;
        half nicht; vergeblich; deja (?:essaye|tente|teste|fait|change)\w*(?: \S+)?; sans succes; encore (?:une fois|et toujours)?;
        toujours (?:pas|la meme|le meme|en|rouge|casse\w*|present\w*|autant)(?: \S+)?; (?:deuxieme|troisieme|quatrieme|enieme) fois;
        depuis (?:des|plusieurs|deux|trois) (?:jours|heures|semaines); rien n'y fait; n'a (?:rien|pas) (?:change|aide|marche);
        gia (?:provato|tentato|fatto|cambiato)\w*(?: \S+)?; senza successo; di nuovo; ancora (?:una volta|lo stesso|rotto|fallisc\w*|non)?;
        continua a (?:fallire|dare|crashare|succedere|rompersi|tornare)\w*; (?:seconda|terza|quarta|ennesima) volta; da (?:giorni|ore|settimane);
        non (?:ha|e) (?:aiutato|servito|cambiato|funzionato)\w*; ja (?:tentei|testei|fiz|tentamos|mudei|troquei)\w*(?: \S+)?; sem sucesso;
        de novo; novamente; continua (?:falhando|quebrado|dando|igual|com|acontecendo|o mesmo|a mesma|fora)(?: \S+)?;
        ainda (?:falha\w*|nao|da|quebra\w*|esta|ocorre|acontece)(?: \S+)?; pela (?:segunda|terceira|quarta|enesima) vez;
        (?:ha|faz) (?:dias|horas|semanas); nao (?:ajudou|adiantou|resolveu|funcionou|mudou);
        уже (?:пробовал\w*|пытал\w*|дважды|два|три|перепробовал\w*|сколько|день|вторые|третий|неделю)(?: \S+)?; безрезультатно; безуспешно;
        снова; опять; по-прежнему; все равно; всё равно; все ещ[её]; всё ещ[её]; (?:второй|третий|четверт\w*|который) раз; не помог\w*;
        ничего не (?:помог\w*|измен\w*); тот же сам\w*; та же (?:сама\w* )?ошибк\w*; та же;
        已经(?:试|尝试|改|重启|换|修)\S*; 试(?:过|了)\S*; 还是(?:不行|失败|报错|一样|同样|有|没|会|出现)\S*; 仍然; 依然; 依旧; 又(?:失败|报错|出现|挂|崩|不行|来了)\S*; 再次; 反复;
        一直(?:失败|报错|出现|不行|挂)\S*; 第[二三四五六七八九十\d]+次; 都(?:不行|没用|没效果|失败)\S*; 没(?:有)?(?:效果|用|解决|变化); 多次; 好几次; 连续\S{0,4}次; すでに\S{0,20}(?:試|修正|直)\S*;
        何度(?:も|やって|直して)\S*; 試しましたが; 試したが; 試してみましたが; まだ(?:同じ|エラー|失敗|直|治|落ち|だめ|ダメ|出|動)\S*; また(?:同じ|失敗|エラー|落ち|出)\S*; 相変わらず; 再び;
        \d+回(?:目|連続|も)\S*;
        効果(?:なし|がない|がありません|はありません)\S*; 変わりません; 変わらない; 改善し(?:ない|ません); 直りません; 直らない; 繰り返し; 이미 \S{0,12}(?:시도|해봤|해 봤|수정)\S*; 시도(?:했|해)\S*; 여전히;
        아직(?:도)?; 계속 (?:실패|에러|오류|발생|같은|안|죽)\S*; 또 (?:실패|같은|에러|오류|발생|나)\S*; 다시 (?:실패|발생|에러|오류)\S*; (?:두|세|네|여러|\d+) ?번(?:째|이나)\S*; 효과(?:가)? ?없\S*;
        소용(?:이)? ?없\S*; 해결(?:이|되지)? ?(?:안|않)\S*; 반복\S*; 매번
    """,
    "failure_word": r"""
        undefined reference; unresolved (?:symbol|external|import|reference)s?; checksum mismatch; time-?outs?; segfault\w*; stack overflow;
        out of memory; connection refused; null pointer; core dump\w*;
        (?:build|ci|pipeline|suite|pruebas|compilacion|tests?|job|deploy\w*) (?:\S+ ){0,4}(?:rot|rote|kaputt|fehlgeschlagen|gebrochen|bricht|rojo|roja|en rojo|roto|rota|rouges?|casse\w*|rosso|rossa|rossi|rott[oaie]|vermelh\w*|quebrad\w*);
        (?:der|die|das) (?:build|linker|compiler|test\w*|pipeline) (?:\S+ ){0,4}(?:meldet|bricht|scheitert|schlagt|wirft|stirbt|hangt)(?: \S+)?;
        (?:сборка|пайплайн|билд|тесты) (?:\S+ ){0,4}(?:красн|падают|падает|валится|упал|сломан)\w*;
        test\w* (?:\S+ ){0,3}падают; test\w* (?:\S+ ){0,3}(?:fallen|echouent);
        (?:tests?|specs?|suite|builds?|ci|pipeline|jobs?|compil\w+|deploy\w*|lint\w*|type ?check\w*|checks?|workflow|assertions?|migrations?|imports?|e2e) (?:\S+ ){0,4}(?:fail(?:s|ed|ing|ures?)?|red|broken|broke|crash\w*|errors?|timed? out|time out|not pass\w*|don'?t pass|doesn'?t (?:compile|build|pass)|won'?t (?:compile|build|start));
        (?:failing|broken|red|failed) (?:\S+ ){0,2}(?:tests?|specs?|suite|builds?|ci|pipeline|jobs?|checks?|lint|deploy\w*|workflow|cases?);
        \d+ (?:\S+ )?(?:tests?|specs?|errors?|failures?|assertions?) (?:\S+ )?(?:fail\w*|red|broken|remain\w*|left)?;
        (?:throws?|raises?|crash(?:es|ed|ing)?|panics?|panicked|segfaults?|aborts?|exits? with|dies|blows up|errors out|hangs?|explodes)(?: \S+)?;
        (?:exception|stack ?trace|traceback|error message|backtrace)s?; nullpointer\w*; typeerror; keyerror; valueerror; attributeerror;
        doesn'?t (?:compile|build|start|work|run|load|render|respond|apply|pass); does not (?:compile|build|start|work|run|load|render|respond|apply|pass);
        won'?t (?:compile|build|start|run|load); fail(?:s|ed|ing)? (?:with|to|on|at|in|because|when|after)\b;
        is (?:broken|red|failing); are (?:broken|red|failing); broke (?:after|when|since|the|on|with)(?: \S+)?; regressed; compile errors?;
        type errors?; build errors?; linker errors?; (?:tests?|pruebas|build|compilacion) (?:\S+ ){0,3}(?:fall\w*|roj\w*|romp\w*|rot\w*);
        (?:no compila|falla la compilacion|error de compilacion|excepcion|traza);
        tests? (?:\S+ ){0,3}(?:fehl\w*|rot|scheitern|kaputt|schlagen)\w*; schlagen .{0,40}tests? .{0,20}fehl;
        (?:schlagt|schlagen) (?:\S+ ){0,6}fehl; fehlgeschlagen; fehlschl\w*; kompiliert nicht; baut nicht; stacktrace; ausnahme; sturzt ab;
        absturz\w*; (?:tests?|build|compilation) (?:\S+ ){0,3}(?:echou\w*|rouge\w*|casse\w*|plant\w*|ne passe\w*); ne compile (?:pas|plus);
        exception; plante\w*; trace d'appels; (?:test|build|compilazione) (?:\S+ ){0,3}(?:fallisc\w*|falliti?|ross[io]|rott\w*); non compila;
        eccezione; (?:testes?|build|compilacao) (?:\S+ ){0,3}(?:falh\w*|vermelh\w*|quebr\w*); nao compila; excecao;
        тест\w* (?:\S+ ){0,3}(?:пада\w*|упал\w*|красн\w*|не проход\w*|слом\w*|вал\w*); не (?:компилир|собира)\w*;
        сборк\w+ (?:\S+ ){0,2}(?:пада|упал|слом|красн)\w*; исключени\w*; стектрейс\w*; пада(?:ет|ют)(?: \S+)?;
        测试(?:失败|不通过|没过|挂了|报错|红)\S*;
        \d+ ?个?测试\S{0,4}(?:失败|不通过|挂);
        编译(?:失败|错误|不过|报错)\S*; 构建(?:失败|报错)\S*; 异常; 堆栈; 报错; 崩溃; テスト(?:が|は|も)?\S{0,8}(?:失敗|落ち|通ら|通り|赤|コケ)\S*; コンパイル(?:エラー|でき|が通|が失敗)\S*;
        ビルド(?:が|に|エラー)\S{0,6}(?:失敗|エラー|通ら|落ち|コケ)?\S*; 例外; スタックトレース; クラッシュ; 테스트(?:가|는|도)? ?\S{0,10} ?(?:실패|깨|통과하지|빨간)\S*;
        컴파일(?:이|도)? ?(?:안|실패|에러|오류|되지)\S*; 빌드(?:가|도)? ?(?:안|실패|에러|오류|깨|되지)\S*; 예외; 스택 ?트레이스; 크래시
    """,
    "strict_schema": r"""
        strict (?:json )?schema; json[- ]schema; matching this schema; conform(?:s|ing)? to (?:this|the) schema; additionalproperties;
        output (?:only )?(?:valid )?json; structured output; exactly this (?:shape|format|structure|json)
    """,
    "toy": r"""
        toy; hello world; kata; leetcode; homework; tutorial; beginner\w*; practice (?:project|exercise|problem);
        example (?:project|app); demo (?:app|project|page)?; playground; for fun; learning (?:project|exercise)?; side project; hobby;
        pet project; prototype; throwaway; proof of concept; poc; hackathon; proyecto de prueba; juguete; ejercicio; spielzeug\w*; ubungs?\w*;
        hausaufgabe\w*; projet perso; exercice; jouet; esercizio; giocattolo; exercicio; brincadeira;
        учебн\w*; игрушечн\w*; домашн\w+ задани\w*;
        练习; 玩具; 作业; 学习项目; 練習; 宿題; おもちゃ; 学習用; 연습; 과제; 장난감
    """,
    "this_code": r"""
        this (?:\S+ ){0,2}(?:function|method|line|snippet|if/else(?: chain)?|loop|query|regex|class|component|file|ternary|expression|block|selector|counter|statement|hook|helper|callback|condition|code|config|html|css|array|object|string|promise|chain|import)
    """,
    "small_scope": r"""
        (?:this|the|that|one|a|single|following) (?:\S+ )?(?:function|method|line|snippet|if/else(?: chain)?|loop|query|regex|class|component|file|test|ternary|expression|block|selector|counter|variable|constant|switch|statement|hook|helper|callback|condition);
        one (?:file|function|method|line|class|component); in (?:the )?same file; small; tiny; simple; quick; minimal; just; only one; trivial;
        esta funcion; diese funktion; cette fonction; questa funzione; esta funcao;
        эту функци\w*;
        这个函数; 这段; この関数; この(?:メソッド|クラス|コード); 이 함수
    """,
}
