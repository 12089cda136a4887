"""How hard the work is: scope, architecture, difficult defects, measured performance."""

import pytest

from services.classifier.core.detectors import detect
from services.classifier.core.facts import Hardness
from services.classifier.core.frame import find
from services.classifier.core.messages import Message
from tests.services.classifier.core.conftest import Judge
from tests.services.classifier.core.told import Told, run, user

FIRES = [
    (
        ("hard",),
        "==22817== Invalid write of size 4\n==22817==    at 0x4011A6: push (stack.c:31)\n==22817==  Address 0x5204068 is 0 bytes after a block of size 40 alloc'd\n\nplease fix",
    ),
    (
        ("hard",),
        "The e2e suite fails about 1 run in 20 on CI, always in a different test, never locally. Find the reason instead of adding retries.",
    ),
    (
        ("hard",),
        "Our Go service deadlocks about twice a day, pprof shows 3,000 goroutines blocked in sync.(*Mutex).Lock. Find the lock cycle and fix it.",
    ),
    (
        ("hard",),
        "There is a memory leak in the image pipeline: RSS grows 200 MB per hour until the container restarts. Heap dumps are in /dumps. Find it.",
    ),
    (
        ("hard",),
        "Two instances of the scheduler both think they are leader after a network partition. Make leader election safe.",
    ),
    (
        ("hard",),
        "The C++ server crashes with SIGSEGV roughly once per 10,000 requests, core files point into the allocator. Please find the corruption.",
    ),
    (
        ("hard",),
        "Under load our optimistic locking loses updates: final stock count is lower than the number of sales by about 0.3%. Fix it properly.",
    ),
    (
        ("hard",),
        "Unser Worker verklemmt sich unter Last, alle Threads warten auf denselben Mutex. Finde die Ursache und behebe sie.",
    ),
    (("hard",), "并发下单时偶尔会超卖，压测 1000 QPS 时大约每一万单出现三次。找出原因并修复。"),
    (("hard",), "Sous forte charge, deux workers traitent parfois le même job. Trouve la cause et corrige-la."),
    (
        ("hard",),
        "負荷が高いときにデッドロックが発生します。スレッドダンプは threads.txt にあります。原因を特定して修正してください。",
    ),
    (
        ("hard",),
        "Под нагрузкой иногда теряются сообщения, примерно одно из десяти тысяч, после переподключения клиента. Найди причину и исправь.",
    ),
    (("hard",), "부하 테스트 중에 간헐적으로 데드락이 발생합니다. 원인을 찾아서 고쳐 주세요."),
    (
        ("hard",),
        "Bajo carga la aplicación pierde actualizaciones, hay una condición de carrera en el módulo de inventario. Encuéntrala y arréglala.",
    ),
    (
        ("hard",),
        "GET /reports takes 14 s for large tenants, p95 was 900 ms two weeks ago. EXPLAIN output is in explain.txt, traces in jaeger.json. Find what regressed and bring it back under 1 s.",
    ),
    (
        ("hard",),
        "Startup went from 2.1 s to 9.8 s with the new DI container. Profile it and get it back under 3 s without lazy-loading the plugins.",
    ),
    (
        ("hard",),
        "Reduce the memory of our indexer from 11 GB to below 4 GB, throughput must stay above 20k docs/s. Profiles are attached.",
    ),
    (
        ("hard",),
        "Die Suche braucht bei 10 Millionen Dokumenten 8 Sekunden statt 300 ms, seit wir das Ranking umgestellt haben. Finde den Engpass.",
    ),
    (
        ("hard",),
        "Upgrade the whole monorepo from Angular 14 to 17, all 38 libraries have to keep building and no lint rule may be disabled.",
    ),
    (
        ("hard",),
        "Rename the domain concept Customer to Account everywhere: 140 files, database columns, API fields with backwards compatible aliases.",
    ),
    (
        ("hard",),
        "Split the god class InvoiceManager (6,200 lines) into cohesive services without changing its public API; all tests must stay green.",
    ),
    (
        ("hard",),
        "Introduce dependency injection across all services of the backend and remove the global singletons, step by step.",
    ),
    (
        ("hard",),
        "Ersetze im gesamten Projekt die Log-Bibliothek durch slog, etwa 90 Dateien, das Verhalten darf sich nicht ändern.",
    ),
    (
        ("hard",),
        "Migre toute l'application de JavaScript vers TypeScript strict, environ 180 fichiers, sans casser le build.",
    ),
    (("hard",), "Migra todo el proyecto de Redux a Zustand, unos 60 componentes, sin cambiar el comportamiento."),
    (
        ("hard",),
        "プロジェクト全体をVue 2からVue 3に移行してください。約80個のコンポーネントがあり、動作は変えないでください。",
    ),
    (
        ("hard",),
        "프로젝트 전체를 JUnit4에서 JUnit5로 마이그레이션해 주세요. 테스트 파일이 약 120개이고 동작은 그대로 유지해야 합니다.",
    ),
    (
        ("hard",),
        "Перепиши весь проект с REST на gRPC: около 70 файлов, поведение не должно измениться, тесты должны проходить.",
    ),
    (
        ("hard",),
        "Migre o projeto inteiro de Java 8 para Java 21, cerca de 200 classes, mantendo a compatibilidade da API pública.",
    ),
    (("hard",), "把单体应用拆成用户、订单、库存三个微服务，保持对外接口不变，逐步迁移"),
    (
        ("hard",),
        "We need to move from callbacks to async/await in every controller and every model, around 55 files, one commit per module.",
    ),
    (
        ("hard",),
        "Design the data model and sync protocol for an offline-first notes app: conflict resolution across devices, end-to-end encryption, 500k users, attachments up to 1 GB. Compare at least two approaches.",
    ),
    (
        ("hard",),
        "Should we use Kafka or SQS for our event bus? 8 teams, 30k events/s, ordering per customer needed, replay of 14 days, small ops team. Give me a recommendation with trade-offs.",
    ),
    (
        ("hard",),
        "Propose an architecture for multi-region active-active with RPO 0 for payments and RPO 5 min for everything else. Cost must not exceed twice what we pay now.",
    ),
    (
        ("hard",),
        "Entwirf eine mandantenfähige Architektur für unser SaaS: 400 Mandanten, strikte Datentrennung, ein Mandant darf andere nicht ausbremsen, Migration ohne Ausfall. Vergleiche zwei Varianten.",
    ),
    (("hard",), "设计一个支持千万用户的消息推送系统，要求延迟小于 200ms，支持多机房容灾，对比两种方案并说明取舍"),
    (
        ("hard",),
        "Diseña la arquitectura para migrar nuestro monolito a microservicios sin tiempo de inactividad: 15 equipos, 3 TB de datos, requisitos de auditoría. Compara opciones y riesgos.",
    ),
    (
        ("hard",),
        "hey, please fix the deadlock in the worker pool (all 32 threads wait on the same lock). afterwards summarise what you changed",
    ),
    (
        ("hard",),
        "CI has been red for two weeks: 23 integration tests fail with different timeouts each run, I already bumped the limits twice. Find the underlying reason.",
    ),
    (
        ("hard",),
        "Migrate our 25 Lambda functions from Node 16 to 20, replace aws-sdk v2 by v3 everywhere, no behaviour change, one PR per function.",
    ),
    (
        ("hard",),
        "We want to replace the home-grown auth by Keycloak for 6 services and 2 mobile apps without logging anybody out. Plan the phases with rollback and risks.",
    ),
    (
        ("hard",),
        "The garbage collector pauses for 800 ms every few minutes at 12k rps, p99 goes from 40 ms to 900. Heap is 24 GB. Find out what allocates and fix it.",
    ),
    (
        ("hard",),
        "Our CRDT merge drops a character about once in 50k edits when two clients reconnect at the same time. Find the bug and prove the fix with a property test.",
    ),
    (
        ("hard",),
        "Rewrite the parser from recursive descent to a Pratt parser, all 900 golden tests must stay identical, error messages included.",
    ),
    (
        ("hard",),
        "Undefined behaviour: the optimised build returns different results than -O0, only on ARM. Track it down.",
    ),
    (
        ("hard",),
        "fsync ordering bug: after a power cut the WAL sometimes replays a torn record. Fix recovery and add a crash test.",
    ),
    (
        ("hard",),
        "Replace Redux by TanStack Query across the app, 80 components, keep optimistic updates and offline mode working.",
    ),
    (
        ("hard",),
        "Nuestra suite falla de forma intermitente, una de cada diez ejecuciones, siempre con un test distinto. Ya probé a aumentar los timeouts. Encuentra la causa.",
    ),
    (
        ("hard",),
        "Every few thousand requests the response body belongs to a different request. Only with HTTP/2 and keep-alive. Smells like a buffer reused across goroutines. Find it.",
    ),
    (
        ("hard",),
        "The scheduler fires some jobs twice around DST changes and misses others; three services share the cron table. Fix it so that each job runs exactly once.",
    ),
    (
        ("hard",),
        "jemalloc reports heap corruption after ~40 minutes of fuzzing, ASan is clean. I suspect the arena allocator. Track it down please.",
    ),
    (
        ("hard",),
        "Move our 3 mobile apps from REST polling to websockets, keep the old API for existing versions, offline queue must survive, roll out gradually with a kill switch.",
    ),
    (
        ("hard",),
        "Break the cyclic dependency between core, billing and reporting (9 packages, ~300 imports) without changing public exports.",
    ),
    (
        ("hard",),
        "Plan and start the move from self-hosted GitLab CI to GitHub Actions: 46 pipelines, shared templates, secrets, caching; nothing may be red on main meanwhile.",
    ),
    (
        ("hard",),
        "p99 of the search endpoint doubled from 220 to 450 ms after the index rebuild although the median did not move. Explain plans and flame graphs are in perf/. Find and fix the cause.",
    ),
    (
        ("hard",),
        "Compare event sourcing with a plain audit table for our ledger: 4 teams, 12k writes per second at peak, auditors need full history, GDPR deletes must work. Recommend one and list the failure modes.",
    ),
    (
        ("hard",),
        "Third time I'm asking: the invoice PDF test fails again on CI with the same checksum mismatch, your last two changes didn't help.",
    ),
    (
        ("hard",),
        "Der Build ist seit drei Tagen rot, ich habe schon Cache geleert und Abhängigkeiten zurückgesetzt, der Linker meldet immer noch undefined reference in vier Modulen.",
    ),
    (
        ("hard",),
        "refactoriza todos los controladores (unos 45) para usar inyección de dependencias, los tests tienen que seguir pasando",
    ),
    (
        ("hard",),
        "Тесты падают через раз, каждый раз разные, я уже увеличивал таймауты и отключал параллельность — не помогло. Разберись в причине.",
    ),
    (("hard",), "生产者和消费者之间偶尔死锁，只在高并发下出现，线程 dump 在 dump.txt，找出原因并修复"),
    (("hard",), "전체 모듈(약 70개)을 CommonJS에서 ESM으로 전환해 주세요. 빌드와 테스트는 계속 통과해야 합니다."),
    (
        ("hard",),
        "After the upgrade to Postgres 16 one in 300 transactions fails with serialization_failure even though we retry. We don't see why two requests touch the same rows. Analyse and fix.",
    ),
    (
        ("hard",),
        "Websocket messages arrive out of order when the node process is under pressure; three services are involved (gateway, fanout, presence). Need a fix that keeps per-room ordering.",
    ),
    (
        ("hard",),
        "The iOS app leaks memory in the camera view: 15 MB per open/close cycle, Instruments shows a retain cycle but not where. Fix it.",
    ),
    (
        ("hard",),
        "our distributed lock isn't safe: after a GC pause the old holder writes anyway. Make it correct, Redis + Postgres available.",
    ),
    (
        ("hard",),
        "Integer overflow in the allocator leads to heap corruption with inputs > 2 GB, crash dump attached. Patch all size computations consistently.",
    ),
    (
        ("hard",),
        "Throughput of the ingest service collapsed from 90k to 22k msg/s after switching to the new serializer, CPU is only at 40%. Find the contention and fix it.",
    ),
    (
        ("hard",),
        "Build time went from 4 to 17 minutes since the monorepo split. Bring it back below 6 without dropping type checks.",
    ),
    (
        ("hard",),
        "we have 31 microservices each with its own logging code. move all to one shared library, same log format, no service may lose logs during the switch",
    ),
    (
        ("hard",),
        "Get rid of Lodash everywhere (about 400 call sites) and replace it with native code, tests must stay green and bundle smaller.",
    ),
    (
        ("hard",),
        "Make the whole app translatable: extract all hard-coded strings from 90 components into message files, keep snapshots passing, five locales.",
    ),
    (
        ("hard",),
        "How do we get from a shared MySQL to one database per service? 11 teams, 900 tables, cross-service joins everywhere, no maintenance window longer than 5 minutes. Phases, risks and rollback please.",
    ),
    (
        ("hard",),
        "Write an ADR: GraphQL federation or BFF per client. Requirements: 3 mobile apps, partner API with 5 year support, 200 ms p95 over 3G, two teams in different time zones.",
    ),
    (
        ("hard",),
        "Découpe le monolithe en trois services (commandes, paiement, stock) sans changer l'API publique, environ 150 fichiers",
    ),
    (
        ("hard",),
        "Hay una fuga de memoria: el proceso crece 300 MB por hora hasta que muere. Encuentra la causa y arréglala.",
    ),
    (("hard",), "把全部 60 个页面从 class 组件改成 hooks，行为不能变，测试要全部通过"),
    (
        ("hard",),
        "本番相当の負荷をかけると、約1000回に1回トランザクションがデッドロックします。ログは添付の通りです。原因を調べて直してください。",
    ),
    (
        ("hard",),
        "Refatore todos os 50 repositórios de dados para usar o novo ORM, mantendo os testes verdes e sem mudar a API",
    ),
    (
        ("hard",),
        "Consumers see each other's writes late or never although we read from the primary. Happens a few times per day on tables with triggers. Find the reason.",
    ),
    (
        ("hard",),
        "Async cancellation bug: when the client disconnects during upload the DB connection is never returned, the pool runs dry after ~3 hours. Fix the lifecycle.",
    ),
    (
        ("hard",),
        "Our fuzzer finds a crash in the PNG decoder after 20 minutes, minimised input attached: heap-buffer-overflow in inflate_fast. Fix it and all similar length checks.",
    ),
    (
        ("hard",),
        "two goroutines close the same channel under load -> panic: close of closed channel, about once a day. Restructure so ownership is clear",
    ),
    (
        ("hard",),
        "The render loop drops from 60 to 35 fps once more than 2k sprites are visible; profile shows 60% in sort(). Get it back to 60 without changing the z-order semantics.",
    ),
    (
        ("hard",),
        "Convert the 27 Express services to Fastify, one by one, keep all middlewares behaving the same, contract tests must pass.",
    ),
    (
        ("hard",),
        "Pull the permission checks out of 40 controllers into one policy layer. No endpoint may change its answers. Write characterization tests first.",
    ),
    (
        ("hard",),
        "We have to support multi-currency in the whole ledger: schema, 60+ reports, rounding, historic rates, API v1 must keep working. Plan it and begin.",
    ),
    (
        ("hard",),
        "Diseña el esquema de permisos para 12 tipos de usuario con herencia, auditoría y multiempresa; compara RBAC y ABAC",
    ),
    (
        ("hard",),
        "Nach dem Failover liefern beide Knoten unterschiedliche Bestände, sporadisch gehen Buchungen verloren. Analysiere die Replikation und behebe das.",
    ),
    (
        ("hard",),
        "L'appli perd des messages environ une fois sur mille quand deux onglets sont ouverts. Trouve la cause et corrige.",
    ),
    (("hard",), "重构支付模块，涉及 30 多个文件，必须保持接口兼容，测试全部通过"),
    (("hard",), "프로덕션 부하에서만 가끔 메시지가 두 번 처리됩니다. 원인을 찾아 정확히 한 번 처리되도록 고쳐 주세요."),
]


