"""What the answers of the sample year say: short sentences by rule, from a measure's name and stage."""

from collections.abc import Sequence

DONE = {
    "consider": (
        "「{name}」について、近隣市の取組を調べ、費用と効果を整理した。",
        "庁内の打合せを{count}回開き、「{name}」の進め方を検討した。",
        "事業者から説明を受け、「{name}」に必要な機能をまとめた。",
    ),
    "build": (
        "「{name}」の仕様を固め、入札により事業者を決めた。",
        "「{name}」の設計を終え、試験環境で確認を始めた。",
    ),
    "implement": (
        "「{name}」を{count}部署で進め、手引きを見直した。",
        "「{name}」の対象を広げ、職員向けの説明会を{count}回行った。",
        "「{name}」を予定どおり実施し、利用の状況を四半期ごとに確かめた。",
    ),
    "operate": (
        "「{name}」を予定どおり運用し、停止はなかった。",
        "「{name}」の利用の状況を毎月確かめ、設定を{count}か所改めた。",
    ),
}
LATE = (
    "入札が不調となり、契約が遅れた。仕様を見直し、{month}月までに再度入札する。",
    "機器の納入が遅れた。納入を待って、{month}月から利用を始める。",
    "関係課との調整に時間がかかった。{month}月までに運用の決まりをまとめる。",
    "国の仕様が固まらず、着手が遅れた。{month}月までに方針を決める。",
)
OPEN_QUESTIONS = (
    "利用する部署が限られている。活用の例を庁内に知らせる。",
    "操作の問合せが多い。よくある質問をまとめて配る。",
)
EFFECTS = (
    "手作業が月におよそ{count}時間減った。",
    "窓口での待ち時間が平均{count}分短くなった。",
)
CARRIED_OVER = "機器の納入が年度内に間に合わず、予算を繰り越した。"
ADDED = "関係する事務の担当として、試行に加わった。"
RETURNED = "いつまでに何をするかを、時期を入れて書いてください。"
OPINIONS = (
    "遅れの理由を整理し、今後の見通しを次の会議に報告すること。",
    "関係課と日程を合わせ、実施の時期を改めて示すこと。",
    "費用の見直しとあわせて、代わりの進め方も検討すること。",
)
NO_HOMEWORK = "引き続き、利用者の声を聞きながら進めること。"
HOMEWORK_DONE = (
    "遅れの理由と今後の日程を一覧にまとめ、委員に配った。",
    "関係課との打合せを終え、実施の時期を計画に書き入れた。",
)
MINUTES = "事務局から資料により説明し、質疑を行った。"
OUTCOME = "資料のとおり確認した。"
UNDER_WAY = "途中まで入力した下書き。"


def pick(texts: Sequence[str], place: int) -> str:
    return texts[place % len(texts)]


def count_of(place: int) -> int:
    """Return a small number that differs from measure to measure."""
    return 2 + place * 7 % 11


def done_text(name: str, stage: str, place: int) -> str:
    """Say what was done of a measure in a stage."""
    return pick(DONE[stage], place).format(name=name.partition("（")[0], count=count_of(place))


def late_text(place: int) -> str:
    """Say why it is late, and what is done about it until when."""
    return pick(LATE, place).format(month=9 + place % 4)


def effect_text(place: int) -> str:
    return pick(EFFECTS, place).format(count=count_of(place))
