"""What is at stake: real and live events lift to critical, in every language; what only speaks of one does not."""

import pytest

from services.classifier.core.detectors import detect
from services.classifier.core.facts import Signals
from services.classifier.core.frame import find
from tests.services.classifier.core.conftest import Judge
from tests.services.classifier.core.told import Told, user

FIRES = [
    (
        ("critical",),
        "We run a shop for yarn, two people and a cat, on a small VM, I do it after work. Since lunch the checkout takes the money twice, 40 customers have written already. My brother will look at the theme later.",
    ),
    (
        ("critical",),
        "I accidentally committed our Stripe live secret key and pushed it to GitHub, the repo is public. What should I do first?",
    ),
    (
        ("critical",),
        "someone posted our prod database password in a public Stack Overflow question. help me contain this",
    ),
    (
        ("critical",),
        "Our npm package 2.3.1 shipped with the .env file inside, it's been on the registry since yesterday and has 400 downloads.",
    ),
    (
        ("critical", "hard"),
        "The JS bundle on our live site contains the SendGrid API key in plain text, I can see it in devtools. Fix this now.",
    ),
    (
        ("critical",),
        "A contractor's laptop got stolen, it had the production SSH private key and the AWS credentials on it. Walk me through rotating everything.",
    ),
    (("critical",), "we found our Terraform state with all production secrets in a world-readable S3 bucket"),
    (
        ("critical",),
        "The signing key for our releases is in the git history of an open source repo. Need to rotate it and rewrite the history.",
    ),
    (
        ("critical",),
        "GitHub just mailed me that a personal access token with org admin scope was found in a public gist of mine. It's real. What now?",
    ),
    (
        ("critical", "hard"),
        "the docker image on Docker Hub has our service account json baked in. how bad is it and how do I revoke it",
    ),
    (
        ("critical",),
        "Our OpenAI key was leaked in a screenshot on Twitter and somebody is already using it, the bill went up $900 since this morning.",
    ),
    (
        ("critical",),
        "Ich habe aus Versehen den privaten SSH-Schlüssel unseres Produktionsservers in ein öffentliches Repository gepusht. Was muss ich jetzt tun?",
    ),
    (
        ("critical",),
        "J'ai poussé par erreur le fichier .env avec les mots de passe de production sur un dépôt public GitHub. Que faire ?",
    ),
    (
        ("critical",),
        "Subí por error las credenciales de AWS a un repositorio público y ya hay cargos extraños en la cuenta.",
    ),
    (("critical",), "本番のAPIキーを公開リポジトリにプッシュしてしまいました。どうすればいいですか？"),
    (
        ("critical",),
        "운영 DB 비밀번호가 들어있는 설정 파일을 실수로 공개 깃허브 저장소에 올렸습니다. 어떻게 해야 하나요?",
    ),
    (
        ("critical",),
        "Ho pubblicato per errore la chiave privata del server di produzione su GitHub, il repository è pubblico. Cosa faccio?",
    ),
    (
        ("critical",),
        "Я случайно запушил в публичный репозиторий файл с паролями от продовой базы. Что делать в первую очередь?",
    ),
    (
        ("critical",),
        "Commitei a chave secreta da AWS num repositório público e alguém já está usando. O que faço agora?",
    ),
    (
        ("critical", "hard"),
        "customer passwords show up in plain text in our application logs in Datadog, and all of support can read them",
    ),
    (
        ("critical",),
        "Delete the s3 bucket customer-uploads-prod, including all versions. We migrated to GCS last month, I think everything was copied.",
    ),
    (
        ("critical",),
        "I ran UPDATE users SET email = 'test@test.com' on prod and forgot the WHERE. 83,000 rows affected. How do I get the old values back?",
    ),
    (
        ("critical",),
        "kubectl delete ns payments on the production cluster, please, then recreate it from the manifests",
    ),
    (
        ("critical",),
        "purge the dead letter queue in production, there are 12k failed orders in it that nobody has looked at",
    ),
    (
        ("critical",),
        "Somebody force-pushed over main on our production repo and deleted three weeks of history; no one has a recent clone. Recover it.",
    ),
    (
        ("critical",),
        "Drop all the old partitions from the live ledger table tonight, older than 2021, write and run the script.",
    ),
    (
        ("critical",),
        "our intern executed rm -rf /var/lib/postgresql on the primary. replication had been off for a week.",
    ),
    (
        ("critical",),
        "Remove the KMS key that encrypts the production backups, we are cutting cost. Schedule the deletion now.",
    ),
    (
        ("critical",),
        "run the account cleanup job against the live database, it hard deletes every user that hasn't logged in for 2 years",
    ),
    (
        ("critical",),
        "Lösche bitte alle Zeilen der Tabelle audit_log in der Produktionsdatenbank, die älter als ein Jahr sind, und zwar sofort.",
    ),
    (("critical",), "Supprime le namespace billing du cluster de production et purge les volumes associés."),
    (("critical",), "把生产库里 orders 表 2022 年以前的数据全部删除，今晚执行"),
    (("critical",), "Удали на проде таблицы старого биллинга и очисти бакет с бэкапами, нужно сегодня"),
    (
        ("critical",),
        "Borra todos los registros de la tabla pagos en producción anteriores a 2020 y vacía la papelera del bucket.",
    ),
    (("critical",), "本番のDBからテストユーザーを一括削除するSQLを実行してください。約3万件あります。"),
    (
        ("critical",),
        "terraform wants to destroy and recreate the prod RDS instance because I changed the identifier. apply it anyway with -auto-approve",
    ),
    (
        ("critical",),
        "Apagaram sem querer o banco de dados de produção e o último backup é de três dias atrás. Como recuperamos os pedidos?",
    ),
    (
        ("critical",),
        "All logins on production have been failing since the 09:40 deploy, Okta returns invalid_client, support has 200 tickets.",
    ),
    (
        ("critical",),
        "we're charging customers twice since last night's release - 340 duplicates so far. stop the bleeding first",
    ),
    (
        ("critical",),
        "Customers are reporting they receive invoices addressed to other companies. This started after we enabled the new mailer in prod.",
    ),
    (
        ("critical",),
        "api is returning 503 for about 60% of traffic in eu-west right now, connection pool exhausted on the primary db",
    ),
    (("critical",), "Checkout is down!! stripe webhooks all 500, revenue is zero since 20 minutes"),
    (("critical",), "refunds were sent to the wrong cards for 112 orders today, finance is on the phone"),
    (
        ("critical",),
        "An attacker is logged in with an admin account we don't know and is exporting user data from the live system.",
    ),
    (
        ("critical",),
        "Any patient can open another patient's lab results by editing the number in the URL, and it's live.",
    ),
    (
        ("critical",),
        "The certificate on our main domain expired an hour ago, nobody can reach the shop and mobile apps fail too.",
    ),
    (
        ("critical",),
        "Der Shop ist seit 30 Minuten nicht erreichbar, alle Kunden sehen nur 502 und im Log steht connection refused zur Datenbank.",
    ),
    (("critical",), "Le site est tombé en production depuis ce matin, les clients ne peuvent plus payer."),
    (("critical",), "线上支付全部失败，用户从十分钟前开始无法下单，日志里都是连接超时"),
    (("critical",), "La web de producción está caída desde las 8 y los clientes no pueden iniciar sesión."),
    (
        ("critical",),
        "本番サイトがダウンしています。30分前からすべてのリクエストが503を返し、ユーザーがログインできません。",
    ),
    (("critical",), "운영 서버가 10분 전부터 다운됐습니다. 모든 요청이 502를 반환하고 고객들이 결제를 못 하고 있어요."),
    (
        ("critical",),
        "Il sito di produzione è giù da un'ora, i clienti non riescono a pagare e il database rifiuta le connessioni.",
    ),
    (("critical",), "Сайт лежит, с утра все запросы отдают 502, клиенты не могут оплатить заказы"),
    (("critical",), "O site de produção está fora do ar há 20 minutos, os clientes não conseguem pagar."),
    (("critical",), "Kunden wurden heute doppelt belastet, rund 500 Abbuchungen, der Support läuft heiß."),
    (
        ("critical",),
        "Some of our users see the cart of a different user after login. It began with the CDN change this afternoon, we can reproduce it on the live site.",
    ),
    (
        ("critical", "hard"),
        "half of the rows in the accounts table have a negative balance after tonight's interest job on production",
    ),
    (
        ("critical",),
        "The nightly migration died half way on production: orders table is half converted, app throws 500s, rollback script fails.",
    ),
    (("critical",), "payroll ran twice this morning and 300 employees were paid double"),
    (
        ("critical",),
        "Los usuarios pueden ver los pedidos de otros clientes en la app en producción. Empezó hoy con el despliegue.",
    ),
    (
        ("critical",),
        "Des clients voient les factures d'autres clients dans leur espace, c'est en production depuis hier soir.",
    ),
    (
        ("critical",),
        "Hi! Production is down, every request returns a 500 since the last deploy and customers are calling. When you are done, explain the cause in one sentence. Thanks!",
    ),
    (
        ("critical",),
        "We just found out that the password reset link logs you into a random other account. It's live since Tuesday.",
    ),
    (
        ("critical",),
        "every order placed today was charged in USD instead of JPY, customers paid 100x. need a fix and a refund plan now",
    ),
    (
        ("critical",),
        "the migration dropped the email column in prod and marketing just noticed, latest snapshot is 5 days old",
    ),
    (
        ("critical",),
        "I deleted the wrong Kubernetes namespace, it was prod not staging. all PVCs are gone. what can we still save?",
    ),
    (
        ("critical",),
        "our internal admin API is reachable from the internet without authentication, logs show requests from unknown IPs",
    ),
    (("critical",), "someone is using a stolen employee token to clone our private repos right now"),
    (
        ("critical",),
        "Disk on the primary database is 100% full, all writes fail, customers get errors. What can we delete safely?",
    ),
    (
        ("critical",),
        "kafka topic orders-prod was deleted by a script an hour ago, retention gone, consumers lost offsets. recover the orders",
    ),
    (("critical",), "Run this on prod: UPDATE accounts SET balance = 0 WHERE status = 'closed'; there is no dry run"),
    (
        ("critical",),
        "please decommission the old prod cluster today: delete the databases, the volumes and the DNS zone",
    ),
    (("critical",), "our status page is red: login, checkout and search are all unavailable since the CDN change"),
    (
        ("critical",),
        "We emailed 3,000 customers somebody else's contract PDF this morning. How do we stop the queue and find who got what?",
    ),
    (
        ("critical",),
        "Wir haben heute Nacht versehentlich die Kundendatenbank in Produktion überschrieben, das Backup von gestern ist beschädigt.",
    ),
    (("critical",), "un attaquant a accès à la base de données de production, des exports sont en cours en ce moment"),
    (("critical",), "se cobró dos veces a todos los clientes que compraron hoy, hay que pararlo ya"),
    (("critical",), "生产环境的 Redis 被误清空了，用户全部掉线，购物车数据丢失，怎么恢复？"),
    (("critical",), "用户反馈能看到别人的订单信息，线上刚刚确认，紧急"),
    (
        ("critical",),
        "今朝のリリース以降、他のお客様の注文履歴が見えてしまう不具合が本番で発生しています。至急対応してください。",
    ),
    (("critical",), "결제가 중복으로 청구되고 있습니다. 오늘 새벽 배포 이후 고객 200명 이상이 두 번 결제됐어요."),
    (("critical",), "на проде случайно удалили таблицу users, бэкапа нет, пользователи не могут войти"),
    (("critical",), "os clientes estão vendo faturas de outras empresas desde o deploy de hoje em produção"),
    (("critical",), "per errore ho cancellato il bucket di produzione con i documenti dei clienti, non c'è backup"),
    (
        ("critical",),
        "The private key for our code signing cert was uploaded as a build artifact on a public CI job. Revoke and replace it, tell me the order of steps.",
    ),
    (("critical",), "git push --mirror wiped all release branches on the shared production repo, nobody has a backup"),
    (
        ("critical",),
        "API tokens of all customers are visible in the response of /v1/config, unauthenticated, in production.",
    ),
    (
        ("critical",),
        "Our Firebase config with the admin SDK private key is sitting in the GitHub Pages site, anyone can download it.",
    ),
    (
        ("critical",),
        "hey so I think I pasted the prod DB connection string incl. password into the public Discord about an hour ago, pls help",
    ),
    (
        ("critical", "hard"),
        "A customer found our Mailgun key in the sourcemaps of the web app. Can you figure out what an attacker could do with it?",
    ),
    (
        ("critical",),
        "The backup bucket with all our users' passports is listable without login. It's been like that since March.",
    ),
    (
        ("critical",),
        "webhook handler bug: each subscription renewal got billed three times over the weekend, about 1,900 customers. need to stop it and refund",
    ),
    (
        ("critical",),
        "We're live and the cart total goes negative with two coupons, people are ordering for free since lunch",
    ),
    (
        ("critical",),
        "bank transfers for the Friday batch went out with the amounts of last month. 80 suppliers paid wrong. next batch at 16:00",
    ),
    (
        ("critical",),
        "prod postgres: someone ran DELETE on invoices with a wrong date filter, autovacuum may run any minute, how do we get the rows back",
    ),
    (
        ("critical",),
        "Please delete all EBS snapshots older than a month in the production account, we need to cut the bill. Yes all, no need to check.",
    ),
    (("critical",), "migrate the live customer table to the new schema tonight and drop the old one right after"),
    (
        ("critical",),
        "k8s prod: all nodes NotReady after the kernel update, every service is offline, we have no access to the control plane",
    ),
    (("critical",), "login broken for everyone on the live app, 100% of requests to /auth return 500 since 3 minutes"),
    (
        ("critical",),
        "patients' appointments show under the wrong account in the clinic app, live, two clinics already called",
    ),
    (("critical",), "an ex-employee still has root on our servers and files are disappearing right now"),
    (("critical",), "Achtung: seit heute früh werden Bestellungen fremden Kundenkonten zugeordnet, live im Shop!"),
    (("critical",), "quelqu'un a supprimé la base de production par erreur, il n'y a pas de sauvegarde récente"),
    (("critical",), "os pagamentos estão sendo cobrados em dobro desde ontem, clientes reclamando no suporte"),
    (("critical",), "утекли ключи от AWS, кто-то уже поднял в нашем аккаунте майнеры, прод под угрозой"),
    (("critical",), "刚才误删了线上数据库的用户表，没有备份，怎么恢复"),
    (("critical",), "公開リポジトリに秘密鍵をコミットしてしまい、すでに不正利用されているようです"),
    (("critical",), "다른 고객의 주문 내역이 보인다는 신고가 들어왔어요. 운영에서 재현됩니다."),
    (("critical",), "il server di produzione non risponde da 15 minuti, tutti gli utenti sono bloccati"),
    (
        ("critical",),
        "URGENT prod: webhook signing secret got printed into the public build log of our OSS repo, 2h ago",
    ),
    (
        ("critical",),
        "I gave an intern a link to a Google Doc with all our production credentials and it turns out the doc is shared with 'anyone with the link'. It has been viewed by unknown people.",
    ),
    (
        ("critical",),
        "our .pem for the live load balancer is inside the docker image we published on docker hub last night",
    ),
    (
        ("critical", "hard"),
        "someone on Reddit posted a screenshot with our internal admin token visible. is it still valid and what do i need to invalidate",
    ),
    (
        ("critical",),
        "Stripe says our live secret key was used from an IP in another country. We suspect it came out through the Jenkins console output.",
    ),
    (
        ("critical",),
        "we accidentally sent the password reset mails of all users to one single address, production, still going",
    ),
    (
        ("critical",),
        "hotfix needed: anyone can become admin on the live portal by adding ?role=admin to the URL, someone already did",
    ),
    (("critical",), "support can see full card numbers of customers in the order view since today's release"),
    (("critical",), "Double payouts! The retry job paid 212 drivers twice this morning, it runs again at noon."),
    (
        ("critical",),
        "since the tax change went live every invoice has 0% VAT, 4,000 invoices are already with customers",
    ),
    (
        ("critical",),
        "Sev1: payments API error rate 78%, db cpu 100%, customers can't check out, started 14:20 with the deploy of v812",
    ),
    (
        ("critical",),
        "production cluster ran out of disk, etcd is read-only, deployments hang and pods get evicted. what now",
    ),
    (("critical",), "whole site shows a white page after the deploy, prod, nobody can use it"),
    (
        ("critical",),
        "the mobile app crashes at start for all users since we published 5.3.0 an hour ago, reviews are exploding",
    ),
    (("critical",), "DROP the analytics schema on the prod warehouse please, we don't need it any more"),
    (("critical",), "can you empty the production S3 bucket media-prod? aws s3 rm --recursive is fine"),
    (
        ("critical",),
        "need to hard reset main on the shared production repo to last Friday and force push, everything since is broken",
    ),
    (
        ("critical",),
        "ich hab grad auf der falschen Datenbank TRUNCATE ausgeführt, das war Produktion, 2 Mio Zeilen weg",
    ),
    (("critical",), "le serveur de production est tombé, toutes les requêtes renvoient 502 et les clients appellent"),
    (("critical",), "Hemos filtrado la clave privada del servidor en un repositorio público de GitHub, ¿qué hacemos?"),
    (("critical",), "数据库密码被提交到了公开的 GitHub 仓库，已经有人在访问我们的数据库"),
    (("critical",), "決済が二重に請求されているとお客様から多数連絡があります。今朝のデプロイからです。"),
    (("critical",), "운영 데이터베이스의 주문 테이블을 실수로 삭제했습니다. 백업이 이틀 전 것밖에 없어요."),
    (("critical",), "Сломали авторизацию на проде, пользователи не могут войти, ошибка 500 на каждый запрос"),
    (
        ("critical",),
        "Abbiamo perso i dati dei clienti in produzione: la migrazione ha cancellato la tabella ordini e l'ultimo backup è corrotto",
    ),
    (
        ("critical",),
        "The .npmrc with our publish token was in the tarball of the last three releases. People have installed it 9k times. Steps please.",
    ),
    (("critical",), "oh no. pushed kubeconfig of the prod cluster to my public dotfiles repo, noticed just now"),
    (
        ("critical", "hard"),
        "A recruiter sent me a screenshot of our Grafana, it was reachable without password. Database DSN with password is on one of the panels.",
    ),
    (("critical",), "twilio says somebody is sending SMS with our auth token, 30k since midnight"),
    (
        ("critical",),
        "please run `DELETE FROM events WHERE created_at < now() - interval '1 year'` against production now, 800M rows, replica lag must stay low",
    ),
    (
        ("critical",),
        "The Redis that holds live sessions AND the job queue has to be flushed, do it on prod but don't lose the jobs",
    ),
    (("critical",), "I need you to nuke the old production VPC incl. databases, final snapshots are optional"),
    (("critical",), "our CI ran `prisma migrate reset` with the prod DATABASE_URL ten minutes ago"),
    (
        ("critical",),
        "helpdesk: users get logged into the account of whoever clicked the magic link before them. live, 6 reports within an hour",
    ),
    (
        ("critical",),
        "GraphQL introspection shows we return every tenant's API keys when the tenant header is empty. Prod. Logs show one customer already did it.",
    ),
    (
        ("critical",),
        "Trading bot on the live account places each order twice since the restart, we are losing money by the minute",
    ),
    (
        ("critical",),
        "Klarna refunds are stuck since Friday and customers got dunning letters although they paid, roughly 700 cases, live",
    ),
    (
        ("critical",),
        "DNS for our main domain points to the old load balancer after the change an hour ago, app and API unreachable worldwide",
    ),
    (("critical",), "Everything is down. Kafka brokers out of disk, checkout returns 504, ops channel is exploding"),
    (("critical",), "EU region dead after failover, both primaries think they are leader and keep taking orders"),
    (("critical",), "alguien borró el namespace de producción y los volúmenes, no hay respaldo"),
    (("critical",), "Unser AWS-Schlüssel steht seit gestern offen auf GitHub und es laufen schon fremde Instanzen"),
    (("critical",), "Un cliente vede le fatture di un altro cliente sul sito in produzione"),
    (("critical",), "线上服务器被黑了，有人正在导出用户数据"),
]