@pytest.mark.parametrize(("levels", "prompt"), FIRES, ids=[prompt[:70] for _, prompt in FIRES])
def test_hard_work_is_hard(judge: Judge, levels: tuple[str, ...], prompt: str) -> None:
    """Hard by its nature."""
    assert judge(prompt).level in levels


STAYS_QUIET = [
    (
        ("easy",),
        "Our queue is lock-free, exactly once, on 40 nodes, and a colleague mended the last deadlock in May. Correct the spelling of `recieve` in docs/queue.md.",
    ),
    (
        ("easy", "medium"),
        "We have 31 services, three clusters and an on-call rota. In grafana/home.json change the title Overveiw to Overview.",
    ),
    (
        ("medium",),
        "The export has to start every 15 minutes and to stop after 2 hours. Write the systemd timer and the unit for it.",
    ),
    (
        ("easy",),
        "A monolith, 900k lines, 60 engineers, a deploy every 40 minutes. There was an incident in 2021, so people are jumpy about that folder. Anyway, in app/views/_header.erb the column is called Nett and should be Net.",
    ),
    (("easy",), "rename function getUsr to getUser in user.service.ts"),
    (("easy",), "bash: rename all .jpeg to .jpg in a folder"),
    (("medium",), "Add a nullable column `archived_at` to projects with a migration"),
    (
        ("medium", "easy"),
        "Convert this class component to a function component:\n\n```jsx\nclass A extends React.Component { render() { return <p>{this.props.t}</p>; } }\n```",
    ),
    (("medium",), "users complain that the search is slow sometimes, can you look into it?"),
    (("easy",), "what's the difference between a mutex and a semaphore?"),
    (("medium", "easy"), "make this function thread safe:\n\n```java\nint next() { return counter++; }\n```"),
    (("medium",), "Write a small program that demonstrates a deadlock in Java, for a lecture."),
    (("easy",), "explain what a race condition is"),
    (("medium",), "the page loads slowly, can you make it faster?"),
    (("medium",), "Add a benchmark for the JSON parser"),
    (("medium",), "Refactor the OrderForm component to use react-hook-form."),
    (("medium",), "extract the validation logic into its own function and add a test"),
    (("easy", "medium"), "rename the folder utils to helpers and fix the imports"),
    (("easy",), "what is CQRS?"),
    (("easy", "medium"), "Pros and cons of tabs vs spaces?"),
    (("medium",), "Convert the CSV export to stream rows instead of loading all into memory"),
    (("medium", "easy"), "Why is my React list slow with 500 items? Can you memoize the rows?"),
    (("medium",), "design a simple REST API for a bookmark manager"),
    (("medium",), "Add a mutex around the cache map in store.go"),
    (("medium",), "Write a thread pool in C++ with a fixed number of workers"),
    (("medium",), "Add an index so that the orders query gets faster"),
    (("medium",), "extract the header into its own component"),
    (("medium", "easy"), "Rename the class Foo and update its usages in this package"),
    (("easy", "medium"), "split this function into two:\n\n```py\ndef f(x):\n    y = x+1\n    print(y)\n```"),
]


