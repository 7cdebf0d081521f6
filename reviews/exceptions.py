"""What the yearly cycle refuses. `str()` of each is a whole Japanese sentence."""

from collections.abc import Mapping, Sequence
from datetime import date

from organizations.exceptions import PortalError
from organizations.fiscal_years import show_day


class RoundNotPreparing(PortalError):
    """A round that was opened is not prepared any more."""

    def __init__(self, name: str):
        super().__init__(f"「{name}」はすでに始まっています。準備中の調査だけを変更できます。")


class RoundNotOpen(PortalError):
    """Answers were to move in a round that is not open."""

    def __init__(self, name: str, state: str):
        super().__init__(f"「{name}」は「{state}」のため、回答を動かせません。受付中の調査だけが対象です。")


class RoundNotFinal(PortalError):
    """Only a final round can be taken back."""

    def __init__(self, name: str):
        super().__init__(f"「{name}」は確定していないため、確定を取り消せません。")


class RoundClosed(PortalError):
    """An answer came after the last day."""

    def __init__(self, last_day: date):
        super().__init__(
            f"受付は{show_day(last_day)}で終わりました。計画主管課に連絡して、代行入力を依頼してください。"
        )


class SubjectsWithoutDepartment(PortalError):
    """A round was to open while something had nobody who answers: `names` lists it."""

    def __init__(self, names: Sequence[str]):
        self.names = names
        shown = "、".join(names[:5]) + (f"ほか{len(names) - 5}件" if len(names) > 5 else "")
        super().__init__(
            f"回答課が決まっていないものが{len(names)}件あります：{shown}。"
            "回答課を選ぶか、聞かないものにしてください。"
        )


class NothingToAsk(PortalError):
    """A round was to open without a single measure or policy."""

    def __init__(self):
        super().__init__("聞く施策も方針もありません。少なくとも一つを対象にしてください。")


class DeadlineMissing(PortalError):
    """A round was to open without a day on which the answers are due."""

    def __init__(self):
        super().__init__("提出期限が決まっていません。提出期限を入力してから始めてください。")


class IllegalMove(PortalError):
    """A report does not go from one state to the other (`was`, `wanted` as shown)."""

    def __init__(self, was: str, wanted: str):
        super().__init__(
            f"この報告は「{was}」のため、「{wanted}」にはできません。ページを開き直して、今の状態を確かめてください。"
        )


class NotYourMove(PortalError):
    """The state may change so, but not by this person."""

    def __init__(self, wanted: str):
        super().__init__(f"この報告を「{wanted}」にすることは、あなたの役割ではできません。")


class CheckMissing(PortalError):
    """課長確認 or 部取りまとめ of a department has not been recorded yet."""

    def __init__(self, level: str, department: str):
        super().__init__(f"{department}の{level}がまだ記録されていません。先に{level}を済ませてください。")


