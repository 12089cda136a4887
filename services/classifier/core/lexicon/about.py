"""What a task is about, for the explanation of a decision: no level rests on it."""

from typing import Final

from services.classifier.core.lexicon.language import ConceptTable

ABOUT: Final[ConceptTable] = {
    "tests": r"tests?; testing; test ?(?:suites?|cases?); specs?; pytest; jest; vitest; junit; playwright; cypress; coverage; pruebas?; testfall*; fixtures?; "
    r"тест*; юнит-тест*; 测试; 単体テスト; テスト; 테스트",
    "config": r"configs?; configur*; settings?; ya?ml; toml; \.env; env(?:ironment)? var(?:iable)?s?; feature flags?; eslintrc; tsconfig; dotfiles?; "
    r"configuracion*; konfigur*; einstellung*; parametrage; configuracao; configuracoes; configurazion*; impostazion*; конфиг*; настройк*; 配置; 設定; 설정",
    "infra": r"infra; infrastructure; kubernetes; k8s; kubectl; helm; terraform; ansible; pulumi; docker; dockerfile; containers?; clusters?; pods?; nginx; "
    r"load ?balancers?; vpc; dns; aws; gcp; azure; ci; pipelines?; github actions?; gitlab-ci; jenkins; infraestructura; infraestrutura; infrastruktur; infrastruttura; "
    r"инфраструктур*; кластер*; 基础设施; 集群; インフラ; クラスタ; 인프라; 클러스터",
    "auth": r"auth; authn; authz; authenticat*; authoriz*; authoris*; log ?ins?; logging in; sign ?ins?; log ?outs?; oauth2?; oidc; saml; sso; jwts?; "
    r"access tokens?; refresh tokens?; passwords?; 2fa; mfa; permissions?; rbac; sessions? cookies?; autenticac*; autorizac*; inicio de sesion; "
    r"anmeld*; authentifizier*; berechtigung*; authentification; connexion des utilisateurs; autenticazion*; accesso; авторизац*; аутентификац*; логин*; 登录; 认证; 鉴权; 权限; ログイン; 認証; 権限; 로그인; 인증; 권한",
    "docs": r"docs?; documentation; documents?; readme; changelog; docstrings?; jsdoc; javadoc; wiki; guides?; tutorials?; comments?; "
    r"documentac*; documentazion*; dokumentation; doku; commentaires?; kommentar*; comentarios?; commenti; документац*; комментар*; 文档; 注释; ドキュメント; コメント; 문서; 주석",
    "rollback": r"roll(?:ed|ing)?[ -]?back; roll(?:ed|ing)? (?:\S+ ){1,4}back; rollback; revert(?:ed|ing)?; undo; back out (?:the|of|this|that); "
    r"restore (?:the )?(?:previous|last|old) \S+; go back to (?:the )?(?:previous|last|old) \S+; revertir; deshacer; revierte; deshaz; zuruckroll*; zurucksetz*; ruckgangig; rollback machen; "
    r"annule[rz]? (?:le|la|les|ce|cette); revenir (?:a|en arriere); reverter; desfazer; desfaca; ripristina*; annulla*; откат*; верни как было; 回滚; 撤销; ロールバック; 元に戻; 롤백; 되돌",
}
"""Fields of work, and taking back what was done."""