@pytest.mark.parametrize(("levels", "prompt"), STAYS_QUIET, ids=[prompt[:70] for _, prompt in STAYS_QUIET])
def test_small_work_stays_cheap(judge: Judge, levels: tuple[str, ...], prompt: str) -> None:
    """The words of hard work on small work."""
    assert judge(prompt).level in levels


def has_hard_defect(text: str) -> bool:
    told = Told(user(text))
    return detect(told, find(told), has_tools=True, response_format="").hardness.hard_defect


@pytest.mark.parametrize(
    "text",
    [
        "Two workers deadlock every few hours, find the lock cycle.",
        "Remove the comment and fix the race condition behind it.",
        "Write a test that reproduces the deadlock which hangs CI about 1 run in 20.",
    ],
)
def test_a_defect_of_the_difficult_kinds_is_one(text: str) -> None:
    assert has_hard_defect(text)


@pytest.mark.parametrize(
    "text",
    [
        "Been fighting a deadlock all night but it's finally fixed. Just saying hi to everyone in here",
        "Add a .gitignore entry for the build-asan folder, next to the other build folders",
        "In the deadlock-cafe repo, make the hero heading of the coffee shop bigger",
        "Write a script which kills a random pod in the lab namespace every 10 minutes and logs it to a file",
        "synchronized 和 ReentrantLock 到底有啥区别,死锁面试老被问",
    ],
)
def test_the_name_of_a_defect_is_none(text: str) -> None:
    assert not has_hard_defect(text)