@pytest.mark.parametrize(("levels", "prompt"), FIRES, ids=[prompt[:70] for _, prompt in FIRES])
def test_an_event_is_critical(judge: Judge, levels: tuple[str, ...], prompt: str) -> None:
    """Two independent signals of something real and live."""
    assert judge(prompt).level in levels


STAYS_QUIET = [
    (
        ("hard",),
        "Consumers see each other's lag on our outbox, and the order per tenant has to hold. Kafka, Pulsar or stay with Postgres? 3,000 events a second, four engineers, weigh them for us.",
    ),
    (
        ("hard",),
        "We are twelve schools and want one place where everyone sees their own pupils. It has to keep going when the line is offline for a day and then catch up. Design it with two options: 4,000 pupils, no cloud, one admin.",
    ),
    (
        ("easy",),
        "Two years ago customers were charged twice for a week, all refunded and closed. Today it is only the comment in TariffService.java: `calulate` should be `calculate`.",
    ),
    (
        ("hard",),
        "The regulator wants us to survive the loss of a site with no double billing. Which topology would you take for the ledger? Compare two options, we have six machines and four engineers.",
    ),
    (
        ("medium", "hard"),
        "In the pen test GET /letters/{id} gave back another patient's letter. Nothing of this is live, the release is not shipped yet. Add the check of the owner and a test.",
    ),
    (
        ("easy",),
        "Impact if it fails: users can't log in to production. Summary: rename the local variable usr to user in auth/login.py",
    ),
    (("easy", "medium"), "What is a good place to store API keys in a Next.js app?"),
    (("medium",), "Write a script that rotates the database password in our staging environment every 30 days."),
    (("easy",), "rename the env var SECRET_KEY_OLD to SECRET_KEY in settings.py"),
    (("easy", "medium"), "Replace the dummy token 'abc123' in the README example with <YOUR_TOKEN>."),
    (
        ("medium", "easy"),
        "Move the API key from the source file into an environment variable and update the config loader.",
    ),
    (("easy", "medium"), "How does GitHub secret scanning work and does it cover private repos?"),
    (("easy", "medium"), "generate a random 32 byte secret for JWT_SECRET in my local .env"),
    (("easy",), "Explain the difference between an access token and a refresh token."),
    (("medium",), "Build a settings page where users can create and revoke personal API tokens."),
    (("easy", "medium"), "drop my local dev database and recreate it from the seeds"),
    (("easy", "medium"), "git reset --hard origin/main and clean untracked files please"),
    (("easy",), "delete the build folder and the coverage report"),
    (("easy", "medium"), "wipe the staging redis cache"),
    (("easy", "medium"), "docker compose down -v, I want to start from scratch locally"),
    (("medium",), "Implement soft delete for the Document model."),
    (("easy", "medium"), "clear the sandbox tenant's test data with the purge script"),
    (("easy",), "remove the deleted_users.csv file from the repo"),
    (("medium",), "Add a confirmation modal to the delete button in the admin table"),
    (("medium",), "Write an integration test for the case that the payment provider returns a 502."),
    (
        ("medium",),
        "Add a circuit breaker around the recommendations client so an outage there doesn't take down the product page.",
    ),
    (("easy",), "Summarize last year's outage report for the board, two paragraphs."),
    (("easy", "medium"), "Our post-mortem from May says customers were charged twice. Turn it into a blog post draft."),
    (("medium",), "Add a check to the delete endpoint so users can only delete their own posts, plus a test."),
    (("easy", "medium"), "how do other companies communicate incidents to customers? give me three examples"),
    (("medium",), "Show a friendly error page when the API is down"),
    (("easy",), "What does `kubectl delete pvc --all` do exactly?"),
    (("easy",), "Translate to French: 'All customer data was lost and the production database is gone.'"),
    (("easy",), "is `DROP DATABASE` transactional in MySQL?"),
    (
        ("easy",),
        'Proofread this sentence for the docs: "If your API key was leaked, rotate it immediatly and contact support."',
    ),
    (
        ("easy", "medium"),
        'Rewrite this alert text so it is shorter: "CRITICAL: production database unreachable, customers cannot log in, page on-call immediately"',
    ),
    (
        ("medium",),
        "Add a test fixture with this log line and assert that the parser sets severity to fatal:\n\n2024-05-01 12:00:00 FATAL payment-service: out of memory, shutting down",
    ),
    (("easy",), "Wie unterscheidet sich TRUNCATE von DELETE in SQL?"),
    (("easy",), "¿Qué hace `rm -rf /`?"),
    (("easy",), '¿Puedes traducir esta frase al inglés? "La base de datos de producción se ha perdido"'),
    (("easy",), "swap the order of the two buttons in the delete production database dialog"),
    (("medium",), "Implement drag and drop reordering for the task list"),
    (("medium",), "Implement a refund endpoint that calls Stripe and stores the refund id."),
    (("medium",), "Write a cron job that deletes expired sessions from the database every night."),
    (("medium",), "Add audit logging whenever a user changes their password."),
    (("medium",), "We need a script that exports all customers to CSV for the sales team."),
    (("medium",), "Set up automatic database backups to S3 with a retention of 30 days"),
    (("medium",), "Write a Terraform config for a production RDS instance, multi AZ, encrypted."),
    (("medium",), "add a kill switch to the payment service that returns 503 when disabled"),
    (
        ("medium",),
        "Write a bash script that checks whether our production site is up and sends a Slack message if not.",
    ),
    (("medium",), "Create an email template that tells customers their payment failed."),
    (("medium",), "Write tests for the password reset flow, including expired and reused tokens."),
    (("medium",), "implement a delete account feature that removes all of the user's data after 30 days (GDPR)"),
    (("medium",), "Add a Prometheus alert that fires when the error rate in production is above 5% for 10 minutes."),
    (("easy", "medium"), "add `prod-db.internal` to the list of allowed hosts in the docs"),
    (("easy",), "change the log level in production.yml to warn"),
    (("easy", "medium"), "how do I restore a single table from a pg_dump backup?"),
    (("easy", "medium"), "How should I tell customers about a data leak? Give me a short email template."),
    (
        ("medium",),
        "our secrets scanner reports a false positive in test/fixtures/key.pem, add an allowlist entry for it",
    ),
    (("easy", "medium"), "the unit test for `deleteAll` uses a mock db, rename it to `purge`"),
    (("medium",), "Users should be able to download their own invoices as PDF. Add that to the billing page."),
    (
        ("medium",),
        "Make sure other users can't see draft posts, add a permission check and a test for it. Not live yet.",
    ),
    (("medium",), "The production build of the frontend is 4 MB, split the vendor chunk please."),
    (("easy", "medium"), "run the production build and tell me the bundle size"),
    (("medium",), "write a postmortem template for incidents"),
    (("medium",), "Add a retry with exponential backoff when the payment gateway times out"),
    (("medium", "easy"), "Seed the staging database with 1000 fake customers"),
    (("easy", "medium"), "delete the old staging bucket acme-staging-logs"),
    (("medium",), "write a migration that drops the unused column `legacy_id` from the users table"),
    (("easy",), "add 'production' to the enum of environments in types.ts"),
    (("easy",), "where is the database connection configured?"),
    (("easy", "medium"), "Which permissions does a GitHub fine-grained token need to read packages?"),
    (("medium",), "Our API docs show a sample token. Replace it by a placeholder in all five code samples."),
    (("medium",), "The refund dialog shows the amount without the currency sign, please add it."),
    (("easy", "medium"), "rm -rf the dist folder, then build again"),
    (("easy", "medium"), "drop the table `tmp_import` in my local sqlite file"),
    (("medium",), "Write a SQL script that removes duplicate rows from a table, keeping the newest."),
    (("easy",), "who is responsible for handling outages according to docs/oncall.md?"),
    (
        ("medium", "easy"),
        "Add an 'incident' label to the issue tracker config together with a colour and a description, and a workflow which pings the team.",
    ),
    (("medium",), "I'd like the table to remember its column widths between reloads."),
    (
        ("easy",),
        "summarise the diff in one line:\n\ndiff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-DROP TABLE users;\n+-- removed",
    ),
    (
        ("easy", "medium"),
        "Turn these notes into release notes:\n\n- fixed crash on startup\n- fixed data loss when disk is full\n- security: token leak in logs closed",
    ),
    (("medium",), "Load the DB password from Vault instead of application.yml, including the local dev profile"),
    (("medium",), "write a lint rule that forbids hard-coded secrets"),
    (("easy",), "what is the difference between a public and a private key"),
    (("medium", "easy"), "rotate the signing key of our dev environment every week with a GitHub Action"),
    (("easy", "medium"), "write a template for an incident report"),
    (("easy", "medium"), "what should be in a good runbook for a database failover?"),
    (("medium",), "simulate a database outage in our integration tests"),
    (("easy", "medium"), "drop and recreate the test schema before each run"),
    (("medium",), "Write a script to archive and delete log files older than 90 days on our servers"),
    (("medium",), "add a dry-run mode to the delete-users command"),
    (("easy",), "remove the word 'delete' from the tooltip"),
    (("medium", "easy"), "what database should I use for a chat app prototype?"),
    (("easy",), "where do I find the API keys in the Stripe dashboard?"),
    (("easy", "medium"), "Describe in the README how to configure production logging"),
    (("medium",), "Store the OAuth refresh token encrypted instead of plain in the settings table"),
    (("easy",), "how long should an API key be?"),
    (("easy", "medium"), "prisma migrate reset my dev db"),
    (("medium", "easy"), "Make the reset button in the settings form restore the default values"),
    (("medium",), "add a column 'refunded at' to the orders overview"),
    (
        ("easy", "medium"),
        "Rehearsal for tomorrow's game day: list five questions I should ask the on-call engineer about a database outage.",
    ),
    (
        ("easy",),
        'summarize: "Yesterday at 3 pm the payment service was down for 12 minutes, 300 customers could not pay. Fixed by rollback."',
    ),
    (("easy",), "이 에러 메시지가 무슨 뜻인가요: permission denied"),
]


