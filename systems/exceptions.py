"""What the systems floor refuses. `str()` of each is a whole Japanese sentence."""

from organizations.exceptions import PortalError


class ConsultationMoveRefused(PortalError):
    """A consultation does not go from one state to the other (`was`, `wanted` as shown)."""

    def __init__(self, was: str, wanted: str):
        super().__init__(
            f"この事前協議は「{was}」のため、「{wanted}」にはできません。"
            "ページを開き直して、今の状態を確かめてください。"
        )


class NotYourConsultation(PortalError):
    """The state may change so, but not by this person."""

    def __init__(self, wanted: str):
        super().__init__(f"この事前協議を「{wanted}」にすることは、あなたの役割ではできません。")


class ConsultationLocked(PortalError):
    """What was handed in is changed only after it came back."""

    def __init__(self, state: str):
        super().__init__(
            f"この事前協議は「{state}」のため、内容を変えられません。"
            "計画主管課に差し戻してもらうか、取り下げてから作成中に戻してください。"
        )


class NothingToSend(PortalError):
    """No consultation of the budget's year has the planning section's opinion."""

    def __init__(self):
        super().__init__(
            "この年度の予算には、意見付きの事前協議がありません。年度を確かめ、意見を付けてから送付してください。"
        )


class EffectNotDue(PortalError):
    """An effect was to be checked of what was not decided yet."""

    def __init__(self):
        super().__init__(
            "査定が記録されていないため、効果の検証は書けません。先に査定の結果を記録してください。"
        )


class NotYoursAfterwards(PortalError):
    """A department's person would save what the own department does not hold (any more)."""

    def __init__(self):
        super().__init__(
            "このまま保存すると、自分の課のものではなくなります。自分の課の情報システムであるように選んでください。"
            "所管をほかの課へ移すときは、計画主管課に依頼してください。"
        )


class OthersSystems(PortalError):
    """A department's person would do to a contract what concerns systems of others (`what` as shown)."""

    def __init__(self, systems, what: str):
        names = "".join(f"「{system}」" for system in systems)
        super().__init__(
            f"情報システム{names}は自分の課のものではないため、{what}。計画主管課に依頼してください。"
        )


class EndUnfit(PortalError):
    """A system would end before it starts."""

    def __init__(self):
        super().__init__("廃止の月が、稼働開始の月より前です。どちらが正しいか確かめて直してください。")


class SystemHeld(PortalError):
    """A system stands in an edition and is therefore ended instead of deleted."""

    def __init__(self, system, edition: str):
        super().__init__(
            f"情報システム「{system}」は確定版「{edition}」にあるため削除できません。"
            "使わなくなったシステムは、廃止の月を入れて残してください。"
        )


class ShareInUse(PortalError):
    """A city cannot leave a shared system, nor the system go, while rows of the city's own hang on it."""

    def __init__(self, city):
        super().__init__(
            f"「{city}」は、このシステムに所管課・契約・更新計画を登録しているため、"
            "共同利用から外すことも、システムを削除することもできません。"
            f"先に{city}の計画主管課が、それらを除いてください。"
        )


class FindingGone(PortalError):
    """A finding is accepted that is no more, or whose dates are others than those shown."""

    def __init__(self, system):
        super().__init__(
            f"「{system}」の日付は、表示した後に変わりました。最新の確認事項を見てから、もう一度了承してください。"
        )


class AcceptanceUnfit(PortalError):
    """An acceptance has no reason, or an end that has passed."""