RACE = "WARNING: DATA RACE\nRead at 0x00c0001 by goroutine 12:\n--- FAIL: TestHub (0.05s)\nFAIL\n"
MENDED = [
    ("red, then green", (run(RACE), run("ok  \thub\t41.877s\n")), False),
    ("green from the start", (run("ok  \thub\t41.877s\n"),), True),
    ("green, then red", (run("ok  \thub\t41.877s\n"), run(RACE)), True),
    ("and the user says more", (run(RACE), run("ok  \thub\t41.877s\n"), user("it still races, fix it")), True),
]


@pytest.mark.parametrize(("after", "hard"), [row[1:] for row in MENDED], ids=[row[0] for row in MENDED])
def test_what_the_agent_has_mended_is_hard_no_more(after: tuple[Message, ...], hard: bool) -> None:
    told = Told(user("The race detector complains about hub.go, fix the data race."), *after)
    facts = detect(told, find(told), has_tools=True, response_format="")
    assert facts.hardness.hard_defect is hard


def has_strict_schema(text: str) -> bool:
    told = Told(user(text))
    found = detect(told, find(told), has_tools=True, response_format="json_schema_strict")
    return found.hardness.strict_schema


def test_a_schema_weighs_on_a_task_of_some_size() -> None:
    assert has_strict_schema(
        "Go through the repo, find every endpoint without a check of permissions, confirm it by running the route tests, report by the schema"
    )
    assert not has_strict_schema("Extract table name and owner from this text")