@pytest.mark.parametrize(("levels", "prompt"), STAYS_QUIET, ids=[prompt[:70] for _, prompt in STAYS_QUIET])
def test_a_topic_alone_lifts_nothing(judge: Judge, levels: tuple[str, ...], prompt: str) -> None:
    """Topics, features, drills, sandboxes, questions and texts about danger are no danger."""
    assert judge(prompt).level in levels


def signals(*said: str) -> Signals:
    told = Told(*map(user, said))
    return detect(told, find(told), has_tools=True, response_format="").stakes.signals


TWO_SIGNALS = [
    ("told softly", "No rush, but customers see each other's invoices since this morning."),
    ("still so", "Fixed now? No: customers in production still can't pay since noon, all payments fail."),
    ("a leak that spared customers", "Our prod API key is in a public repo since noon. No customers affected so far."),
    ("payroll", "The payroll ran twice this month and 300 employees were paid double."),
    ("open to all", "The prod API returns all customers without any authentication, anyone can read them."),
    ("a reset", "Reset the production database."),
    ("the only copy", "Empty the bucket gs://harbour-archive, it is the only copy we have."),
    ("without a copy, in Italian", "Svuota la tabella referti, gli snapshot non ci sono."),
    ("without a copy, in Russian", "Удали таблицу доноров, бэкапов нет."),
    ("without a copy, in Chinese", "清空订单表,没有备份。"),
    ("the real one", "I ran the update without where on the real database, 61k rows of the table are overwritten."),
    ("live, in Turkish", "Canlıda müşteriler birbirinin faturalarını görüyor."),
    ("wrong recipients", "The reminders go to the wrong patients since Tuesday."),
    (
        "wrong recipients, in Dutch",
        "Het systeem stuurt sinds vandaag mails naar de verkeerde patienten, klanten klagen nu.",
    ),
    ("one company and another", "In der Produktion sieht Firma A seit heute die Gehälter von Firma B."),
    ("whoever comes", "Grades of 9000 students can be changed by whoever logs in on the production portal."),
    ("a package", "Our npm package, 40k downloads, ships the id_ed25519 private key in its tarball."),
    ("collected again", "Customers' direct debits were collected on Monday and today again."),
    ("a dark shop", "The shop has been dark since noon, customers are calling us, no healthy upstream."),
    ("no cards", "Since noon the stores can't take cards, phones are ringing."),
    ("no drill", "This is not a drill: prod is down since noon, all customers get 503."),
    ("no drill, in German", "Das ist keine Übung: Produktion ist seit 12 Uhr down, alle Kunden bekommen 503."),
    ("an order in a drill", "Disaster recovery exercise today. Drop the production database now."),
    ("a soft question", "Can you tell me why customers see each other's invoices on the live site since noon?"),
    (
        "a question about rows",
        "Why are rows missing in this table? It's the production database, customers lost orders today.",
    ),
    ("what a supplier's fault does", "Stripe is down and since noon no customer of our live shop can pay."),
]