class SheetDoesNotFit(PortalError):
    """A filled-in sheet has cells that cannot be taken over: `problems` says which, by their addresses."""

    def __init__(self, problems: Sequence[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


class AwaitsCheck(PortalError):
    """An answer that waits for 課長確認 was to be written on: it is taken back first."""

    def __init__(self):
        super().__init__("この回答は課長確認待ちです。直すときは、先に取り下げてください。")


class DraftConflict(PortalError):
    """Somebody else saved the same draft meanwhile: `data` is what they typed."""

    def __init__(self, name: str, data: dict):
        self.data = data
        super().__init__(
            f"表示している間に、{name}さんがこの下書きを保存しました。"
            "最新の内容を確かめて、残すほうを選んでください。"
        )


class ReportsUnsettled(PortalError):
    """A round was to be made final while answers are not confirmed: `names` lists them."""

    def __init__(self, names: Sequence[str]):
        self.names = names
        shown = "、".join(names[:5]) + (f"ほか{len(names) - 5}件" if len(names) > 5 else "")
        super().__init__(
            f"確認済でない報告が{len(names)}件あります：{shown}。"
            "確認を済ませるか、未回答のまま確定することを選んでください。"
        )


class RemarkMissing(PortalError):
    """A report was to go back without a word why."""

    def __init__(self):
        super().__init__("差戻しの理由を、少なくとも一つの項目に入力してください。")


class NoWish(PortalError):
    """There is no open wish to decide on."""

    def __init__(self):
        super().__init__("判断を待っている工程変更の希望がありません。ページを開き直してください。")


class RoundNotEvaluated(PortalError):
    """A body was to judge a round that has not begun."""

    def __init__(self, name: str):
        super().__init__(f"「{name}」はまだ始まっていないため、評価を記録できません。")


class ReportNotConfirmed(PortalError):
    """A body was to judge an answer that the planning section has not confirmed."""

    def __init__(self, subject: str):
        super().__init__(
            f"「{subject}」の報告は、まだ確認済ではありません。報告を確認してから、評価を記録してください。"
        )


class EarlierBodyMissing(PortalError):
    """A body was to judge before the one whose verdict it sees."""

    def __init__(self, subject: str, body: str):
        super().__init__(
            f"「{subject}」は、先に評価する「{body}」の評価がまだありません。先にそちらを記録してください。"
        )


class EvaluationChanged(PortalError):
    """Somebody else recorded the same verdict meanwhile."""

    def __init__(self, name: str):
        super().__init__(
            f"表示している間に、{name}さんがこの評価を記録しました。"
            "今の評価を確かめて、これでよければもう一度保存してください。"
        )


class EvaluationsRefused(PortalError):
    """Verdicts cannot be recorded: `problems` says, by subject, why; nothing was written."""

    def __init__(self, problems: Mapping[tuple[str, int], Exception]):
        self.problems = problems
        first = next(iter(problems.values()))
        text = "、".join(getattr(first, "messages", [])) or str(first)
        more = f"（ほか{len(problems) - 1}件）" if len(problems) > 1 else ""
        super().__init__(f"{text}{more}")


class DecisionDayMissing(PortalError):
    """A verdict belongs to a meeting or to a day."""

    def __init__(self):
        super().__init__("会議を選ぶか、決定日を入力してください。")


class DecisionDayAhead(PortalError):
    """A verdict was to be recorded before it was given."""

    def __init__(self, day: date):
        super().__init__(
            f"決定日（{show_day(day)}）がまだ来ていません。会議のあとに記録するか、日付を直してください。"
        )


class OtherBodysMeeting(PortalError):
    """The meeting is that of another body."""

    def __init__(self, name: str):
        super().__init__(f"選んだ会議は「{name}」の会議です。評価する会議体の会議を選んでください。")


class FinalNotReturned(PortalError):
    """The answers of a final round do not go back."""

    def __init__(self):
        super().__init__("確定した調査の報告は差し戻せません。先に調査の確定を取り消してください。")


class ConditionSettled(PortalError):
    """A condition that is met or withdrawn stays as it is."""

    def __init__(self, state: str):
        super().__init__(f"この付帯意見はすでに「{state}」です。未対応か対応報告済のものだけを変えられます。")


class MeetingAhead(PortalError):
    """A meeting was to be held before its day."""

    def __init__(self, day: date):
        super().__init__(
            f"開催日（{show_day(day)}）がまだ来ていません。開催日を直すか、開催のあとに記録してください。"
        )


class PapersKept(PortalError):
    """The papers of a held meeting are kept once."""

    def __init__(self):
        super().__init__(
            "この会議の配布した資料は、すでに保管されています。開催済の会議では取り替えられません。"
        )


class SampleNotKept(PortalError):
    """A sample can be thrown away as a whole: nothing of it is kept for good."""

    def __init__(self):
        super().__init__("サンプルの会議の資料は、配布した資料として保管できません。")


class MeetingInUse(PortalError):
    """A meeting that was held, or in which something was decided, is not thrown away."""

    def __init__(self):
        super().__init__(
            "開催済の会議と、評価や付帯意見を記録した会議、配布した資料を保管した会議は、削除できません。"
            "開催を取り消し、記録を別の会議に移してから削除してください。"
        )


class AssignmentsChanged(PortalError):
    """Somebody else changed the 回答課 of the same rows meanwhile: `rows` are they as they stand now."""

    def __init__(self, rows: Sequence):
        self.rows = rows
        names = "、".join(str(row.subject) for row in rows[:5]) + ("など" if len(rows) > 5 else "")
        super().__init__(
            f"表示している間に、ほかの人が次の回答課を変更しました：{names}。"
            "今の回答課を確かめて、もう一度保存してください。保存すると、あなたの選んだものになります。"
        )


class NothingOwed(PortalError):
    """A reminder was to go to departments that owe nothing, or were reminded on the same day."""

    def __init__(self):
        super().__init__(
            "再依頼する課がありません。未提出のある課を選んでください（今日すでに再依頼した課は除きます）。"
        )