def hardness_of(text: str) -> Hardness:
    told = Told(user(text))
    return detect(told, find(told), has_tools=True, response_format="").hardness


WIDE = [
    "Migrate all 54 screens from Struts 1 to Spring MVC.",
    "Rename the User class to Account across all 40 files of the repository and keep the imports consistent.",
    "The word pupil should become learner. It is in 17 tables, the mails and 200 source files, and old clients must keep working.",
]
NOT_WIDE = [
    'Add `loading="lazy"` to all images in templates/gallery/*.html except the first in each.',
    "Write a component that loads 20 items per page and replaces the old list while scrolling.",
    "Add a switch for maintenance: every route returns 503 with a static page, and health checks keep working.",
]


@pytest.mark.parametrize("text", WIDE)
def test_a_change_of_many_places_is_wide(text: str) -> None:
    assert hardness_of(text).multi_file


@pytest.mark.parametrize("text", NOT_WIDE)
def test_something_new_in_a_wide_place_is_not(text: str) -> None:
    assert not hardness_of(text).multi_file


DESIGNED = [
    "Design the sync engine of our notes app: offline edits for a week, 2 million users, conflicts must be resolved without loss. Compare CRDT and OT.",
    "How should we shard the ledger? 4 TB, 30k writes per second, p99 below 50 ms. Weigh the options and recommend one.",
]
NOT_DESIGNED = [
    "The hook takes 3 options. It retries after 200 ms and after 400 ms, and gives up at 5 s. List the risks in its comment, in 4 lines.",
    "Set the status of ADR-17 from Proposed to Accepted, the board met on 4 May.",
]


@pytest.mark.parametrize("text", DESIGNED)
def test_a_design_under_constraints_is_architecture(text: str) -> None:
    assert hardness_of(text).architecture


@pytest.mark.parametrize("text", NOT_DESIGNED)
def test_a_specification_and_a_clerk_s_work_are_none(text: str) -> None:
    assert not hardness_of(text).architecture