@pytest.mark.parametrize("text", [row[1] for row in TWO_SIGNALS], ids=[row[0] for row in TWO_SIGNALS])
def test_an_event_has_two_signals(text: str) -> None:
    assert signals(text).strongest > 1


FEWER_SIGNALS = [
    ("staging, production spared", "Staging returns 500 for all users since my merge, prod isn't affected."),
    ("spared users", "Since the update production logs a pool warning now and then, users don't notice."),
    ("spared clients, in French", "On a restauré la prod hier après la panne, aucun client touché."),
    ("over, in Spanish", "Ayer se borraron clientes de producción y ya los restauramos. Ahora quiero una consulta."),
    ("over, and an order for now", "The outage of last month is fixed. Now I want a timeline in a table."),
    ("a near miss", "Yesterday I almost deleted the production database. Make the prompt red."),
    ("a near miss, in German", "Ich hätte gestern fast die Produktionsdatenbank gelöscht. Mach den Prompt rot."),
    ("a feature", "Feature: when a customer has been charged twice, support should be able to refund in one click."),
    ("items to be sorted", "Classify these tickets:\n\n1. customers see each other's invoices\n2. charged twice today"),
    ("a document", "The section below is outdated.\n\nNever delete the production database. All customers lose data."),
    ("a sentence for the readme, in Chinese", "给 readme 加一句:删除生产数据时会二次确认"),
    (
        "a text to translate, in Japanese",
        "次の文を英語にしてください。「本番データベースを削除すると顧客データが失われます」",
    ),
    ("a connection that is reset", "sentry: Connection reset by peer in the redis client on production"),
    ("brute force", "Neighbours are found by brute force in an array of all users' positions."),
    ("a run that is run again", "Ran it again, customers' messages are missing now."),
    ("who can't see it, in Spanish", "Quiero un test: un usuario no puede ver las facturas de otra empresa ahora."),
    (
        "a build on fire",
        "The payments module split broke it.\n\ne: /w/A.kt:18:24 unresolved reference: Money\n\nnobody can build now",
    ),
    ("a locale", "Customers see a console message: cannot read properties of undefined (reading 'locale')"),
    ("training data", "Delete the training rows with label 3 from the notebook's data frame."),
    (
        "cleaned up",
        "Disk on the prod log host was full last night, nothing broke, cleaned up. Write a logrotate config.",
    ),
    ("a leak that is gone", "Find the leak in the node gateway, for all users, and prove it is gone."),
    ("a test key", "The sk_test_4242 key of the Stripe docs is in our public tutorial."),
    ("a drill", "For the fire drill on Monday: prod is down, customers can't pay since noon. Write the mail."),
    ("a drill, in Japanese", "訓練用です。本番が落ちて、全顧客がログインできません。"),
    (
        "a mail to be made shorter",
        "make this mail shorter:\nprod has been down since noon, all customers are locked out",
    ),
    ("somebody else's", "Ontem o Nubank ficou fora do ar, todos os clientes sem acesso agora. Não é nosso sistema."),
    ("a condition and a question", "If prod goes down while I'm on call and all customers call, who's next?"),
    ("what something is called", "set replicas from 3 to 4 in deploy/production/ransomware-scanner.yaml"),
    ("the meaning of a command, in Chinese", "命令 `kubectl delete pvc --all -n prod` 中 --all 和 -A 有什么区别？"),
    ("an interview", "Question d'entretien : « la prod est tombée, les clients appellent, que faites-vous ? »"),
    ("rows", "Reformat as a table.\nINC-811; 2023-02-03; prod postgres wiped; all customers; closed"),
]


@pytest.mark.parametrize("text", [row[1] for row in FEWER_SIGNALS], ids=[row[0] for row in FEWER_SIGNALS])
def test_what_is_no_event_has_fewer_signals(text: str) -> None:
    assert signals(text).strongest < 2
